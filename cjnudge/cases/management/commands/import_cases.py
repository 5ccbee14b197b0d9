"""manage.py import_cases FEED PATH...: files of one feed become one snapshot, all of them or none."""

import json
import sys
from datetime import date

from django.core.management.base import BaseCommand
from django.utils import timezone

from cjnudge.accounts.models import Force
from cjnudge.cases.operations import import_files
from cjnudge.cases.problems import ImportRefused, refuse
from cjnudge.cases.sources import all_feeds


class Command(BaseCommand):
    help = "Import CSV files (plain or .gz) of one feed as one snapshot. Nothing is stored when a cell is faulty."

    def add_arguments(self, parser):
        parser.add_argument("feed", choices=sorted(all_feeds()), help="what kind of files these are")
        parser.add_argument("paths", nargs="+", metavar="PATH")
        parser.add_argument(
            "--force", metavar="SLUG", help="the owner; published counts without one are for everyone"
        )
        parser.add_argument(
            "--as-at", type=date.fromisoformat, metavar="DATE", help="the day the extract shows"
        )
        parser.add_argument("--title", default="", help="what the snapshot is called on the pages")
        parser.add_argument(
            "--synthetic", action="store_true", help="made-up data: for a practice space only"
        )
        parser.add_argument(
            "--rehearsal-only",
            action="store_true",
            help="real data without a safeguards record: marks what comes of it",
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object on stdout")
        for option in layout_options().values():
            parser.add_argument(f"--{option.key.replace('_', '-')}", metavar="TEXT", help=option.help)

    def handle(self, *, feed, paths, json, force=None, **given):
        try:
            snapshot, created = import_files(
                feed=feed,
                paths=paths,
                force=force_called(force),
                by="import_cases",
                at=timezone.now(),
                as_at=given["as_at"],
                title=given["title"],
                synthetic=given["synthetic"],
                rehearsal_only=given["rehearsal_only"],
                options={key: given[key] for key in layout_options() if given[key] is not None},
                progress=self.say_progress,
            )
        except ImportRefused as refusal:
            self.say_refusal(refusal, json)
            sys.exit(1)
        self.stdout.write(as_json(snapshot, created) if json else in_words(snapshot, created))

    def say_progress(self, name, number, of):
        self.stderr.write(f"{number} of {of}: {name}")

    def say_refusal(self, refusal, as_json_too):
        for sentence in refusal.sentences():
            self.stderr.write(sentence)
        self.stderr.write("Nothing was imported.")
        if as_json_too:
            shown = [vars(problem) for problem in refusal.problems]
            self.stdout.write(json.dumps({"imported": False, "total": refusal.total, "problems": shown}))


def layout_options():
    """Every option of every feed by key."""
    return {key: option for feed in all_feeds().values() for key, option in feed.options.items()}


def force_called(slug):
    """The force with this slug, None for no slug; ImportRefused where there is none."""
    if slug is None:
        return None
    force = Force.objects.filter(slug=slug).first()
    if force is None:
        raise refuse("", f"There is no force {slug}.", "Make it with: manage.py create_force")
    return force


def in_words(snapshot, created):
    state = "is imported" if created else "was imported before"
    return (
        f"{snapshot.title} {state}: {snapshot.rows:,} rows, {snapshot.total:,} counted, as at "
        f"{snapshot.as_at:%-d %B %Y}, manifest {snapshot.hash}."
    )


def as_json(snapshot, created):
    return json.dumps(
        {
            "imported": True,
            "created": created,
            "id": str(snapshot.pk),
            "title": snapshot.title,
            "hash": snapshot.hash,
            "rows": snapshot.rows,
            "total": snapshot.total,
            "as_at": snapshot.as_at.isoformat(),
        }
    )
