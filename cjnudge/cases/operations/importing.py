"""Files become a snapshot, all of them or none."""

from datetime import date
from pathlib import Path

from cjnudge.audit.chain import Event, audited, record
from cjnudge.cases.models import Part, Snapshot
from cjnudge.cases.problems import ProblemList, refuse
from cjnudge.cases.quality_at_import import quality_at_import
from cjnudge.cases.sources import feed as feed_of
from cjnudge.cases.storage import snapshots
from cjnudge.cases.storage.already import already_here
from cjnudge.cases.storage.case_parts import contents_together
from cjnudge.cases.storage.parts import describe, make_part
from cjnudge.cases.storage.twice import note_twice
from cjnudge.characters import holds_unseen
from cjnudge.periods import period_label
from cjnudge.safeguards.queries import may_use_real_data
from cjnudge.safeguards.rules import Refused

# A snapshot of more parts than this is read slowly; forty years of months are fewer.
MOST_FILES = 500


def import_files(
    *,
    feed,
    paths,
    force,
    by,
    at,
    as_at=None,
    synthetic=False,
    rehearsal_only=False,
    options=None,
    title="",
    reference_key="",
    progress=None,
):
    """(snapshot, whether it is new) of the files; ImportRefused with the problems, and nothing stored.

    feed: key of a feed; force: the owner, or None for published reference counts; as_at: the day the extract
    shows, by default the last day of its last period; options: {key: text} for what the files do not say;
    progress(name, number, of): called before each file is read.
    """
    if len(title) > LONGEST_TITLE:
        raise refuse("", f"The title is longer than {LONGEST_TITLE} characters.", "Give a shorter one.")
    prepared = prepare(
        feed=feed,
        paths=paths,
        force=force,
        at=at,
        as_at=as_at,
        synthetic=synthetic,
        rehearsal_only=rehearsal_only,
        options=options,
        progress=progress,
    )
    return register(prepared, force=force, by=by, at=at, title=title, reference_key=reference_key)


class Prepared:
    """A snapshot whose parts are in storage and which nobody has registered yet."""

    def __init__(
        self, *, feed, force, made, as_at, synthetic, rehearsal_only, safeguards, reading=None, quality=None
    ):
        self.feed, self.made, self.as_at = feed, made, as_at
        self.synthetic, self.rehearsal_only, self.safeguards = synthetic, rehearsal_only, safeguards
        self.reading, self.quality = reading, quality or {}
        self.contents = _contents(feed, made)
        self.manifest = snapshots.manifest_of(
            force=force,
            feed=feed,
            as_at=as_at,
            made=made,
            synthetic=synthetic,
            rehearsal_only=rehearsal_only,
            reading=reading,
        )
        self.hash = snapshots.hash_of(self.manifest)

    def default_title(self):
        first, last = (date.fromisoformat(self.contents[key]) for key in ("first_period", "last_period"))
        grain = self.contents["grains"][0]
        span = period_label(first, grain)
        if first != last:
            span += f" to {period_label(last, grain)}"
        return f"{self.feed.heading}, {span}"


def _contents(feed, made):
    if feed.has_cases:
        return contents_together(made)
    return snapshots.contents_of(made, describe([part.path for part in made]))


def prepare(
    *,
    feed,
    paths,
    force,
    at,
    as_at,
    synthetic,
    rehearsal_only,
    options=None,
    progress=None,
    names=None,
    draw=True,
):
    """Read the files into storage and judge them, outside any transaction.

    names: what the sender calls them, where not the paths; draw: also draw the charts of the quality page, which a web
    process must not.
    """
    feed, options, problems = feed_of(feed), dict(options or {}), ProblemList()
    refuse_cases_without_mapping(feed)
    names = names or [Path(path).name for path in paths]
    safeguards = check_may_import(feed, force, at=at, synthetic=synthetic, rehearsal_only=rehearsal_only)
    check_request(feed, paths, options, as_at, at)
    made = []
    how = {"feed": feed, "options": options, "force": force, "latest": as_at or at.date()}
    for number, (path, name) in enumerate(zip(paths, names, strict=True), 1):
        if progress:
            progress(name, number, len(paths))
        made.append(make_part(path, problems=problems, name=name, **how))
    problems.refuse_if_any()
    check_together(made, options, problems)
    prepared = Prepared(
        feed=feed,
        force=force,
        made=made,
        as_at=as_at or last_day(made, at),
        synthetic=synthetic,
        rehearsal_only=rehearsal_only,
        safeguards=safeguards,
    )
    if force:
        prepared.quality = quality_at_import(prepared, force=force, draw=draw)
    return prepared


def refuse_cases_without_mapping(feed):
    if feed.has_cases:
        raise refuse("", f"A {feed.title} is read through the force's mapping.", "Name it with --mapping.")


