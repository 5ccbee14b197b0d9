"""When a measure cannot be counted from a snapshot: told in words, before any row is read."""

import json
from dataclasses import dataclass

from cjnudge.cases.measures.value import BASES, NEEDS
from cjnudge.cases.outcomes import in_words
from cjnudge.cases.sources import feed as feed_of
from cjnudge.cases.storage import snapshots

GROUPINGS = ("place", "territorial", "basis", "period", "grain_period", "offence_group")
# What case rows can be grouped by beside these, for the disparity of a decision. Never a person.
OF_CASES = {
    "age_band": "age band",
    "sex": "sex",
    "ethnicity": "ethnicity",
    "eligibility": "eligibility",
}
PERSONS = ("officer", "suspect", "crime")
PER = ("decision", "crime")
KEPT = ("latest", "first")
OF_SUSPECTS = frozenset({"suspects", "repeat_suspects"})


class MeasureRefused(Exception):
    """The snapshot does not hold what the measure needs; the text says what is missing and what would do."""


class RowsErased(MeasureRefused):
    """The case rows are gone; what was computed from them before still stands."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How case rows become counts; counts made elsewhere know only the first of each.

    per: "decision" counts one suspect with many crimes once, "crime" once for each. kept: the "latest" outcome of a
    case, or its "first" where it was changed or the case reopened. grain: length of the periods.
    """

    per: str = "decision"
    kept: str = "latest"
    grain: str = "month"

    def __post_init__(self):
        for name, allowed in (("per", PER), ("kept", KEPT), ("grain", ("month", "quarter", "year"))):
            if getattr(self, name) not in allowed:
                raise ValueError(f"{name} is one of: {', '.join(allowed)}.")


AS_USUAL = Reading()


def check_rows_kept(snapshot):
    """RowsErased where the snapshot's case rows were erased."""
    if words := snapshots.erased_words(snapshot):
        raise RowsErased(words)


def check_can_count(measure, snapshot, *, by=(), basis=None, reading=AS_USUAL):
    """MeasureRefused where it is known without reading rows that the measure cannot be counted."""
    check_rows_kept(snapshot)
    feed = feed_of(snapshot.feed)
    check_groupings(by, snapshot)
    if reading != AS_USUAL and feed.schema != "cases":
        raise MeasureRefused(
            f"The {feed.title} feed holds counts, not cases: they cannot be counted by crime, by first outcome or by "
            "longer periods."
        )
    missing = measure.needs - held(snapshot)
    if missing:
        words = " and ".join(NEEDS[key] for key in sorted(missing))
        raise MeasureRefused(f"“{measure.title}” needs {words}; {_why_missing(snapshot, feed, missing)}")
    _check_basis(measure, snapshot, by, basis)
    _check_follow_up(measure, snapshot)
    _check_covered(measure, snapshot)


def _why_missing(snapshot, feed, missing):
    if not missing <= feed.holds | OF_SUSPECTS or feed.schema != "cases":
        return f"the {feed.title} feed does not hold that."
    if not json.loads(snapshot.manifest).get("rules"):
        return (
            "no eligibility rules were approved when this extract was imported. Approve the force's rules and import "
            "it again."
        )
    return (
        "this extract has neither a suspect identifier nor the date of the next crime. Map one of them and import it "
        "again."
    )


def check_groupings(by, snapshot):
    """MeasureRefused for a grouping that this snapshot has not, and always for one person's cases."""
    person = next((name for name in by if name in PERSONS), None)
    if person:
        raise MeasureRefused(
            f"Counts are never grouped by {person}: no page shows the cases of one person, and none ranks officers."
        )
    unknown = [name for name in by if name not in (*GROUPINGS, *OF_CASES)]
    if unknown:
        raise MeasureRefused(f"Counts are never grouped by {unknown[0]}: group by {', '.join(GROUPINGS)}.")
    lacking = [words for key, words in OF_CASES.items() if key in by and not _has_grouping(snapshot, key)]
    if (
        "offence_group" in by
        and feed_of(snapshot.feed).schema == "cases"
        and "offence" not in fields_of(snapshot)
    ):
        lacking.append("offence group")
    if lacking:
        raise MeasureRefused(
            f"This snapshot does not hold the {lacking[0]} of its cases. A case extract whose mapping has it does."
        )


def _has_grouping(snapshot, key):
    return key in fields_of(snapshot) or (key == "eligibility" and "eligible_cases" in held(snapshot))


def fields_of(snapshot):
    """Keys of the fields that the mapping of a case extract had; none for counts."""
    return frozenset(snapshot.contents.get("fields", ()))


def held(snapshot):
    """What the snapshot has beside outcome types, as keys of NEEDS."""
    feed, fields = feed_of(snapshot.feed), fields_of(snapshot)
    if feed.schema != "cases":
        return feed.holds
    if not json.loads(snapshot.manifest).get("rules"):
        return frozenset()
    return feed.holds | (OF_SUSPECTS if fields & {"suspect", "reoffended_on"} else frozenset())


def _check_basis(measure, snapshot, by, basis):
    has = snapshot.contents["bases"]
    if basis is not None and basis not in has:
        words = " and ".join(BASES[key] for key in has)
        raise MeasureRefused(f"The snapshot counts {words} only; it has no counts {BASES.get(basis, basis)}.")
    chosen = chosen_bases(measure, snapshot, by, basis)
    if len(chosen) > 1 and "basis" not in by:
        raise MeasureRefused(
            f"The snapshot counts the same outcomes on {len(has)} bases ({', '.join(has)}), which are never "
            "added together: choose one."
        )
    for key in chosen:
        if key not in measure.basis:
            allowed = " or ".join(BASES[one] for one in measure.basis)
            raise MeasureRefused(f"“{measure.title}” is counted {allowed}; these counts are {BASES[key]}.")


def chosen_bases(measure, snapshot, by, basis):
    """The bases that are counted: the one asked for, else the only one the measure can use, else all there are."""
    has = snapshot.contents["bases"]
    usable = [key for key in has if key in measure.basis]
    if basis is not None:
        return [basis]
    return usable if len(usable) == 1 and "basis" not in by else list(has)


def _check_follow_up(measure, snapshot):
    """Counts were followed for one window, written in the file; cases can be followed for any."""
    if feed_of(snapshot.feed).schema == "cases":
        return
    days = snapshots.follow_up_days(snapshot)
    if measure.follow_up_days and measure.follow_up_days != days:
        followed = f"{days} days" if days else "an unknown time"
        raise MeasureRefused(
            f"“{measure.title}” needs cases followed for {measure.follow_up_days} days; this snapshot's were "
            f"followed for {followed}."
        )


def _check_covered(measure, snapshot):
    missing = (measure.numerator | measure.denominator) - set(snapshot.contents["covers"])
    if missing and not measure.needs:
        raise MeasureRefused(
            f"“{measure.title}” needs {in_words(missing)}, which this snapshot does not count. Where they "
            "did not occur, give them rows with n = 0."
        )
