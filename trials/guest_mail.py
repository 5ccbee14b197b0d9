"""The mail to a guest who has an account already: a link to the trial, and no figure."""

from django.urls import reverse

from cjnudge.accounts.mail import absolute, mail_to, one_line

TEXT = """\
You are invited as a guest evaluator to a trial of {force} on cjnudge, until {last_day}.

{link}

If you did not expect this mail, ignore it.
"""


def guest_mail(guest):
    """The mail that says to which trial a person was invited."""
    trial = guest.trial
    link = absolute(reverse("trials:trial", args=[trial.force.slug, trial.pk]))
    body = TEXT.format(force=one_line(trial.force.name), last_day=f"{guest.expires_on:%-d %B %Y}", link=link)
    return mail_to(guest.email, f"Invitation to a trial of {trial.force.name} on cjnudge", body)