def check_may_import(feed, force, *, at, synthetic, rehearsal_only):
    """Id of the safeguards version that covers the data, or None; ImportRefused if they may not come in."""
    if force is None:
        if not feed.published or synthetic or rehearsal_only:
            raise refuse(
                "", "Reference counts are published and real.", "Name the force these files belong to."
            )
        return None
    if force.is_practice != synthetic:
        raise refuse("", *_WRONG_SPACE[synthetic])
    if feed.published and synthetic:
        raise refuse("", "Published figures are not synthetic.", "Import them into the force itself.")
    answer = may_use_real_data(
        force,
        "data_set",
        on=at.date(),
        synthetic=synthetic,
        published=feed.published,
        rehearsal_only=rehearsal_only,
    )
    if isinstance(answer, Refused):
        raise refuse("", answer.reason, "")
    return getattr(answer, "version_id", None)


LONGEST_TITLE = Snapshot._meta.get_field("title").max_length
_WRONG_SPACE = {
    True: ("Synthetic data belong in the practice space.", "Name the force's practice space instead."),
    False: ("A practice space holds synthetic data only.", "Name the force itself for real data."),
}


def check_request(feed, paths, options, as_at, at):
    """ImportRefused where the request itself cannot be carried out."""
    if not paths or len(paths) > MOST_FILES:
        raise refuse("", f"An import has 1 to {MOST_FILES} files.", "Name the files to import.")
    for key in options:
        if key not in feed.options:
            known = ", ".join(sorted(feed.options)) or "none"
            raise refuse("", f"The {feed.title} feed has no option {key}.", f"Its options: {known}.")
    if as_at and as_at > at.date():
        raise refuse("", "The day of the extract lies in the future.", "Correct the day given with --as-at.")
    for path in paths:
        _check_path(Path(path))


def _check_path(path):
    if holds_unseen(path.name):
        raise refuse("", "A file's name holds a character that cannot be seen.", "Rename the file.")
    try:
        found = path.is_file()
    except OSError:  # a name longer than the file system allows
        found = False
    if not found:
        raise refuse(path.name, "There is no such file.", "Check the path.")


def check_together(made, options, problems):
    """ImportRefused where files are the same, count twice, or an option was for none of them."""
    seen = {}
    for part in made:
        if part.source_sha256 in seen:
            problems.add(part.name, 0, "", f"It is the same as {seen[part.source_sha256]}.", "Name it once.")
        seen[part.source_sha256] = part.name
    for key in sorted(set(options) - set(snapshots.used_options(made))):
        problems.add("", 0, "", f"None of these files needs --{key.replace('_', '-')}.", "Leave it out.")
    problems.refuse_if_any()
    note_twice(made, problems)
    problems.refuse_if_any()


def last_day(made, at):
    """The last day that the files count: the earliest on which the extract can have been made."""
    last = date.fromisoformat(max(part.contents["last_day"] for part in made))
    if last > at.date():
        raise refuse(
            "", "The last period has not ended.", "Say with --as-at on which day the extract was made."
        )
    return last


@audited
def register(prepared, *, force, by, at, title="", reference_key=""):
    """(snapshot, whether it is new): the short transaction that makes prepared parts a snapshot."""
    given = {"title": title or prepared.default_title(), "reference_key": reference_key}
    who = {"imported_by_id": getattr(by, "pk", None), "imported_at": at}
    if prepared.reading and (found := already_here(force, prepared.manifest, prepared.made)):
        return found, False
    snapshot, created = Snapshot.objects.get_or_create(
        force=force, hash=prepared.hash, defaults={**_values(prepared), **given, **who}
    )
    if not created:
        return snapshot, False
    snapshot.parts.set([_registered(part, prepared.feed, force) for part in prepared.made])
    after = {
        "feed": snapshot.feed,
        "hash": snapshot.hash,
        "rows": snapshot.rows,
        "synthetic": snapshot.synthetic,
    }
    record(Event.CASES_IMPORTED, by=by, at=at, force=force, subject=snapshot, after=after)
    if prepared.reading and len(prepared.made) > 1:
        # Extracts that meet under the same pseudonyms: section 62 has a word of its own for it.
        after = {"files": len(prepared.made), "key_version": snapshot.key_version}
        record(Event.CASES_COMBINED, by=by, at=at, force=force, subject=snapshot, after=after)
    return snapshot, True


def _values(prepared):
    contents = prepared.contents
    return {
        "feed": prepared.feed.key,
        "feed_version": prepared.feed.version,
        "manifest": prepared.manifest,
        "as_at": prepared.as_at,
        "rows": contents["rows"],
        "total": contents["total"],
        "first_period": date.fromisoformat(contents["first_period"]),
        "last_period": date.fromisoformat(contents["last_period"]),
        "contents": contents,
        "file_names": {part.source_sha256: part.name for part in prepared.made},
        "synthetic": prepared.synthetic,
        "published": prepared.feed.published,
        "rehearsal_only": prepared.rehearsal_only,
        "safeguards_version_id": prepared.safeguards,
        "quality": prepared.quality,
        **_how_read(prepared.reading),
    }


def _how_read(reading):
    if reading is None:
        return {}
    return {
        "mapping_version_id": reading.mapping_version.pk,
        "rules_version_id": reading.rules.pk if reading.rules else None,
        "key_version": reading.key_version,
    }


def _registered(part, feed, force):
    found, _ = Part.objects.get_or_create(
        force=force,
        source_sha256=part.source_sha256,
        feed=feed.key,
        reading=part.reading,
        hash=part.hash,
        defaults={"contents": part.contents},
    )
    return found
