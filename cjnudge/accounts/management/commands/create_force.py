"""manage.py create_force: a force with its practice space, and the link for its first administrator."""

import json
import sys
from contextlib import redirect_stdout

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cjnudge.accounts import mail
from cjnudge.accounts.operations.forces import create_force, create_force_with_administrator
from cjnudge.accounts.refusals import Refused


class Command(BaseCommand):
    help = "Create a force and its practice space; invite its first administrator."

    def add_arguments(self, parser):
        parser.add_argument("name", help="such as 'Hertfordshire Constabulary'")
        parser.add_argument(
            "--slug", default="", help="short name for addresses; made from the name when left out"
        )
        parser.add_argument("--administrator", metavar="EMAIL", help="who gets the first invitation")
        parser.add_argument("--json", action="store_true", help="print one JSON object on stdout")

    def handle(self, *, name, slug, administrator, **options):
        try:
            force, link = self.create({"name": name, "slug": slug}, administrator)
        except Refused as refused:
            raise CommandError(str(refused)) from None
        self.say(force, link, as_json=options["json"])

    def create(self, values, administrator):
        """(force, link of the invitation or None); the link is also mailed."""
        values |= {"by": "command", "at": timezone.now()}
        if not administrator:
            return create_force(**values), None
        force, invitation, token = create_force_with_administrator(email=administrator, **values)
        with redirect_stdout(sys.stderr):  # a mail printed for want of a mail server must not spoil --json
            gone = mail.send(mail.invitation_mail(invitation, token))
        if not gone:
            self.stderr.write("The mail could not be sent: pass the link on yourself.")
        return force, mail.invitation_link(token)

    def say(self, force, link, *, as_json):
        if as_json:
            made = {"force": force.slug, "practice": force.practice_space.slug, "invitation": link}
            self.stdout.write(json.dumps(made))
            return
        self.stdout.write(f"Created {force.name} at /forces/{force.slug}/ and its practice space.")
        if link:
            self.stdout.write(f"The administrator accepts here, within 14 days: {link}")
