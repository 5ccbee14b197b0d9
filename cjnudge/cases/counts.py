"""One function that turns (measure, snapshot, grouping) into counts, or says in words why it cannot."""

from cjnudge.cases import snapshots, store
from cjnudge.cases.duck import connection
from cjnudge.cases.measures.value import BASES, NEEDS
from cjnudge.cases.outcomes import PENDING, in_words, split_types
from cjnudge.cases.schema import COLUMNS, from_parts
from cjnudge.cases.sources import feed as feed_of

GROUPINGS = ("place", "territorial", "basis", "period", "grain_period", "offence_group")


class MeasureRefused(Exception):
    """The snapshot does not hold what the measure needs; the text says what is missing and what would do."""


def count(measure, snapshot, *, by=("place", "period"), basis=None, places=None, periods=None):
    """Counts as a DataFrame: the columns of `by`, then `numerator` and `denominator`, in the order of `by`.

    by: some of GROUPINGS; basis: one of the snapshot's, needed where it has several and `by` has not "basis";
    places, periods: only these (names; first days). Rows of outcome type 0 never count and make no group.
    Where the measure asks for follow-up, months that entered too late for it are left out. MeasureRefused
    otherwise.
    """
    check_can_count(measure, snapshot, by=by, basis=basis)
    with connection() as duck:
        _select(duck, measure, snapshot, basis, places, periods)
        _check_grains(duck, by)
        _check_places(duck, by)
        inside, whole = _membership(duck, measure)
        return _frame(duck, by, inside, whole)


def check_can_count(measure, snapshot, *, by=(), basis=None):
    """MeasureRefused where it is known without reading rows that the measure cannot be counted."""
    feed = feed_of(snapshot.feed)
    unknown = [name for name in by if name not in GROUPINGS]
    if unknown:
        raise MeasureRefused(f"Counts are never grouped by {unknown[0]}: group by {', '.join(GROUPINGS)}.")
    missing = measure.needs - feed.holds
    if missing:
        words = " and ".join(NEEDS[key] for key in sorted(missing))
        raise MeasureRefused(f"“{measure.title}” needs {words}; the {feed.title} feed does not hold that.")
    _check_basis(measure, snapshot, by, basis)
    _check_follow_up(measure, snapshot)
    _check_covered(measure, snapshot)


def _check_basis(measure, snapshot, by, basis):
    has = snapshot.contents["bases"]
    if basis is not None and basis not in has:
        words = " and ".join(BASES[key] for key in has)
        raise MeasureRefused(f"The snapshot counts {words} only; it has no counts {BASES.get(basis, basis)}.")
    if basis is None and len(has) > 1 and "basis" not in by:
        raise MeasureRefused(
            f"The snapshot counts the same outcomes on {len(has)} bases ({', '.join(has)}), which are never "
            "added together: choose one."
        )
    for key in [basis] if basis else has:
        if key not in measure.basis:
            allowed = " or ".join(BASES[one] for one in measure.basis)
            raise MeasureRefused(f"“{measure.title}” is counted {allowed}; these counts are {BASES[key]}.")


def _check_follow_up(measure, snapshot):
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


def _select(duck, measure, snapshot, basis, places, periods):
    """The rows to count as table `chosen`, without type 0."""
    paths = [store.local_path(part_hash) for part_hash in snapshots.part_hashes(snapshot)]
    conditions, values = ["outcomes <> ?"], [PENDING]
    for column, wanted in (("basis", [basis] if basis else None), ("place", places), ("period", periods)):
        if wanted is not None:
            kind = COLUMNS[column]
            conditions.append(f"list_contains(?::{kind}[], {column})")
            values.append(list(wanted))
    if measure.follow_up_days:
        conditions.append("last_day(period) <= ?")
        values.append(snapshots.last_mature_day(snapshot, measure.follow_up_days))
    duck.execute(
        f"CREATE TEMP TABLE chosen AS SELECT {', '.join(GROUPINGS)}, outcomes, sum(n)::BIGINT AS n "  # noqa: S608
        f"FROM {from_parts(paths)} WHERE {' AND '.join(conditions)} GROUP BY ALL",
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


def _membership(duck, measure):
    """(texts counted above, below): every outcome set must lie wholly inside or wholly outside."""
    texts = [row[0] for row in duck.execute("SELECT DISTINCT outcomes FROM chosen WHERE n <> 0").fetchall()]
    inside = _wholly_in(texts, measure.numerator, measure)
    if measure.needs:
        return inside, set(texts)
    return inside, _wholly_in(texts, measure.denominator, measure)


def _wholly_in(texts, wanted, measure):
    found = set()
    for text in texts:
        types = split_types(text)
        if types and types <= wanted:
            found.add(text)
        elif types & wanted:
            raise MeasureRefused(
                f"“{measure.title}” counts {in_words(types & wanted)} but not {in_words(types - wanted)}; "
                f"this snapshot has {in_words(types)} only as one total, so that they cannot be told apart."
            )
    return found


def _frame(duck, by, inside, whole):
    columns = "".join(f"{column}, " for column in by)
    frame = duck.execute(
        f"""SELECT {columns}
            coalesce(sum(n) FILTER (list_contains(?::VARCHAR[], outcomes)), 0)::BIGINT AS numerator,
            coalesce(sum(n) FILTER (list_contains(?::VARCHAR[], outcomes)), 0)::BIGINT AS denominator
            FROM chosen GROUP BY ALL ORDER BY ALL""",  # noqa: S608 - columns are of GROUPINGS
        [sorted(inside), sorted(whole)],
    ).df()
    if "period" in by:
        frame["period"] = frame["period"].dt.date
    return frame
