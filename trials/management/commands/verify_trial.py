"""`manage.py verify_trial NAME`: exit code 0 where everything holds, 1 where one thing does not."""

import json
import sys

from django.core.management.base import BaseCommand, CommandError

from trials.naming import NoSuchTrial, trial_named
from trials.verification import verify_trial


class Command(BaseCommand):
    help = (
        "Compute the seals, the allocation and the reports of a trial anew from what is stored, and say of each "
        "whether it holds."
    )

    def add_arguments(self, parser):
        parser.add_argument("name", help="the trial's short name, or its id as in the address of its page")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args, **options):
        try:
            lines = verify_trial(trial_named(options["name"]).pk)
        except NoSuchTrial as error:
            raise CommandError(str(error)) from error
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
