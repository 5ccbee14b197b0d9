"""manage.py export_force SLUG --out DIR: what a force wrote, sealed and published, for another installation."""

import json

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cjnudge.accounts.models import Force
from cjnudge.audit.chain import audited, record
from cjnudge.audit.events import Event
from cjnudge.cases.privacy.purposes import PURPOSES
from cjnudge.management.moving.writing import MoveRefused, write_force

NOT_NAMED = "Not named: whoever runs commands on this server"


class Command(BaseCommand):
    help = (
        "Write a force's instruments, nudges, plans, reports and suppressed tables; no answer, person or key."
    )

    def add_arguments(self, parser):
        parser.add_argument("slug", help="the force's short name in addresses")
        parser.add_argument("--out", required=True, help="a new folder")
        parser.add_argument(
            "--purpose", default="evaluation", choices=list(PURPOSES), help="as the audit trail has it"
        )
        parser.add_argument("--recipient", default=NOT_NAMED, help="who gets the folder, for the audit trail")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *, slug, out, purpose, recipient, **options):
        force = Force.objects.filter(slug=slug).first()
        if force is None:
            raise CommandError(f"There is no force “{slug}”: give its short name, as in its addresses.")
        at = timezone.now()
        try:
            manifest = write_force(force, out, at=at)
        except (MoveRefused, OSError) as refusal:
            raise CommandError(str(refusal)) from None
        note_export(force=force, manifest=manifest, purpose=purpose, recipient=recipient, by="command", at=at)
        counts = {name: file["rows"] for name, file in manifest["files"].items()}
        if options["json"]:
            self.stdout.write(json.dumps({"folder": str(out), "rows": counts}))
        else:
            self.stdout.write(
                f"{force.name}: {sum(counts.values())} records in {len(counts)} files in {out}."
            )


@audited
def note_export(*, force, manifest, purpose, recipient, by, at):
    """Record that a force's work was written out, for whom and what for."""
    after = {"recipient": recipient, "files": {k: v["sha256"] for k, v in manifest["files"].items()}}
    record(Event.FORCE_EXPORTED, by=by, at=at, force=force, subject=force, purpose=purpose, after=after)
