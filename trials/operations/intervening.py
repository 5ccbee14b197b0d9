"""Recording that a nudge went live somewhere, correcting what was recorded, and ending it."""

from django.utils.timezone import localdate

from cjnudge.audit.chain import Event, audited, record
from trials.models import Intervention

FACTS = ("title", "units", "went_live_on", "note")


class InterventionRefused(Exception):
    """It cannot be recorded so; `field` names what is at fault, the words are for the person at the screen."""

    def __init__(self, field, text):
        super().__init__(text)
        self.field = field


@audited
def record_intervention(*, force, nudge, units, went_live_on, title, trial=None, note="", by, at):
    """A new Intervention of an approved NudgeVersion in these units (names), in force from that day on."""
    check_facts(nudge=nudge, force=force, units=units, went_live_on=went_live_on, on=localdate(at))
    given = {"units": sorted(units), "went_live_on": went_live_on, "title": title, "note": note}
    return _stored(Intervention(force=force, nudge=nudge, trial=trial, **given), by, at)


@audited
def correct_intervention(*, intervention, by, at, **facts):
    """The facts as they are, in a record of their own: later figures are compared under it, earlier results stay."""
    held = _locked(intervention)
    kept = {name: getattr(held, name) for name in FACTS} | facts
    check_facts(
        nudge=held.nudge, force=held.force, units=kept["units"], went_live_on=kept["went_live_on"],
        on=localdate(at),
    )  # fmt: skip
    if held.ended_on and held.ended_on < kept["went_live_on"]:
        raise InterventionRefused(
            "went_live_on", f"It ended on {held.ended_on:%-d %B %Y}: enter a day not after that."
        )
    kept["units"] = sorted(kept["units"])
    fixed = {"force": held.force, "nudge": held.nudge, "trial": held.trial, "ended_on": held.ended_on}
    return _stored(Intervention(corrects=held, **fixed, **kept), by, at)


@audited
def end_intervention(*, intervention, ended_on, by, at):
    """Note its last day in force; months after it count for neither side of later comparisons."""
    held = _locked(intervention)
    if held.ended_on:
        raise InterventionRefused("ended_on", f"It ended on {held.ended_on:%-d %B %Y} already.")
    if not held.went_live_on <= ended_on <= localdate(at):
        raise InterventionRefused(
            "ended_on",
            f"Enter a day from {held.went_live_on:%-d %B %Y}, when it went live, to today.",
        )
    held.ended_on = ended_on
    held.save(update_fields=["ended_on"])
    after = {"ended_on": ended_on.isoformat()}
    record(Event.INTERVENTION_ENDED, by=by, at=at, force=held.force, subject=held, after=after)
    return held


def check_facts(*, nudge, force, units, went_live_on, on):
    """Raise InterventionRefused where the facts cannot be."""
    if nudge.force_id != force.pk or nudge.approved_at is None:
        raise InterventionRefused("nudge", "Choose an approved version of a nudge of this force.")
    if not units:
        raise InterventionRefused("units", "Choose the units in which it went live.")
    if went_live_on > on:
        raise InterventionRefused(
            "went_live_on", "Enter the day on which it went live, today at the latest: record it when it has."
        )


def _stored(intervention, by, at):
    intervention.recorded_at, intervention.recorded_by = at, by
    intervention.save(force_insert=True)
    after = {
        "nudge": str(intervention.nudge_id),
        "units": len(intervention.units),
        "went_live_on": intervention.went_live_on.isoformat(),
        "corrects": str(intervention.corrects_id or ""),
    }
    record(
        Event.INTERVENTION_RECORDED, by=by, at=at, force=intervention.force, subject=intervention, after=after
    )
    return intervention


def _locked(intervention):
    """The row, held until the operation ends; refused where a correction stands in its place."""
    found = Intervention.scoped.for_force(intervention.force).select_related("force", "nudge", "trial")
    held = found.select_for_update(of=("self",)).get(pk=intervention.pk)
    if Intervention.scoped.for_force(held.force).filter(corrects=held).exists():
        raise InterventionRefused(None, "It was corrected meanwhile: open its correction.")
    return held
