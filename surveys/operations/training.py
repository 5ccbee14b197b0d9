"""Training sessions that surveys ask about, and what is right in the short cases by the force's own rules."""

from django.db.models import Max

from cjnudge.accounts.models import Force
from cjnudge.audit.chain import Event, audited, record
from surveys.lifecycle import State
from surveys.models import CaseRules, TrainingSession, Wave
from surveys.refusals import Refused

FIELDS = ("title", "held_on", "format", "hours", "units", "attending")
USED = "A survey about this session was launched: what officers were told stays as it was. Record another session."


@audited
def make_session(*, force, values, by, at):
    """Record a training session; values: {field: value} of FIELDS."""
    chosen = {name: values[name] for name in FIELDS}
    made = TrainingSession.objects.create(force=force, made_by=by, made_at=at, **chosen)
    record(Event.SESSION_WRITTEN, by=by, at=at, force=force, subject=made)
    return made


@audited
def change_session(*, session, values, by, at):
    """Mend what is recorded of a session, until the first survey about it is launched."""
    held = TrainingSession.scoped.for_force(session.force).select_for_update().get(pk=session.pk)
    if is_used(held):
        raise Refused(USED)
    for name in FIELDS:
        setattr(held, name, values[name])
    held.save(update_fields=FIELDS)
    record(Event.SESSION_WRITTEN, by=by, at=at, force=held.force, subject=held)
    return held


def is_used(session):
    """Whether a survey about the session was ever launched."""
    launched = Wave.scoped.for_force(session.force).filter(session=session)
    return launched.exclude(state=State.DRAFT).filter(frozen__isnull=False).exists()


@audited
def record_rules(*, force, source, answers, reasons, rule, base, by, at):
    """The next version of what is right in the short cases of an instrument or module (`source`).

    answers: {case id: one of its choices}; a case that is left out is not judged. reasons: {case id: why}. rule: the
    policy or guidance they follow. base: number of the version that was looked at, 0 for none; refused where
    somebody recorded another meanwhile, or where an answer is none of the case's choices.
    """
    newest = _held_newest(force, source)
    if newest != base:
        raise Refused("Somebody recorded other answers meanwhile: look at them, then make your change again.")
    _refuse_foreign(source, answers)
    made = CaseRules.objects.create(
        force=force,
        source_key=source.key,
        source_version=source.version,
        version=newest + 1,
        answers=answers,
        reasons={case: why for case, why in reasons.items() if case in answers and why},
        rule=rule,
        made_by=by,
        made_at=at,
    )
    after = {"source": source.key, "version": made.version}
    record(Event.CASE_RULES_RECORDED, by=by, at=at, force=force, subject=made, after=after)
    return made


def _held_newest(force, source):
    """The newest version's number, 0 where there is none; two who record at once meet at the force's row."""
    Force.objects.select_for_update().get(pk=force.pk)
    there = CaseRules.scoped.for_force(force).filter(source_key=source.key, source_version=source.version)
    return there.aggregate(newest=Max("version"))["newest"] or 0


def _refuse_foreign(source, answers):
    choices = {case.id: case.choices for case in source.scenarios}
    if not answers or not all(answer in choices.get(case, ()) for case, answer in answers.items()):
        raise Refused("Choose for at least one case one of its own answers.")
