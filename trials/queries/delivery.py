"""Reading what was delivered in a trial, and why cases were not resolved out of court."""

from django.db.models import Max, Sum

from trials.models import DeclineCount, Exposure


def exposures_of(trial):
    """Every Exposure, by unit and first day."""
    return list(Exposure.scoped.for_force(trial.force).filter(trial=trial).select_related("by"))


def exposure_of(trial, exposure_id):
    """One Exposure of the trial, or None."""
    exposures = Exposure.scoped.for_force(trial.force).select_related("trial__force")
    return exposures.filter(trial=trial, pk=exposure_id).first()


def reasons_of(trial):
    """[(reason, times)] over all units and months, the most frequent first."""
    counts = DeclineCount.scoped.for_force(trial.force).filter(trial=trial).order_by()
    found = counts.values_list("reason").annotate(times=Sum("n"))
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))


def reasons_by_unit(trial):
    """{(unit, reason): times} over all months. By unit is by arm: for nobody before the trial is analysed."""
    counts = DeclineCount.scoped.for_force(trial.force).filter(trial=trial).order_by()
    return {
        (unit, reason): times
        for unit, reason, times in counts.values_list("unit", "reason").annotate(Sum("n"))
    }


def last_month_of_reasons(trial):
    """The newest month of which reasons are stored, or None."""
    return (
        DeclineCount.scoped.for_force(trial.force).filter(trial=trial).aggregate(Max("month"))["month__max"]
    )
