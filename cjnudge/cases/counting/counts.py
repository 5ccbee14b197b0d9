"""One function that turns (measure, snapshot, grouping) into counts, or says in words why it cannot."""

from dataclasses import replace

from cjnudge.cases.counting.refusals import MeasureRefused, Reading, check_can_count, chosen_bases
from cjnudge.cases.counting.repeats import shares_of_suspects
from cjnudge.cases.counting.rows import relation
from cjnudge.cases.outcomes import in_words, split_types
from cjnudge.cases.storage.duck import connection
from cjnudge.cases.storage.schema import COLUMNS

__all__ = ["MeasureRefused", "Reading", "check_can_count", "count", "count_together"]
CHECKED = ("territorial", "grain_period")  # what no count is added up over unseen


def count(measure, snapshot, **asked):
    """As count_together of one measure: the columns of `by`, then `numerator` and `denominator`."""
    return count_together([measure], snapshot, **asked).rename(columns={measure.key: "numerator"})


def count_together(
    measures,
    snapshot,
    *,
    by=("place", "period"),
    basis=None,
    places=None,
    periods=None,
    per="decision",
    kept="latest",
    grain="month",
):
    """Counts as a DataFrame: `by`, a numerator for each measure under its key, and the `denominator` they share.

    One scan, in the order of `by`. by: some of GROUPINGS, and of OF_CASES for a case extract; basis: one of the
    snapshot's, needed where the measures could be counted on several and `by` has not "basis"; places, periods: only
    these (names; first days). per, kept, grain: see Reading; `grain="year"` gives financial years. Rows of outcome
    type 0 never count and make no group. Where the measures ask for follow-up, periods that ended too late for it are
    left out, so that none is half counted. MeasureRefused otherwise.
    """
    reading = Reading(per=per, kept=kept, grain=grain)
    _check_shared(measures)
    for measure in measures:
        check_can_count(measure, snapshot, by=by, basis=basis, reading=reading)
    bases = chosen_bases(measures[0], snapshot, by, basis)
    with connection() as duck:
        _select(duck, measures, snapshot, by, bases, places, periods, reading)
        _check_grains(duck, by)
        _check_places(duck, by)
        return _frame(duck, measures, by)


def _check_shared(measures):
    """What is counted over different denominators has no place in one table."""
    shared = {(one.denominator, one.needs - {"repeat_suspects"}, one.follow_up_days) for one in measures}
    if len(shared) != 1:
        raise ValueError("These measures have different denominators: count them one after the other.")


def _select(duck, measures, snapshot, by, bases, places, periods, reading):
    """The rows to count as table `chosen`, added up as far as the question allows."""
    conditions, values = ["true"], []
    for column, wanted in (("place", places), ("period", periods)):
        if wanted is not None:
            conditions.append(f"list_contains(?::{COLUMNS[column]}[], {column})")
            values.append(list(wanted))
    asked = max(measures, key=lambda measure: "repeat_suspects" in measure.needs)
    asked = replace(asked, numerator=frozenset().union(*(measure.numerator for measure in measures)))
    kept = ", ".join(dict.fromkeys((*by, *CHECKED)))
    for number, suspects in enumerate(shares_of_suspects(snapshot, asked)):
        rows = relation(snapshot, asked, bases=bases, columns=by, reading=reading, suspects=suspects)
        into = "INSERT INTO chosen" if number else "CREATE TEMP TABLE chosen AS"
        duck.execute(
            f"{into} SELECT {kept}, outcomes, again, sum(n)::BIGINT AS n "  # noqa: S608
            f"FROM {rows} WHERE {' AND '.join(conditions)} GROUP BY ALL",
            values,
        )


def _check_grains(duck, by):
    grains = [
        row[0] for row in duck.execute("SELECT DISTINCT grain_period FROM chosen ORDER BY 1").fetchall()
    ]
    if len(grains) > 1 and "grain_period" not in by:
        raise MeasureRefused(
            f"The snapshot counts periods of different length ({', '.join(grains)}): choose periods of one "
            "length."
        )


def _check_places(duck, by):
    """A place that is no force, such as England and Wales, already holds the forces: they are never added."""
    if "place" in by or "territorial" in by:
        return
    kinds = duck.execute("SELECT count(DISTINCT territorial IS NULL) FROM chosen").fetchall()[0][0]
    if kinds > 1:
        raise MeasureRefused(
            "The snapshot counts forces and also a place that is no force, which has the same outcomes in its "
            "total: choose a place."
        )


def _frame(duck, measures, by):
    texts = [row[0] for row in duck.execute("SELECT DISTINCT outcomes FROM chosen WHERE n <> 0").fetchall()]
    sums = [(_numerator(measure, texts), measure.key) for measure in measures]
    sums.append((_denominator(measures[0], texts), "denominator"))
    columns = [*by, *(f'coalesce(sum(n) FILTER ({what}), 0)::BIGINT AS "{name}"' for (what, _), name in sums)]
    frame = duck.execute(
        f"SELECT {', '.join(columns)} FROM chosen GROUP BY ALL ORDER BY ALL",  # noqa: S608 - own names
        [value for (_, values), _ in sums for value in values],
    ).df()
    if "period" in by:
        frame["period"] = frame["period"].dt.date
    return frame


def _numerator(measure, texts):
    """(condition, its values) of the rows above the line."""
    if "repeat_suspects" in measure.needs:
        return "again", []
    return "list_contains(?::VARCHAR[], outcomes)", [_wholly_in(texts, measure.numerator, measure)]


def _denominator(measure, texts):
    if measure.needs:
        return "true", []
    return "list_contains(?::VARCHAR[], outcomes)", [_wholly_in(texts, measure.denominator, measure)]


def _wholly_in(texts, wanted, measure):
    """Outcome texts that lie wholly inside; MeasureRefused for one that lies across."""
    found = []
    for text in sorted(texts):
        types = split_types(text)
        if types and types <= wanted:
            found.append(text)
        elif types & wanted:
            raise MeasureRefused(
                f"“{measure.title}” counts {in_words(types & wanted)} but not {in_words(types - wanted)}; "
                f"this snapshot has {in_words(types)} only as one total, so that they cannot be told apart."
            )
    return found
