"""The published figures as plans and cells, straight from the data folder beside the repository."""

import csv
from pathlib import Path

from tests.servers import missing
from trials.cells import Cells, Period, Place
from trials.plan_body import Contrast, DataPart, PlanBody
from trials.stats import Outcome, Plan

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "homeoffice"
OOCR = ("t2", "t3", "t6", "t7", "t8", "t22")
YEARS = ("2022/23", "2023/24", "2024/25", "2025/26")
BRITISH_TRANSPORT_POLICE = "British Transport Police"


def needs_published_figures():
    if not FOLDER.exists():
        missing("the data folder beside the repository")


def first_day(year):
    return f"{year[:4]}-04-01"


def forces_by_year():
    """Cells of oocr_share_positive: 44 forces, four years, closed basis."""
    needs_published_figures()
    with (FOLDER / "force_outcomes_year_closed_basis.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    names = sorted({row["force"] for row in rows})
    where = {(row["force"], row["fy"]): row for row in rows}
    cells = [(n, y, where[name, year]) for n, name in enumerate(names) for y, year in enumerate(YEARS)]
    counts = [[n, y, sum(int(row[t]) for t in OOCR), int(row["positive"])] for n, y, row in cells]
    parts = [
        [n, y, int(row["oocr"]), int(row["charge_t1"]), int(row["assigned"]) - int(row["positive"])]
        for n, y, row in cells
    ]
    return Cells(
        places=tuple(Place(name, name != BRITISH_TRANSPORT_POLICE) for name in names),
        periods=tuple(Period(first_day(year), year) for year in YEARS),
        counts={"closed": counts},
        parts={"closed": parts},
        part_keys=("oocr", "charge", "other"),
        parts_of="outcomes",
        parts_refused="",
        flow={},
        follow_up_days=None,
        synthetic=False,
    )


def england_and_wales_by_quarter():
    """Cells of oocr_share_positive: England and Wales as one place, quarters, both bases."""
    needs_published_figures()
    with (FOLDER / "ew_outcomes_quarter.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    periods = tuple(
        Period(_quarter(row["fy"], int(row["fq"])), f"{row['fy']} quarter {row['fq']}") for row in rows
    )
    counts, parts = {}, {}
    for basis in ("closed", "recorded"):
        of = [
            (i, *(int(row[f"{basis}_{part}"]) for part in ("oocr", "charge", "assigned")))
            for i, row in enumerate(rows)
        ]
        counts[basis] = [[0, i, oocr, oocr + charge] for i, oocr, charge, _ in of]
        parts[basis] = [[0, i, oocr, charge, assigned - oocr - charge] for i, oocr, charge, assigned in of]
    return Cells(
        places=(Place("England and Wales", None),),
        periods=periods,
        counts=counts,
        parts=parts,
        part_keys=("oocr", "charge", "other"),
        parts_of="outcomes",
        parts_refused="",
        flow={},
        follow_up_days=None,
        synthetic=False,
    )


def _quarter(year, number):
    month = 3 * number + 1
    return f"{int(year[:4]) + (month > 12)}-{(month - 1) % 12 + 1:02d}-01"


def hertfordshire_body(**changes):
    """The plan of the worked case: 2023/24 against 2025/26, 2024/25 left out, 42 other territorial forces."""
    cells = forces_by_year()
    others = [p.name for p in cells.places if p.territorial and p.name != "Hertfordshire"]
    on = [first_day(year) for year in YEARS]
    values = {
        "feed": "published",
        "snapshot_hash": "0" * 64,
        "measure": "oocr_share_positive",
        "measure_version": "1",
        "basis": "closed",
        "grain": "year",
        "grouping": "place",
        "treated": ("Hertfordshire",),
        "comparison": tuple(others),
        "comparison_rule": "territorial",
        "primary": Contrast("primary", "2023/24 against 2025/26", (on[1],), (on[3],), (on[0], on[2])),
        "sensitivity": (
            Contrast("means", "mean of the last two − mean of the first two", tuple(on[:2]), tuple(on[2:])),
        ),
    }
    return body_of(DataPart(**{**values, **changes}), "difference_in_differences", 1)


def england_and_wales_body(basis):
    cells = england_and_wales_by_quarter()
    before, after = ([p.on for p in cells.periods if p.label.startswith(y)] for y in ("2024/25", "2025/26"))
    data = DataPart(
        feed="published",
        snapshot_hash="0" * 64,
        measure="oocr_share_positive",
        measure_version="1",
        basis=basis,
        grain="quarter",
        grouping="place",
        treated=("England and Wales",),
        comparison=(),
        comparison_rule="none",
        primary=Contrast("primary", "2024/25 against 2025/26", tuple(before), tuple(after)),
    )
    return body_of(data, "before_after", 4)


def body_of(data, design, per_year):
    return PlanBody(
        kind="retrospective",
        written_after_data_seen=True,
        analysis=Plan(
            design=design, seed=20260401, periods_per_year=per_year, outcomes=(Outcome(key=data.measure),)
        ).as_dict(),
        data=data,
        reason_for_dates="2023/24 was the year the board looked at.",
        known_when_written="All four years were published.",
    )
