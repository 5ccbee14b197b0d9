"""What a snapshot's manifest says, and how long it has followed its cases."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.timezone import localtime

from cjnudge.cases.storage.parts import canonical

FORMAT = 1


@dataclass(frozen=True)
class CaseReading:
    """How a force's own files were read: the versions, and what the manifest of their snapshot says of them."""

    mapping_version: object
    key_version: int
    rules: object | None
    rules_sha256: str | None

    def as_manifest(self):
        mapping = {"version": self.mapping_version.number, "sha256": self.mapping_version.hash}
        rules = {"version": self.rules.number, "sha256": self.rules_sha256} if self.rules else None
        return {"mapping": mapping, "key_version": self.key_version, "rules": rules}


def manifest_of(*, force, feed, as_at, made, synthetic, rehearsal_only, reading=None):
    """Canonical JSON of everything the counts depend on; file names, titles and people are left out.

    reading: the CaseReading of a feed of cases; the manifests of other feeds do not speak of it.
    """
    return canonical(
        (reading.as_manifest() if reading else {})
        | {
            "format": FORMAT,
            "force": str(force.pk) if force else "",
            "feed": feed.key,
            "feed_version": feed.version,
            "mapping_version": feed.mapping_version,
            "options": used_options(made),
            "as_at": as_at.isoformat(),
            "synthetic": synthetic,
            "published": feed.published,
            "rehearsal_only": rehearsal_only,
            "parts": part_lines(made),
        }
    )


def part_lines(made):
    """What a manifest says of its parts, in its order."""
    lines = (
        {
            "source_sha256": part.source_sha256,
            "part_sha256": part.hash,
            "rows": part.contents["rows"],
            "total": part.contents["total"],
        }
        for part in made
    )
    return sorted(lines, key=lambda part: (part["source_sha256"], part["part_sha256"]))


def hash_of(manifest):
    return hashlib.sha256(manifest.encode()).hexdigest()


def used_options(made):
    """Options that at least one part was read with."""
    return {key: value for part in made for key, value in part.contents["options"].items()}


def contents_of(made, described):
    """What the page of a snapshot lists, from its parts together."""
    covers = sorted({code for part in made for code in part.contents["covers"]})
    return {**described, "covers": covers, "layouts": sorted({part.contents["layout"] for part in made})}


def part_hashes(snapshot):
    """Hashes of the parts, in the order of the manifest."""
    return [part["part_sha256"] for part in json.loads(snapshot.manifest)["parts"]]


_WHY_ERASED = {
    "expired": "because the time for which they may be kept had come to its end",
    "erased": "because some of them were erased by request",
    "re-keyed": "because the keys of their pseudonyms were renewed",
    "moved": "because case rows stay where they are when a force moves to another installation",
}


def erased_words(snapshot):
    """That and why a snapshot has no rows any more and where the rest of them are; "" while it has them."""
    if snapshot.rows_erased_at is None:
        return ""
    day = localtime(snapshot.rows_erased_at)
    words = f"The case rows of this snapshot were erased on {day:%-d %B %Y}, {_WHY_ERASED[snapshot.erased_because]}."
    if not successor_of(snapshot):
        return f"{words} Nothing can be counted from it; results that were made from it stay as they are."
    return f"{words} Results made from it stay as they are; the rows that remain are in the snapshot that followed it."


def successor_of(snapshot):
    """The snapshot with the rows that remained when this one lost its own, or None."""
    return getattr(snapshot, "successor", None)


def follow_up_days(snapshot):
    """For how many days every case of the snapshot was followed, or None where that is not known."""
    days = json.loads(snapshot.manifest)["options"].get("follow_up_days")
    return int(days) if days else None


def last_mature_day(snapshot, days):
    """The last day of entry whose cases have had the whole follow-up when the extract was made."""
    return date.fromisoformat(json.loads(snapshot.manifest)["as_at"]) - timedelta(days=days)
