"""manage.py sweep_snapshots: deletes part files that no snapshot uses, such as those of a killed import."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from cjnudge.cases.operations import sweep_orphans


class Command(BaseCommand):
    help = "Delete stored part files that are older than a day and part of no snapshot."

    def handle(self, **options):
        deleted = sweep_orphans(at=timezone.now())
        self.stdout.write(f"{len(deleted)} file{'' if len(deleted) == 1 else 's'} deleted.")
