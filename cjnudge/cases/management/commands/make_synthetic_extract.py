"""`manage.py make_synthetic_extract`: a made-up extract for a practice space, on this machine's disk."""

import json
from datetime import date
from pathlib import Path

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from cjnudge.cases.synthetic import FAULTS, SyntheticRefused, mapping_body, write_extract
from cjnudge.periods import add_months, parse_month


class Command(BaseCommand):
    help = (
        "Writes a synthetic extract: made-up cases whose margins follow Hertfordshire's published figures of 2024/25. "
        "Only a practice space takes it. A later --as-at gives the same cases with more of them decided."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "path", type=Path, help='the file to write; its name must hold the word "synthetic"'
        )
        parser.add_argument("--rows", type=int, help="records once every case has entered")
        parser.add_argument("--from", dest="first_month", type=parse_month, help="first month, like 2025-01")
        parser.add_argument("--months", type=int, default=12, help="months of entry (12)")
        parser.add_argument(
            "--as-at", type=date.fromisoformat, help="the day the extract shows, like 2026-01-31"
        )
        parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same bytes (1)")
        parser.add_argument(
            "--faults", nargs="+", default=[], metavar="KIND", help=f"any of: {', '.join(FAULTS)}"
        )
        parser.add_argument("--mapping", type=Path, help="also write the mapping that reads it, as JSON")

    def handle(self, *, path, rows, first_month, months, as_at, seed, faults, mapping, **options):
        as_at = as_at or timezone.localdate()
        first_month = first_month or add_months(as_at, -months)
        try:
            written = write_extract(
                path, first_month=first_month, months=months, as_at=as_at, seed=seed, rows=rows, wrong=faults
            )
        except (SyntheticRefused, OSError) as refusal:
            raise CommandError(str(refusal)) from None
        if mapping:
            mapping.write_text(json.dumps(mapping_body(), ensure_ascii=False, indent=2) + "\n", "utf-8")
        self.stdout.write(f"{written:,} synthetic records as at {as_at:%-d %B %Y} in {path}.")
        if faults:
            self.stdout.write(f"With these faults: {', '.join(faults)}.")
