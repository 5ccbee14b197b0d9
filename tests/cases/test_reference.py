"""The tables that come with the project say what the published files say."""

import time

import pytest

from cjnudge.cases.counting.counts import count
from cjnudge.cases.measures import measure
from cjnudge.cases.models import Snapshot
from cjnudge.cases.operations import import_files, load_reference
from cjnudge.cases.operations.reference import FOLDER, TABLES
from cjnudge.cases.queries.snapshots import NoReference, reference_snapshot
from tests.cases.files import shared_folder
from tests.people import NOW

pytestmark = pytest.mark.django_db
SHARE = measure("oocr_share_positive")
PARTS = [measure(f"{part}_per_100_outcomes") for part in ("oocr", "charge", "other")]


def share_of(frame):
    return round(100 * frame.numerator.sum() / frame.denominator.sum(), 1)


def test_shares_of_the_story_are_the_published_ones():
    load_reference(by="test", at=NOW)
    frame = count(SHARE, reference_snapshot("forces_yearly"), by=("place", "territorial", "period"))
    frame["year"] = frame.period.map(lambda day: day.year)
    for year, herts, all_44, territorial_43 in ((2023, 30.1, 35.2, 35.4), (2025, 39.4, 32.5, 32.6)):
        of_year = frame[frame.year == year]
        assert len(of_year) == 44
        assert share_of(of_year[of_year.place == "Hertfordshire"]) == herts
        assert share_of(of_year) == all_44
        assert share_of(of_year[of_year.territorial.astype(bool)]) == territorial_43


def test_quarters_of_hertfordshire_add_up_to_its_years():
    load_reference(by="test", at=NOW)
    frame = count(SHARE, reference_snapshot("hertfordshire_quarterly"), basis="closed")
    years = count(SHARE, reference_snapshot("forces_yearly"), places=["Hertfordshire"]).set_index("period")
    for start, row in years.iterrows():
        last = start.replace(year=start.year + 1)
        quarters = frame[(frame.period >= start) & (frame.period < last)]
        assert quarters[["numerator", "denominator"]].sum().tolist() == [row.numerator, row.denominator]


@pytest.mark.parametrize(
    ("key", "name", "options"),
    [
        ("hertfordshire_quarterly", "herts_outcomes_quarter.csv", {"place": "Hertfordshire"}),
        ("england_and_wales_quarterly", "ew_outcomes_quarter.csv", {}),
        ("forces_yearly", "force_outcomes_year_closed_basis.csv", {}),
    ],
)
def test_reference_table_counts_what_its_source_file_counts(key, name, options):
    path = shared_folder("homeoffice") / name
    load_reference(by="test", at=NOW)
    source, _ = import_files(
        feed="published_counts", paths=[path], force=None, by="test", at=NOW, options=options
    )
    ours = reference_snapshot(key)
    for asked in (SHARE, *PARTS):
        by = ("place", "territorial", "basis", "period")
        assert count(asked, ours, by=by).equals(count(asked, source, by=by))


def test_loading_again_changes_nothing_and_takes_under_two_seconds_of_processor():
    assert [created for _, created in load_reference(by="test", at=NOW)] == [True] * len(TABLES)
    started = time.process_time()
    assert [created for _, created in load_reference(by="test", at=NOW)] == [False] * len(TABLES)
    assert time.process_time() - started < 2
    assert Snapshot.objects.count() == len(TABLES)


def test_reference_counts_belong_to_no_force_and_are_published():
    load_reference(by="test", at=NOW)
    for snapshot in Snapshot.objects.all():
        assert snapshot.force is None and snapshot.published and not snapshot.synthetic


def test_missing_reference_says_how_to_load_it():
    with pytest.raises(NoReference, match=r"manage\.py load_reference"):
        reference_snapshot("forces_yearly")


def test_attribution_stands_beside_the_tables():
    text = (FOLDER / "README.md").read_text("utf-8")
    assert "Open Government Licence v3.0" in text and "Crown copyright" in text
    assert {f"{table.key}.csv" for table in TABLES} == {path.name for path in FOLDER.glob("*.csv")}
    assert all(f"`{table.key}.csv`" in text for table in TABLES)
