"""Two persons look at each text before others may read it; one of them is enough to keep it back.

The row of the text is held while a decision on it is stored, and whoever decides says which decision they saw
before: of two who look at the same text at once, the later one is asked to look again.
"""

from django.db import IntegrityError, transaction

from cjnudge.audit.chain import Event, audited, record
from surveys.lifecycle import Action, check_allowed
from surveys.models import FreeText, SurveyInvitation, TextCheck, TextChecker
from surveys.queries.texts import group
from surveys.redaction import NotARedaction, redacted
from surveys.refusals import Refused
from surveys.rules import CHECKERS

SHOW, WITHHOLD = "show", "withhold"
TAKEN_OFF = CHECKERS + 1  # the place of a decision after both
DECLARATION = (
    "No officer who was asked to take part in this survey reports to me, directly or through others, and I was not "
    "asked to take part myself. I will not try to find out who wrote a text, and will copy and pass on none."
)
MEANWHILE = "Somebody else has decided on this text meanwhile: look at it again."
TWICE = "You have decided on this text already: the other decision has to come from somebody else."
UNDECLARED = "Say first that no officer who was asked reports to you."


@audited
def declare(*, wave, by, at):
    """Keep that somebody said to be outside the line of the officers asked; they may check texts from then on."""
    check_allowed(wave.state, Action.CHECK_TEXTS)
    if SurveyInvitation.objects.filter(wave=wave, address=by.email).exists():
        raise Refused("You were asked to take part yourself: somebody who was not has to check the texts.")
    made, is_new = TextChecker.objects.get_or_create(
        wave=wave, who=by, defaults={"declared_at": at, "declared": DECLARATION}
    )
    if is_new:
        record(Event.CHECKER_DECLARED, by=by, at=at, force=wave.force, subject=wave)
    return made


@audited
def decide(*, wave, text_id, place, decision, words="", by, at):
    """Store what a checker decides of a text; returns the TextCheck.

    place: 1 or 2, which of the two decisions the checker was asked for. decision: "show" or "withhold". words: the
    text as it may be shown, with nothing but words taken out of what the checker saw.
    """
    check_allowed(wave.state, Action.CHECK_TEXTS)
    text = _held(wave, text_id)
    if FreeText.objects.filter(wave=wave, question=text.question).count() < group(wave):
        raise Refused(f"Fewer than {group(wave)} wrote something here: no text of theirs is read by anybody.")
    before = list(text.checks.all())
    _refuse_second_look(wave, before, place, by)
    seen = before[0].words if before else text.text
    made = _stored(text, place, decision, _as_shown(seen, words) if decision == SHOW else "", by, at)
    text.checks.exclude(pk=made.pk).update(
        words=""
    )  # what the second took out stays nowhere but in the text itself
    _record(Event.TEXT_CHECKED, wave, text, by, at, after={"place": place, "decision": decision})
    return made


@audited
def undo(*, wave, text_id, by, at):
    """Take back one's own decision while the other has not been made; the text waits for two again."""
    text = _held(wave, text_id)
    checks = list(text.checks.all())
    if not any(check.by_id == by.pk for check in checks):
        raise Refused("There is no decision of yours on this text.")
    if len(checks) >= CHECKERS:
        raise Refused("Both have decided on this text: that stands. A text that is shown can be taken off.")
    checks[0].delete()
    _record(Event.TEXT_CHECK_UNDONE, wave, text, by, at)


@audited
def take_off(*, wave, text_id, by, at):
    """Hide a text that both let through, for good: one checker who sees a mistake is enough."""
    _refuse_undeclared(wave, by)
    text = _held(wave, text_id)
    if [check.decision for check in text.checks.all()] != [SHOW] * CHECKERS:
        raise Refused("This text is not shown.")
    _stored(text, TAKEN_OFF, WITHHOLD, "", by, at)
    _record(Event.TEXT_TAKEN_OFF, wave, text, by, at)


def _held(wave, text_id):
    """The text of the wave, held until the operation ends (on SQLite the transaction itself is exclusive)."""
    found = FreeText.objects.select_for_update().filter(wave=wave, pk=text_id).first()
    if found is None:
        raise Refused("This text is not there any more.")
    return found


def _refuse_second_look(wave, before, place, by):
    _refuse_undeclared(wave, by)
    if any(check.by_id == by.pk for check in before):
        raise Refused(TWICE)
    is_settled = any(check.decision == WITHHOLD for check in before)
    if is_settled or place != len(before) + 1 or place > CHECKERS:
        raise Refused(MEANWHILE)


def _refuse_undeclared(wave, by):
    if not TextChecker.objects.filter(wave=wave, who=by).exists():
        raise Refused(UNDECLARED)


def _as_shown(seen, words):
    try:
        return redacted(seen, words)
    except NotARedaction as wrong:
        raise Refused(str(wrong)) from wrong


def _stored(text, place, decision, words, by, at):
    try:
        with transaction.atomic():
            return TextCheck.objects.create(
                text=text, place=place, decision=decision, words=words, by=by, at=at
            )
    except IntegrityError as taken:
        raise Refused(MEANWHILE) from taken


def _record(event, wave, text, by, at, after=None):
    record(event, by=by, at=at, force=wave.force, subject=text, after=after)
