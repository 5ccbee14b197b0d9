"""What the two data.police.uk feeds share: the label map, the place and the month."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cjnudge.cases.outcomes import NONE, split_types
from cjnudge.cases.problems import CellProblem
from cjnudge.cases.reading.cells import filled, month

LABELS_FILE = Path(__file__).with_name("police_uk_labels.toml")
SOURCE = "data.police.uk. Contains public sector information licensed under the Open Government Licence v3.0."
PLACE_COLUMNS = (
    "Crime ID",
    "Month",
    "Reported by",
    "Falls within",
    "Longitude",
    "Latitude",
    "Location",
    "LSOA code",
    "LSOA name",
)
SHARED_PROBLEMS = (
    "Youth and adult cautions (2 and 3) come as one, and so do types 9 and 10.",
    "“Unable to prosecute suspect” merges types 11 to 17 (certainty medium): whether the victim or the "
    "evidence ended the case cannot be told.",
    "“Further action is not in the public interest” is counted as type 22 (certainty medium): it agrees "
    "with the Home Office in Hertfordshire, but some forces publish type 22 under another label.",
    "“Suspect charged as part of another case” is counted as type 4 (certainty medium).",
    "There is no person, team or entry date: counts by force or as a series over time only.",
)


@dataclass(frozen=True)
class Label:
    """What one label counts as, and how certain that is."""

    label: str
    outcome_types: str
    stage: str
    certainty: str
    note: str = ""


@cache
def label_map():
    """(version, {label: Label})."""
    table = tomllib.loads(LABELS_FILE.read_text("utf-8"))
    return table["version"], {entry["label"]: Label(**entry) for entry in table["labels"]}


def covered_types():
    """Outcome types that have a label; the absence of one of these means that none happened."""
    labels = label_map()[1].values()
    return frozenset().union(*(split_types(label.outcome_types) for label in labels))


def outcomes_of(record, column, *, court_counts):
    """Canonical outcome types of a label; with `court_counts` a court step stands for its charge."""
    label = label_map()[1].get(record[column].strip())
    if label is None:
        raise CellProblem(
            column,
            "This label is not in the map of outcome labels.",
            "Check its spelling; where data.police.uk has a new label, add it to police_uk_labels.toml and "
            "raise the version there.",
        )
    return label.outcome_types if court_counts or label.stage != "court" else NONE


def place_and_month(record):
    """(force as published, first day of the month)."""
    return filled(record, "Falls within"), month(record, "Month")


def crime_id(record):
    """The published identifier of the crime, or None; it names no person."""
    text = record["Crime ID"].strip()
    if text and not (len(text) <= 64 and text.isalnum() and text.isascii()):
        raise CellProblem(
            "Crime ID", "This is not a crime identifier.", "It has up to 64 letters and digits."
        )
    return text or None
