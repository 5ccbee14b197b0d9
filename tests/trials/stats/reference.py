"""Reference data kept beside the repository, and frames in the engine's columns made from them."""

import json
from pathlib import Path

import pandas as pd

from tests.servers import missing

FOLDER = Path(__file__).resolve().parents[3] / ".." / "shared" / "data"


def reference_file(*parts: str) -> Path:
    """Path of a reference file; the test is skipped where the folder of reference data is absent."""
    if not FOLDER.is_dir():
        missing("the folder ../shared/data with the reference data")
    return FOLDER.joinpath(*parts)


def reference_json(*parts: str) -> dict:
    """A reference file's JSON."""
    return json.loads(reference_file("reference", *parts).read_text())


def hertfordshire(*, treated_from: int) -> pd.DataFrame:
    """43 territorial forces by year (1 = 2022/23 … 4 = 2025/26), Hertfordshire treated from that year."""
    table = pd.read_csv(reference_file("homeoffice", "force_outcomes_year_closed_basis.csv"))
    table = table[table["force"] != "British Transport Police"]
    period = table["fy"].rank(method="dense").astype(int)
    treated = ((table["force"] == "Hertfordshire") & (period >= treated_from)).astype(int)
    columns = {"unit": table["force"], "period": period, "treated": treated}
    return pd.DataFrame({**columns, "events": table["oocr"], "cases": table["positive"]})


def synthetic_changes() -> pd.DataFrame:
    """The seeded ten-cluster panel: four clusters treated half way."""
    table = pd.read_csv(reference_file("reference", "synthetic", "did.csv"))
    return pd.DataFrame(
        {
            "unit": table["cluster"].astype(str),
            "period": table["month"],
            "treated": table["treated"] * table["post"],
            "events": table["y"],
            "cases": table["n"],
        }
    )


def synthetic_series() -> pd.DataFrame:
    """The seeded 48-month series with its start at month 25."""
    table = pd.read_csv(reference_file("reference", "synthetic", "its.csv"))
    columns = {"period": table["t"], "treated": table["post"], "events": table["y"], "cases": table["n"]}
    return pd.DataFrame({"unit": "all", **columns})
