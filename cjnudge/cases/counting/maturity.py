"""Whether every case of a snapshot has had its full follow-up."""

import datetime
from dataclasses import dataclass

from cjnudge.cases.counting.flow import flow
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

    A case extract is judged case by case, by its day of entry; `mature_on` is when the last month is, because whole
    months are counted. MeasureRefused where the measure asks for no follow-up or the snapshot knows none.
    """
    seen = flow(snapshot, measure, by=("period",), places=places, periods=periods)
    seen = seen[seen.entered > 0]
    entered, followed = int(seen.entered.sum()), int(seen.followed.sum())
    last = snapshot.last_period if seen.empty else seen.period.max()
    last_day = period_end(last, "month")
    return Maturity(entered, entered - followed, last_day + datetime.timedelta(days=measure.follow_up_days))
