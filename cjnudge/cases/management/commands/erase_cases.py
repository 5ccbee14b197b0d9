"""manage.py erase_cases: erases the rows of one suspect or crime, named on standard input, from every snapshot."""

import json
import sys

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cjnudge.accounts.models import Force
from cjnudge.cases.operations.consulting import note_search
from cjnudge.cases.operations.erasure import erase_now
from cjnudge.cases.privacy.subjects import KINDS, NoIdentifier, by_snapshot, find_rows
from cjnudge.jobs.kinds import JobProblem


class Command(BaseCommand):
    help = (
        "Erase the rows of one suspect or one crime. The identifier is read from standard input, so that it stands in "
        "no process list and no history: echo is off where it is typed. Without --erase the rows are only counted."
    )

    def add_arguments(self, parser):
        parser.add_argument("--force", required=True, metavar="SLUG", help="whose snapshots")
        parser.add_argument("--kind", choices=sorted(KINDS), default="suspect", help="what is read")
        parser.add_argument("--erase", action="store_true", help="erase them: this cannot be undone")
        parser.add_argument("--json", action="store_true", help="print one JSON object on stdout")

    def handle(self, *, kind, erase, json, **given):
        force = Force.objects.filter(slug=given["force"]).first()
        if force is None:
            raise CommandError(f"There is no force {given['force']}.")
        try:
            found = find_rows(force, kind, read_identifier())
            note_search(force=force, kind=kind, by="erase_cases", at=timezone.now())
            lines = by_snapshot(force, found)
            if erase and lines:
                erase_now(force=force, found=found, by="erase_cases", at=timezone.now())
        except (NoIdentifier, JobProblem) as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write(as_json(lines, erase) if json else in_words(lines, erase))


def read_identifier():
    """One line of standard input; typed at a terminal it is not shown."""
    if sys.stdin.isatty():
        from getpass import getpass

        return getpass("Identifier (not shown): ")
    return sys.stdin.readline()


def in_words(lines, erase):
    if not lines:
        return "No row was found, so nothing was erased."
    verb = "erased from" if erase else "found in"
    said = [
        f"{rows:,} {'row' if rows == 1 else 'rows'} {verb} {one.title}, {one.short_hash}"
        for one, rows in lines
    ]
    return "\n".join(said + ([] if erase else ["Nothing was erased: say --erase to erase them."]))


def as_json(lines, erase):
    found = [{"snapshot": str(one.pk), "title": one.title, "rows": rows} for one, rows in lines]
    return json.dumps({"erased": bool(erase and lines), "found": found})
