"""manage.py import_cases FEED PATH...: files of one feed become one snapshot, all of them or none."""

import json
import os
import sys
from datetime import date

from django.core.management.base import BaseCommand
from django.utils import timezone

from cjnudge.accounts.models import Force
from cjnudge.cases.operations import import_files
from cjnudge.cases.operations.at_once import import_cases
from cjnudge.cases.problems import ImportRefused, refuse
from cjnudge.cases.queries.mappings import newest_versions
from cjnudge.cases.queries.snapshots import own_snapshots
from cjnudge.cases.reading.child import GIVES_WAY
from cjnudge.cases.sources import feed as feed_of
from cjnudge.cases.sources import file_feeds

PROCESS = "import_cases"  # the actor in the audit trail
REFUSED, WRONG_ARGUMENTS = 1, 2  # exit codes; 2 is what every command ends with whose arguments are wrong


class Command(BaseCommand):
    help = (
        "Import files (.csv, .csv.gz, .zip of data.police.uk, .xlsx, .ods) of one feed as one snapshot. "
        "Nothing is stored when a cell is faulty."
    )

    def add_arguments(self, parser):
        parser.add_argument("feed", choices=sorted(file_feeds()), help="what kind of files these are")
        parser.add_argument("paths", nargs="+", metavar="PATH")
        parser.add_argument(
            "--force", metavar="SLUG", help="the owner; published counts without one are for everyone"
        )
        parser.add_argument("--mapping", metavar="SLUG", help="for case_extract: the mapping to read with")
        parser.add_argument(
            "--add-to",
            metavar="HASH",
            help="for case_extract: the snapshot whose files are kept beside these",
        )
        parser.add_argument(
            "--as-at",
            type=date.fromisoformat,
            metavar="DATE",
            help="the day the extract shows; case_extract needs it",
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

    def create_parser(self, *args, **kwargs):
        parser = super().create_parser(*args, **kwargs)
        end = parser.error

        def say_and_end(message):
            if "--json" in sys.argv:
                refusal = refuse("", f"The arguments are wrong: {message}.", "Ask with --help.")
                self.stdout.write(refusal_as_json(refusal))
            end(message)

        parser.error = say_and_end
        return parser

    def run_from_argv(self, argv):
        os.nice(GIVES_WAY)
        super().run_from_argv(argv)

    def handle(self, *, feed, json, **given):
        import_them = self.import_extracts if feed_of(feed).has_cases else self.import_counts
        try:
            snapshot, created = import_them(feed=feed, **given)
        except ImportRefused as refusal:
            self.say_refusal(refusal, json)
            sys.exit(REFUSED)
        self.stdout.write(as_json(snapshot, created) if json else in_words(snapshot, created))

    def import_counts(self, *, feed, paths, force=None, **given):
        if given["mapping"] or given["add_to"]:
            raise refuse("", f"The {feed} feed has neither mapping nor --add-to.", "Leave them out.")
        return import_files(
            feed=feed,
            paths=paths,
            force=force_called(force),
            by=PROCESS,
            at=timezone.now(),
            as_at=given["as_at"],
            title=given["title"],
            synthetic=given["synthetic"],
            rehearsal_only=given["rehearsal_only"],
            options={key: given[key] for key in layout_options() if given[key] is not None},
            progress=self.say_progress,
        )

    def import_extracts(self, *, feed, paths, force=None, **given):
        """(snapshot, whether it is new): every file through the mapping, then stored."""
        owner = force_called(force)
        if owner is None:
            raise refuse("", "A case extract belongs to a force.", "Name it with --force.")
        if given["synthetic"] != owner.is_practice:
            raise refuse(
                "",
                "Synthetic data belong in a practice space, and nothing else does.",
                "Correct --synthetic.",
            )
        if unasked := [key for key in layout_options() if given[key] is not None]:
            raise refuse("", f"A case extract has no option {unasked[0]}.", "Leave it out.")
        upload = import_cases(
            paths=paths,
            force=owner,
            mapping_version=mapping_called(owner, given["mapping"]),
            added_to=snapshot_called(owner, given["add_to"]),
            as_at=given["as_at"],
            title=given["title"],
            rehearsal_only=given["rehearsal_only"],
            by=PROCESS,
            progress=self.say_progress,
        )
        return upload.snapshot, upload.findings["created"]

    def say_progress(self, name, number, of):
        self.stderr.write(f"{number} of {of}: {name}")

    def say_refusal(self, refusal, as_json_too):
        for sentence in refusal.sentences():
            self.stderr.write(sentence)
        self.stderr.write("Nothing was imported.")
        if as_json_too:
            self.stdout.write(refusal_as_json(refusal))


def refusal_as_json(refusal):
    shown = [vars(problem) for problem in refusal.problems]
    return json.dumps({"imported": False, "total": refusal.total, "problems": shown})


def layout_options():
    """Every option of every feed by key."""
    return {key: option for feed in file_feeds().values() for key, option in feed.options.items()}


def force_called(slug):
    """The force with this slug, None for no slug; ImportRefused where there is none."""
    if slug is None:
        return None
    force = Force.objects.filter(slug=slug).first()
    if force is None:
        raise refuse("", f"There is no force {slug}.", "Make it with: manage.py create_force")
    return force


def mapping_called(force, slug):
    """The newest version of the mapping with this slug; ImportRefused names those there are."""
    newest = {version.mapping.slug: version for version in newest_versions(force)}
    if slug in newest:
        return newest[slug]
    there = ", ".join(sorted(newest)) or "none yet: make one on the page “Mappings”"
    raise refuse(
        "", f"There is no mapping {slug}." if slug else "No mapping is named.", f"There are: {there}."
    )


def snapshot_called(force, start):
    """The force's one snapshot whose hash starts so, None for nothing; ImportRefused where it is none or several."""
    if not start:
        return None
    found = list(own_snapshots(force).filter(hash__startswith=start)[:2])
    if len(found) != 1:
        how_many = "Several snapshots have" if found else "No snapshot has"
        raise refuse("", f"{how_many} a hash that begins with {start}.", "Copy the hash from its page.")
    return found[0]


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
