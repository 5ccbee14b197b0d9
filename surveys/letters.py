"""The mails to people who are invited: each holds their own link, and says what opening it does."""

from cjnudge.accounts.mail import mail_to, one_line
from surveys.operations.inviting import link_of

SUBJECTS = ("{force}: your view on {title}", "Reminder: {title}", "Last reminder: {title}")
BODY = """\
{opening}

{behaviour}

To answer, open this link by {last_day}:

{link}

The link is yours alone: please do not pass it on. Opening it stores nothing. It is used up when you hand your answers \
in, not before. You can stop, and go on within 72 hours with a code that you are given.

{who_sees}

{contact}

{ending}
"""
OPENINGS = (
    "{force} asks its officers and staff what makes this easier or harder:",
    "You have not handed in an answer to this survey yet. It is about this:",
    "You have not handed in an answer to this survey yet, and it closes soon. It is about this:",
)
ENDINGS = (
    "There are at most two reminders. Our computer sends them to whoever has not answered; nobody in your force is "
    "told who has.",
    "Our computer sent this to whoever has not answered; nobody in your force is told who has.",
    "Our computer sent this to whoever has not answered; nobody in your force is told who has. There will be no other.",
)


def letter_mail(letter):
    """The EmailMessage of a letter. Raises WrongMasterKey where the link cannot be made again."""
    invitation = letter.invitation
    wave, promised = invitation.wave, invitation.wave.frozen
    notice = promised["texts"]["en"]["notice"]
    words = {"force": one_line(wave.force.name), "title": one_line(wave.title)}
    body = BODY.format(
        opening=OPENINGS[letter.round].format(**words),
        behaviour=promised["instrument"]["content"]["behaviour"]["statement"],
        last_day=f"{wave.closes_on:%A %-d %B %Y}",
        link=link_of(invitation),
        who_sees=notice["who_sees"],
        contact=notice["contact"],
        ending=ENDINGS[letter.round],
    )
    return mail_to(invitation.address, SUBJECTS[letter.round].format(**words), body)
