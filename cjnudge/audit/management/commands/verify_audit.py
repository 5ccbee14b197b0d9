"""`manage.py verify_audit`: is the audit trail whole? Exit code 0 where it is, 1 where it is not."""

import json
import sys

from django.core.management.base import BaseCommand

from cjnudge.audit.verification import verify


class Command(BaseCommand):
    help = "Check every event of the audit trail and name the first that is broken or missing."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args, **options):
        found = verify()
        self.stdout.write(as_json(found) if options["json"] else as_words(found))
        if not found.intact:
            sys.exit(1)


def as_json(found):
    answer = {
        "intact": found.intact,
        "good": found.good,
        "first_bad": found.first_bad,
        "problem": found.problem,
    }
    return json.dumps(answer)


def as_words(found):
    if found.intact:
        return f"The audit trail is whole: {found.good} events, each as it was written."
    return (
        f"The audit trail is broken: {found.problem}. The {found.good} events before are whole. "
        "Keep the database and the head file as they are and tell your data protection officer."
    )
