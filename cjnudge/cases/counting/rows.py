"""Every feed's rows as one relation: the counting schema, in SQL, with the follow-up already applied."""

from cjnudge.cases.counting import case_rows
from cjnudge.cases.counting.refusals import AS_USUAL, OF_CASES, MeasureRefused, check_rows_kept, held
from cjnudge.cases.counting.repeats import EVERY
from cjnudge.cases.outcomes import PENDING
from cjnudge.cases.sources import feed as feed_of
from cjnudge.cases.storage import snapshots, store
from cjnudge.cases.storage.schema import from_parts


def parts_item(snapshot):
    """FROM item over the stored part files of a snapshot; RowsErased where they are gone.

    A snapshot of chosen or condensed cases (chosen_cases.py, condensed.py) is read from the part that was written for
    it.
    """
    check_rows_kept(snapshot)
    if instead := getattr(snapshot, "read_instead", None):
        return from_parts(instead)
    return from_parts([store.local_path(part_hash) for part_hash in snapshots.part_hashes(snapshot)])


def entries_item(snapshot):
    """FROM item over every row of the extract, also where its own rows are chosen cases: what followed is elsewhere."""
    return parts_item(getattr(snapshot, "chosen_from", snapshot))


def number_of(snapshot):
    """SQL of how many cases a group of rows stands for: their number, or what they were condensed from."""
    return "sum(n)::BIGINT" if is_condensed(snapshot) else "count(*)"


def is_condensed(snapshot):
    """Whether a row stands for several cases (condensed.py)."""
    return getattr(snapshot, "is_condensed", False)


def holds_cases(snapshot):
    """Whether its rows are cases, not counts."""
    return feed_of(snapshot.feed).schema == "cases"


def check_eligible_cases(snapshot):
    """MeasureRefused, in words, where no row says of a case whether it is eligible."""
    check_rows_kept(snapshot)
    if not holds_cases(snapshot):
        raise MeasureRefused("This snapshot holds counts, not cases.")
    if "eligible_cases" not in held(snapshot):
        raise MeasureRefused(
            "Which cases are eligible is not known here: no rules were approved when the extract was imported."
        )


def relation(snapshot, measure, *, bases, columns=(), reading=AS_USUAL, suspects=EVERY):
    """FROM item whose columns are schema.COLUMNS, those of OF_CASES and `again`; one row stands for `n` cases.

    bases, columns: what the question is about; case rows have no other basis and are told apart by no other column.
    suspects: which of them are counted, where the measure asks for them (repeats.py). Where the measure asks for
    follow-up, only whole periods whose every case had it are in. `again` says whether the suspect was named again,
    where the measure asks that. Cases without an outcome that counts have the text "". Outcome type 0 is left out of
    counts: it is no outcome, and there is no telling how long such cases were followed.
    """
    parts = parts_item(snapshot)
    if holds_cases(snapshot):
        number = number_of(snapshot)
        asked = {"bases": bases, "columns": columns, "reading": reading, "suspects": suspects}
        asked["entries"] = entries_item(snapshot)
        return case_rows.relation(parts, snapshot, measure, number=number, **asked)
    wanted = [f"outcomes <> '{PENDING}'", f"basis IN ({', '.join(map(case_rows.text, bases))})"]
    if measure.follow_up_days:
        limit = snapshots.last_mature_day(snapshot, measure.follow_up_days)
        wanted.append(f"last_day(period) <= DATE '{limit}'")
    absent = "".join(f", NULL::VARCHAR AS {name}" for name in OF_CASES)
    return f"(SELECT *{absent}, false AS again FROM {parts} WHERE {' AND '.join(wanted)})"  # noqa: S608 - own names
