"""Adding files to an earlier snapshot: its parts are kept as they are, so they must have been read in the same way.

They must show the same day too. A snapshot follows every case to one day: with a later one, a case that was open in an
earlier file would count as still open on a day when nobody had looked at it.
"""

import json

from cjnudge.cases.models import Part
from cjnudge.cases.problems import refuse
from cjnudge.cases.sources import feed as feed_of
from cjnudge.cases.storage.case_parts import sha256_of_rules
from cjnudge.cases.storage.parts import MadePart
from cjnudge.cases.storage.snapshots import part_hashes

REMEDY = "Send all the files again together, without adding to an earlier snapshot."


def check_can_add(upload, rules):
    """ImportRefused where the upload may not keep the parts of the snapshot it is to be added to.

    rules: the approved rules of today, or None.
    """
    snapshot = upload.added_to
    if snapshot.force_id != upload.force_id or snapshot.feed != upload.feed:
        raise refuse("", "Files are added to a snapshot of the same force and feed alone.", "Choose another.")
    if upload.mapping_version is None:
        raise refuse("", "Only extracts of cases can be added to.", REMEDY)
    if snapshot.rows_erased_at:
        raise refuse("", f"The case rows of “{snapshot.title}” were erased.", REMEDY)
    _check_same_day(upload, snapshot)
    if differences := list(_differences(upload, json.loads(snapshot.manifest), rules)):
        raise refuse("", f"“{snapshot.title}” was read {' and '.join(differences)}.", REMEDY)


def _check_same_day(upload, snapshot):
    if upload.as_at != snapshot.as_at:
        raise refuse(
            "",
            f"The files of “{snapshot.title}” show cases as at {_day(snapshot.as_at)}, and this upload is as at "
            f"{_day(upload.as_at)}: what became of the earlier cases in between is not known.",
            f"Export all the months again as at {_day(max(upload.as_at, snapshot.as_at))} and send them together, or "
            "add files that show the same day.",
        )


def _day(day):
    return f"{day:%-d %B %Y}"


def _differences(upload, manifest, rules):
    """In words, what of the earlier reading is not as it would be now."""
    if manifest["feed_version"] != feed_of(upload.feed).version:
        yield f"by version {manifest['feed_version']} of the reading, which is at another now"
    if manifest["mapping"]["sha256"] != upload.mapping_version.hash:
        earlier, now = manifest["mapping"]["version"], upload.mapping_version.number
        yield f"under another mapping (version {earlier}; this upload uses version {now} of its own)"
    if manifest["key_version"] != upload.key_version:
        yield f"under version {manifest['key_version']} of the keys, which are at {upload.key_version} now"
    earlier = manifest["rules"] or {}
    if (earlier.get("version"), earlier.get("sha256")) != (rules and rules.number, sha256_of_rules(rules)):
        yield f"under {_words(manifest['rules'])}, and {_words(rules and {'version': rules.number})} stand now"
    if manifest["rehearsal_only"] != upload.rehearsal_only:
        yield (
            "rehearsal only" if manifest["rehearsal_only"] else "for real, and this upload is rehearsal only"
        )


def _words(rules):
    return f"version {rules['version']} of the eligibility rules" if rules else "no eligibility rules"


def earlier_parts(snapshot):
    """MadePart of each part of a snapshot of cases, with the name its file had."""
    hashes = part_hashes(snapshot)
    parts = Part.scoped.for_force(snapshot.force).filter(hash__in=hashes, snapshots=snapshot)
    by_hash = {part.hash: part for part in parts}
    return [_made(by_hash[part_hash], snapshot) for part_hash in hashes]


def _made(part, snapshot):
    name = snapshot.file_names.get(part.source_sha256, "an earlier file")
    return MadePart(name, part.source_sha256, part.reading, part.hash, part.contents)
