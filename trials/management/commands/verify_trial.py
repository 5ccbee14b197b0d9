"""`manage.py verify_trial ID`: exit code 0 where every seal and report is equal, 1 where one is not."""

import json
import sys
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from trials.verification import verify_trial


class Command(BaseCommand):
    help = (
        "Compute the seals and reports of a trial anew from what is stored, and say whether they are equal."
    )

    def add_arguments(self, parser):
        parser.add_argument("id", type=UUID, help="the trial's id, as in the address of its page")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args, **options):
        lines = verify_trial(options["id"])
        if lines is None:
            raise CommandError("There is no such trial. Copy its id from the address of its page.")
        self.stdout.write(as_json(lines) if options["json"] else as_words(lines))
        if any(line.equal is False for line in lines):
            sys.exit(1)


def as_json(lines):
    equal = all(line.equal is not False for line in lines)
    return json.dumps({"equal": equal, "checked": [vars(line) for line in lines]})


def as_words(lines):
    marks = {True: "equal", False: "NOT EQUAL", None: "not checked"}
    found = [f"{marks[line.equal]}: {line.what}, {line.words}." for line in lines]
    return "\n".join(found or ["Nothing is sealed or run yet."])
