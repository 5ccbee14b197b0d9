"""Where tests find the public data files, and small files of their own."""

from pathlib import Path

from tests.servers import missing

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"


def shared_folder(name):
    """A folder of the public data beside the repository; the test is skipped where there is none."""
    folder = SHARED / name
    if not folder.is_dir():
        missing(f"the public data folder {name} beside the repository")
    return folder


def write(folder, name, *lines):
    """A CSV file of the given lines; its path."""
    path = folder / name
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


OWN_HEADER = "force,territorial,basis,financial_year,quarter,outcome_types,n"
OUTCOMES_HEADER = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Outcome type"
)
STREET_HEADER = OUTCOMES_HEADER.replace("Outcome type", "Crime type,Last outcome category,Context")
UNIT_HEADER = "unit,month,outcome_types,n"


def own_row(
    types, n, *, place="Hertfordshire", territorial="yes", basis="closed", year="2023/24", quarter="1"
):
    """A record of the project's own layout."""
    return f"{place},{territorial},{basis},{year},{quarter},{types},{n}"


def outcome_row(label, *, month="2021-01", crime="ab12", force="Hertfordshire Constabulary"):
    """A record of a data.police.uk outcomes file."""
    return f"{crime},{month},{force},{force},,,No location,,,{label}"


def street_row(
    label, *, month="2021-01", crime="ab12", group="Shoplifting", force="Hertfordshire Constabulary"
):
    """A record of a data.police.uk street file."""
    return f"{crime},{month},{force},{force},,,No location,,,{group},{label},"
