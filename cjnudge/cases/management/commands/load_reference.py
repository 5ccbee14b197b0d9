"""manage.py load_reference: the published tables that come with the project, as snapshots everyone may read."""

import json

from django.core.management.base import BaseCommand
from django.utils import timezone

from cjnudge.cases.operations import load_reference


class Command(BaseCommand):
    help = "Load the published reference tables; running it again changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="print one JSON object on stdout")

    def handle(self, *, json, **options):
        loaded = load_reference(by="load_reference", at=timezone.now())
        self.stdout.write(as_json(loaded) if json else "\n".join(map(in_words, loaded)))


def in_words(loaded):
    snapshot, created = loaded
    return f"{snapshot.title}: {'loaded' if created else 'already there'}, {snapshot.short_hash}."


def as_json(loaded):
    return json.dumps(
        {
            "snapshots": [
                {
                    "id": str(one.pk),
                    "key": one.reference_key,
                    "hash": one.hash,
                    "rows": one.rows,
                    "created": created,
                }
                for one, created in loaded
            ]
        }
    )
