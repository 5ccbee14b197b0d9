"""`manage.py add_quality`: count the quality of snapshots that were imported before it was counted."""

from django.core.management import BaseCommand
from django.utils import timezone

from cjnudge.accounts.models import Force
from cjnudge.cases.operations.quality import add_quality
from cjnudge.cases.queries.snapshots import own_snapshots
from cjnudge.cases.storage.store import DamagedPart


class Command(BaseCommand):
    help = "Counts the data quality of every snapshot that has none. Hashes and results stay as they are."

    def handle(self, **options):
        added = 0
        for force in Force.objects.all():
            for snapshot in own_snapshots(force).order_by("imported_at"):
                added += self.try_one(snapshot)
        self.stdout.write(f"Quality counted for {added} snapshot{'' if added == 1 else 's'}.")

    def try_one(self, snapshot):
        """Whether quality was added; a damaged part is told and leaves the others to be done."""
        try:
            return add_quality(snapshot=snapshot, by="add_quality", at=timezone.now())
        except DamagedPart as damage:
            self.stderr.write(f"{snapshot.title}: {damage}")
            return False
