"""Whether every case of a snapshot has had its full follow-up."""

import datetime
from dataclasses import dataclass

from cjnudge.cases import snapshots, store
from cjnudge.cases.counts import MeasureRefused, check_can_count
from cjnudge.cases.duck import connection
from cjnudge.cases.outcomes import PENDING
from cjnudge.cases.schema import from_parts
from cjnudge.periods import period_end


@dataclass(frozen=True)
class Maturity:
    """Cases entered, how many of them were not followed for the whole window, and when the last one is."""

    entered: int
    immature: int
    mature_on: datetime.date

    @property
    def share(self):
        """Immature share of those entered; 0 where none entered."""
        return self.immature / self.entered if self.entered else 0.0


def maturity(measure, snapshot, *, places=None, periods=None):
    """Maturity of the cases that entered in these places and periods (all, where not given).

    MeasureRefused where the measure asks for no follow-up or the snapshot knows none.
    """
    if not measure.follow_up_days:
        raise MeasureRefused(f"“{measure.title}” asks for no follow-up: its follow-up is unknown.")
    check_can_count(measure, snapshot)
    limit = snapshots.last_mature_day(snapshot, measure.follow_up_days)
    entered, immature, last = _counts(snapshot, limit, places, periods)
    last_day = period_end(last or snapshot.last_period, "month")
    return Maturity(entered or 0, immature or 0, last_day + datetime.timedelta(days=measure.follow_up_days))


def _counts(snapshot, limit, places, periods):
    paths = [store.local_path(part_hash) for part_hash in snapshots.part_hashes(snapshot)]
    chosen, values = ["true"], []
    for column, kind, wanted in (("place", "VARCHAR", places), ("period", "DATE", periods)):
        if wanted is not None:
            chosen.append(f"list_contains(?::{kind}[], {column})")
            values.append(list(wanted))
    with connection() as duck:
        return duck.execute(
            f"""SELECT sum(n)::BIGINT,
                (sum(n) FILTER (outcomes = ? OR last_day(period) > ?))::BIGINT, max(period)
                FROM {from_parts(paths)} WHERE {" AND ".join(chosen)}""",  # noqa: S608 - own names
            [PENDING, limit, *values],
        ).fetchone()
