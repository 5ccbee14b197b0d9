"""The published tables that come with the project, as snapshots that belong to no force."""

import datetime
from dataclasses import dataclass
from pathlib import Path

from .importing import import_files

FOLDER = Path(__file__).resolve().parent.parent / "reference"


@dataclass(frozen=True)
class ReferenceTable:
    """One table: its key is the file's name, `as_at` the last day it counts."""

    key: str
    title: str
    as_at: datetime.date

    @property
    def path(self):
        return FOLDER / f"{self.key}.csv"


YEAR_END = datetime.date(2026, 3, 31)  # the tables are those for the year ending March 2026
TABLES = (
    ReferenceTable(
        "hertfordshire_quarterly", "Hertfordshire by quarter, both bases, 2014/15 to 2025/26", YEAR_END
    ),
    ReferenceTable(
        "england_and_wales_quarterly",
        "England and Wales by quarter, both bases, 2014/15 to 2025/26",
        YEAR_END,
    ),
    ReferenceTable("forces_yearly", "44 forces by year, closed basis, 2022/23 to 2025/26", YEAR_END),
)


def load_reference(*, by, at):
    """[(snapshot, whether it is new)] of every reference table; the second time nothing changes."""
    return [
        import_files(
            feed="published_counts",
            paths=[table.path],
            force=None,
            by=by,
            at=at,
            as_at=table.as_at,
            title=table.title,
            reference_key=table.key,
        )
        for table in TABLES
    ]
