"""Mails: which are due, and sending each of them once.

A letter is claimed by a guarded UPDATE before it is sent and deleted after, so that no two workers send one. A worker
that is killed between the two leaves a claimed letter; nobody can know whether it went, and it is not sent again.
"""

import logging
from smtplib import SMTPRecipientsRefused

from django.core.mail import get_connection
from django.db import transaction
from django.db.models import F

from cjnudge.jobs.kinds import JobProblem
from surveys.letters import letter_mail
from surveys.lifecycle import State
from surveys.models import Letter, SurveyInvitation, Wave
from surveys.operations.fielding import held_wave, post_letters
from surveys.operations.inviting import WrongMasterKey

logger = logging.getLogger(__name__)
LETTERS_A_STAGE = (
    25  # between two looks at whether the job is still ours: some seconds with a slow mail server
)
SERVER_DOWN = (
    "The mail server does not take mails at present. What was not sent waits, and is tried again within the hour. "
    "Whoever runs the installation should check the CJNUDGE_EMAIL settings."
)
OTHER_KEY = (
    "The links cannot be made: CJNUDGE_MASTER_KEY is not the one this survey was launched with. Whoever runs the "
    "installation must put the earlier key back."
)


@transaction.atomic
def post_reminders(*, wave, on):
    """Post the reminder that is due; 0, 1 or 2, the round that was posted.

    It goes to everybody whose link is unused and who does not still wait for an earlier mail. A round is posted once,
    whoever asks: the wave's row is held meanwhile. Where both are overdue, because no worker ran for days, only the
    later one goes.
    """
    held = held_wave(wave)
    due = _round_due(held, on)
    if due <= held.reminders_posted or held.state != State.OPEN or on > held.closes_on:
        return 0
    held.reminders_posted = due
    held.save(update_fields=["reminders_posted"])
    unanswered = SurveyInvitation.objects.filter(wave=held, done=False)
    post_letters(held, unanswered.filter(letters__isnull=True), round=due)
    return due


def _round_due(wave, on):
    if wave.second_reminder_on and wave.second_reminder_on <= on:
        return 2
    return int(bool(wave.first_reminder_on and wave.first_reminder_on <= on))


def waiting_letters(wave):
    """The letters that wait to be sent, in no order that means anything."""
    return Letter.objects.filter(invitation__wave=wave, taken=False)


def send_letters(*, wave, stage):
    """Send what waits. stage() is called now and then, and may raise to stop; it is told no numbers, for how many
    reminders there are says how many have answered.

    Raises JobProblem where the mail server is down or the links cannot be made: what was not sent still waits.
    """
    _give_up_on_the_lost(wave)
    waiting = list(waiting_letters(wave).values_list("pk", flat=True))
    connection = get_connection()
    try:
        if waiting:
            _reach(connection)
        for sent, letter_id in enumerate(waiting):
            if sent % LETTERS_A_STAGE == 0:
                stage()
            _send(letter_id, connection)
    finally:
        connection.close()


def _reach(connection):
    """Open the connection before a letter is looked at: one to be dropped must fail as one to be sent does."""
    try:
        connection.open()
    except OSError as failed:
        raise _server_down(failed) from None


def _server_down(failed):
    logger.error("The mails of a survey could not be sent: %s.", type(failed).__name__)
    return JobProblem(SERVER_DOWN)


def _give_up_on_the_lost(wave):
    """Letters that a killed worker had claimed; their number stands on the wave's page."""
    lost, _ = Letter.objects.filter(invitation__wave=wave, taken=True).delete()
    if lost:
        Wave.scoped.for_force(wave.force).filter(pk=wave.pk).update(mails_unsure=F("mails_unsure") + lost)


def _send(letter_id, connection):
    """Send one letter, unless somebody else does, or its link was used meanwhile."""
    if not Letter.objects.filter(pk=letter_id, taken=False).update(taken=True):
        return
    letter = Letter.objects.select_related("invitation__wave__force").filter(pk=letter_id).first()
    if letter is None:
        return
    if not letter.invitation.done:
        _deliver(letter, connection)
    Letter.objects.filter(pk=letter_id).delete()


def _deliver(letter, connection):
    mail, wave = _mail_of(letter), letter.invitation.wave
    try:
        connection.open()
        connection.send_messages([mail])
    except SMTPRecipientsRefused:
        mine = Wave.scoped.for_force(wave.force).filter(pk=wave.pk)
        mine.update(mails_refused=F("mails_refused") + 1)
    except OSError as failed:  # every other error of smtplib and of sockets is one
        _put_back(letter)
        raise _server_down(failed) from None


def _mail_of(letter):
    try:
        return letter_mail(letter)
    except WrongMasterKey:
        _put_back(letter)
        raise JobProblem(OTHER_KEY) from None


def _put_back(letter):
    Letter.objects.filter(pk=letter.pk).update(taken=False)
