"""Snapshots, measures and counts as their pages show them."""

import json

from django.utils.timezone import localtime

from cjnudge.accounts.models import User
from cjnudge.cases.counting.counts import MeasureRefused, check_can_count
from cjnudge.cases.measures import all_measures, measure
from cjnudge.cases.measures.value import BASES, BETTER
from cjnudge.cases.outcomes import in_words
from cjnudge.cases.privacy.retention import Retention
from cjnudge.cases.queries.typed import how_counted
from cjnudge.cases.sources import feed as feed_of
from cjnudge.cases.storage import snapshots
from cjnudge.periods import period_label

DAY = "%-d %B %Y"
SYNTHETIC_SOURCE = "Synthetic, for practice: no force counted these cases."
FIRST_ASKED = ("oocr_share_positive", "oocr_of_eligible_within_w")


def line(snapshot):
    """One row of the list of snapshots."""
    return {
        "snapshot": snapshot,
        "feed": feed_of(snapshot.feed).title,
        "typed": feed_of(snapshot.feed).typed,
        "span": span(snapshot),
        "bases": ", ".join(snapshot.contents["bases"]),
        "rows": f"{snapshot.rows:,}",
    }


def span(snapshot):
    """The periods a snapshot counts, in words."""
    grain = snapshot.contents["grains"][0]
    first, last = (period_label(day, grain) for day in (snapshot.first_period, snapshot.last_period))
    return first if first == last else f"{first} to {last}"


def facts(snapshot):
    """[(name, value)] of what a snapshot is and where it comes from."""
    feed = feed_of(snapshot.feed)
    return [
        ("Feed", f"{feed.title}, version {snapshot.feed_version}; each row is one {feed.grain}"),
        ("Source", SYNTHETIC_SOURCE if snapshot.synthetic else feed.source),
        *([("How counted", how_counted(snapshot))] if feed.typed else []),
        ("As at", snapshot.as_at.strftime(DAY)),
        *read_with(snapshot),
        ("Periods", span(snapshot)),
        ("Basis", "; ".join(BASES[key] for key in snapshot.contents["bases"])),
        ("Follow-up", follow_up_words(snapshot)),
        ("Places", f"{snapshot.contents['places']:,}"),
        ("Rows", f"{snapshot.rows:,}"),
        ("Counted in all", f"{snapshot.total:,}"),
        ("Outcome types counted", in_words(snapshot.contents["covers"])),
        ("Imported", f"{snapshot.imported_at.strftime(DAY)} by {importer(snapshot)}"),
        *follows(snapshot),
        *kept_until(snapshot),
        ("Manifest hash (SHA-256)", snapshot.hash),
    ]


def read_with(snapshot):
    """The versions of mapping and rules that a snapshot of cases was read with."""
    manifest = json.loads(snapshot.manifest)
    if "mapping" not in manifest:
        return []
    rules = manifest["rules"]
    return [
        ("Mapping", f"Version {manifest['mapping']['version']}"),
        ("Eligibility rules", f"Version {rules['version']}" if rules else "None was approved yet"),
    ]


def follows(snapshot):
    """[(name, value)] of the snapshot whose rows these are what remained of; [] where there is none."""
    old = snapshot.succeeds
    if old is None:
        return []
    return [("Follows", f"{old.short_hash}, whose rows were erased on {localtime(old.rows_erased_at):{DAY}}")]


def kept_until(snapshot):
    """[(name, value)] of the last day of a snapshot's case rows; [] where it has none, or no more."""
    if snapshot.key_version is None or snapshot.rows_erased_at:
        return []
    last = Retention(snapshot.force).last_day(snapshot)
    return [("Case rows kept until", f"{last:{DAY}}" if last else "no day is set: see Keys and retention")]


def follow_up_words(snapshot):
    """For how long the cases were followed."""
    if feed_of(snapshot.feed).has_cases:
        return "each case from the day it entered to the day of the extract"
    days = snapshots.follow_up_days(snapshot)
    return f"{days} days for every case" if days else "unknown"


def importer(snapshot):
    """Who imported a snapshot, for its readers."""
    name = User.objects.filter(pk=snapshot.imported_by_id).values_list("name", flat=True).first()
    return name or "whoever runs the installation"


def files(snapshot):
    """[[name, SHA-256, rows, counted]] of the source files."""
    parts = json.loads(snapshot.manifest)["parts"]
    named = [(snapshot.file_names.get(part["source_sha256"], "unnamed"), part) for part in parts]
    return [
        [name, part["source_sha256"], f"{part['rows']:,}", f"{part['total']:,}"]
        for name, part in sorted(named, key=lambda pair: pair[0])
    ]


def first_measure(snapshot):
    """Key of a measure that the snapshot can answer, the benchmark one where it can."""
    for key in (*FIRST_ASKED, *all_measures()):
        if any(_answers(key, snapshot, basis) for basis in snapshot.contents["bases"]):
            return key
    return FIRST_ASKED[0]


def _answers(key, snapshot, basis):
    try:
        check_can_count(measure(key), snapshot, basis=basis)
    except MeasureRefused:
        return False
    return True


def measure_facts(asked):
    """[(name, value)] of a measure's definition."""
    rows = [
        (
            "Counted",
            in_words(asked.numerator) if asked.numerator else "suspects named again in a later crime",
        ),
        ("Out of", asked.denominator_words),
        ("Basis", " or ".join(BASES[key] for key in asked.basis)),
        ("Unit", asked.unit_words),
        ("Which way is good", BETTER[asked.better]),
        ("Source", asked.source),
        ("Key and version", f"{asked.key}, version {asked.version}"),
    ]
    if asked.denominator:
        rows.insert(2, ("Outcome types in “out of”", in_words(asked.denominator)))
    if asked.follow_up_days:
        rows.insert(3, ("Follow-up", f"{asked.follow_up_days} days from entry, the same for every case"))
    if asked.eligibility:
        rows.insert(3, ("Eligible", asked.eligibility))
    return rows
