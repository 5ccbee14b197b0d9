"""manage.py import_force SLUG --from DIR: what export_force wrote, into a force that was just made here."""

import json

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError
from django.utils import timezone

from cjnudge.accounts.models import Force
from cjnudge.management.moving.reading import bring_in, read_folder
from cjnudge.management.moving.writing import MoveRefused


class Command(BaseCommand):
    help = "Bring a folder of export_force into an empty force: all of it, or nothing."

    def add_arguments(self, parser):
        parser.add_argument("slug", help="short name of the force here; make it with create_force first")
        parser.add_argument("--from", dest="folder", required=True, help="the folder that export_force made")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *, slug, folder, **options):
        force = Force.objects.filter(slug=slug).first()
        if force is None:
            raise CommandError(f"There is no force “{slug}” here: make it with create_force first.")
        try:
            manifest, rows = read_folder(folder)
            counted, left_out = bring_in(
                force=force, manifest=manifest, rows=rows, by="command", at=timezone.now()
            )
        except MoveRefused as refusal:
            raise CommandError(str(refusal)) from None
        except IntegrityError:
            raise CommandError(
                "Some of these records are here already, or the folder was changed: nothing was stored. Bring it into "
                "another installation, or export again."
            ) from None
        if options["json"]:
            found = {"force": force.slug, "rows": counted, "approvals_left_out": left_out}
            self.stdout.write(json.dumps(found))
            return
        words = (
            f"{sum(counted.values())} records are now in {force.name}. Check each trial with verify_trial."
        )
        self.stdout.write(f"{words} {left_out_words(left_out)}".strip())


def left_out_words(number):
    """What was not brought, and what to do about it; "" where nothing was left out."""
    if not number:
        return ""
    return (
        f"{number} approval{'' if number == 1 else 's'} of plans that are not sealed stayed behind, because nothing "
        "here can prove them: have those plans approved again."
    )
