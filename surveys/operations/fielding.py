"""Setting a wave up, launching it, and the little that may still be changed afterwards."""

from django.db.models import Sum

from cjnudge.accounts.models import Unit
from cjnudge.audit.chain import Event, audited, record
from cjnudge.safeguards.queries import may_use_real_data
from cjnudge.safeguards.rules import Allowed
from surveys import rules
from surveys.freezing import frozen_value
from surveys.identity import pool
from surveys.lifecycle import Action, Mode, State, WrongState, check_allowed
from surveys.master import master
from surveys.models import Letter, Pool, Station, SurveyInvitation, Wave
from surveys.queries.instruments import instrument_of
from surveys.queries.options import case_rules_of, languages_of, modules_of, options_lacking
from surveys.refusals import Refused

UNCOVERED = (
    "No complete safeguards record covers this survey: write one under Safeguards, for it or for every one."
)
# The fields of each step; the names of the steps are those of the pages.
FIELDS = {
    "behaviour": ("behaviour_agreed",),
    "audience": ("units", "role_bands"),
    "doors": ("personal_links",),
    "mode": ("mode",),
    "dates": ("opens_on", "closes_on", "first_reminder_on", "second_reminder_on"),
    "notice": ("contact", "kept_years"),
    "more": (
        "modules",
        "ethics_reference",
        "languages",
        "batch_days",
        "promises_extract",
        "follows",
        "session",
    ),
}


@audited
def make_wave(*, force, title, instrument, occasion="", by, at):
    """A new wave of an instrument, to be set up."""
    if force.is_practice:
        raise Refused("A practice space sends nothing to anybody: set the survey up in the force itself.")
    wave = Wave.objects.create(
        force=force,
        title=title,
        instrument_key=instrument.key,
        instrument_version=instrument.version,
        occasion=occasion,
        made_by=by,
        made_at=at,
    )
    after = {"instrument": instrument.key, "version": instrument.version}
    record(Event.WAVE_MADE, by=by, at=at, force=force, subject=wave, after=after)
    return wave


@audited
def set_up(*, wave, step, values, by, at):
    """Store what one step asked for. values: {field: value} of that step; a launched wave refuses.

    Without personal links the list of people is not needed, and is deleted.
    """
    held = held_wave(wave)
    check_allowed(held.state, Action.SET_UP)
    for name in FIELDS[step]:
        setattr(held, name, values[name])
    if step == "more" and (wrong := options_lacking(held)):
        raise Refused(" ".join(wrong))
    held.save(update_fields=FIELDS[step])
    if held.personal_links is False:
        SurveyInvitation.objects.filter(wave=held).delete()
    record(Event.WAVE_SET_UP, by=by, at=at, force=held.force, subject=held, after={"step": step})
    return held


@audited
def launch_wave(*, wave, by, at, on):
    """Fix for good what officers are promised, and open the wave on its day; returns the launched wave."""
    held = held_wave(wave)
    check_allowed(held.state, Action.LAUNCH)
    refuse_unready(held, on)
    pools = people_of(held).pools
    held.frozen = promise_of(held, pools)
    held.state, held.launched_at = State.OPEN, at
    held.save(update_fields=["frozen", "state", "launched_at"])
    open_pools(held, pools)
    if held.personal_links:
        post_letters(held, SurveyInvitation.objects.filter(wave=held))
    record(Event.WAVE_LAUNCHED, by=by, at=at, force=held.force, subject=held, after={"mode": held.mode})
    return held


def promise_of(wave, pools):
    """What a wave would promise if it were launched now; see freezing.frozen_value."""
    instrument, modules = instrument_of(wave), modules_of(wave)
    return frozen_value(
        wave,
        instrument,
        areas_of(wave),
        pools,
        modules=modules,
        languages=languages_of(wave),
        case_rules=case_rules_of(wave, instrument, modules),
    )


def as_promised(wave):
    """The wave itself once it is launched; before, an unsaved copy that promises what it would if launched now."""
    if wave.frozen:
        return wave
    names = (
        "force",
        "instrument_key",
        "instrument_version",
        "occasion",
        "contact",
        "kept_years",
        "modules",
        "units",
    )
    names += ("languages", "batch_days", "promises_extract")
    copy = Wave(mode=wave.mode or Mode.ANONYMOUS, **{name: getattr(wave, name) for name in names})
    copy.frozen = promise_of(copy, pools=0)
    return copy


def refuse_unready(wave, on):
    """Refused with everything that is still missing."""
    lacking = still_missing(wave, on)
    if lacking:
        raise Refused(" ".join(lacking))


def still_missing(wave, on):
    """What must be there before the launch and is not, in sentences; safeguards among it."""
    lacking = [text for _, text in rules.missing(wave, people_of(wave), on=on)] + options_lacking(wave)
    allowed = may_use_real_data(wave.force, "survey", subject_id=wave.pk, on=on)
    return lacking if isinstance(allowed, Allowed) else [*lacking, UNCOVERED]


def people_of(wave):
    """Whom the wave can reach, as rules.People."""
    invited = SurveyInvitation.objects.filter(wave=wave).count() if wave.personal_links else 0
    headcount = Station.objects.filter(wave=wave).aggregate(all=Sum("headcount"))["all"] or 0
    return rules.People(invited, headcount)


def areas_of(wave):
    """{unit key: name} of the audience."""
    units = Unit.scoped.for_force(wave.force).filter(key__in=wave.units).order_by("name", "starts_on")
    return {unit.key: unit.name for unit in units}


def open_pools(wave, number):
    """So many empty pools, each under a key of its own."""
    for n in range(number):
        salt = pool.new_salt()
        empty = pool.seal({}, pool.key_of(salt, master=master()))
        Pool.objects.create(wave=wave, number=n, salt=salt, ciphertext=empty)


def post_letters(wave, invitations, *, round=0):
    """Put one letter a link into the outbox; one that lies there already stays the only one."""
    letters = [Letter(invitation=invitation, round=round) for invitation in invitations]
    Letter.objects.bulk_create(letters, ignore_conflicts=True, batch_size=500)


@audited
def extend_wave(*, wave, closes_on, by, at, on):
    """Move the closing date back, once and before the wave closes."""
    held = held_wave(wave)
    check_allowed(held.state, Action.EXTEND)
    if on > held.closes_on:
        raise WrongState("You cannot move its closing date now: the last day has passed.")
    if held.extended_from:
        raise Refused(
            f"The closing date was moved once, from {held.extended_from:%-d %B %Y}. It cannot be moved again."
        )
    if closes_on <= held.closes_on:
        raise Refused(f"Choose a day after {held.closes_on:%-d %B %Y}: a survey can only be given more time.")
    held.extended_from, held.closes_on = held.closes_on, closes_on
    held.save(update_fields=["extended_from", "closes_on"])
    before, after = str(held.extended_from), str(closes_on)
    record(Event.WAVE_EXTENDED, by=by, at=at, force=held.force, subject=held, before=before, after=after)
    return held


def held_wave(wave):
    """The wave as it is stored now, held until the operation ends."""
    return (
        Wave.scoped.for_force(wave.force)
        .select_for_update(of=("self",))
        .select_related("force")
        .get(pk=wave.pk)
    )
