"""The quality of counts: months, control chart, and beside the published totals."""

import pytest

from cjnudge.cases.models import Snapshot
from cjnudge.cases.operations import fill_practice, import_files, load_reference
from cjnudge.cases.quality_at_import import totals_of
from tests.cases.files import (
    OUTCOMES_HEADER,
    OWN_HEADER,
    UNIT_HEADER,
    outcome_row,
    own_row,
    shared_folder,
    write,
)
from tests.cases.quality.parts import table
from tests.people import NOW, make_force

pytestmark = pytest.mark.django_db


def keys(snapshot):
    return {one["key"]: one for one in snapshot.quality["sections"]}


def test_synthetic_counts_by_unit_have_volumes_and_a_control_chart(practice, lead):
    snapshot, _ = fill_practice(force=practice, by=lead, at=NOW)
    found = keys(snapshot)
    assert set(found) == {"volumes", "resolutions", "reconciliation", "difference"}
    assert found["resolutions"]["sentences"][0].endswith("of all cases that entered in the month.")
    assert found["resolutions"]["chart"]["svg"].startswith("<svg")


def quarter_of_outcomes(charges, resolutions):
    """Lines of a police.uk file for April to June 2021."""
    labels = ["Suspect charged"] * charges + ["Local resolution"] * resolutions
    months = ("2021-04", "2021-05", "2021-06")
    return [outcome_row(label, month=months[n % 3], crime=f"{n:064x}") for n, label in enumerate(labels)]


def test_police_uk_counts_stand_beside_the_published_ones(force, lead, tmp_path):
    """Published for the first quarter of 2021/22: 1,486 charges and 755 out-of-court resolutions closed."""
    load_reference(by="test", at=NOW)
    path = write(tmp_path, "outcomes.csv", OUTCOMES_HEADER, *quarter_of_outcomes(1_440, 900))
    snapshot, _ = import_files(feed="police_uk_outcomes", paths=[path], force=force, by=lead, at=NOW)
    found = keys(snapshot)["reconciliation"]
    assert any("“Hertfordshire by quarter" in text for text in found["sentences"])
    assert [row[1:] for row in found["tables"][0]["rows"]] == [
        ["Charges", 1_486, 1_440, -46, "yes"],
        ["Out-of-court resolutions", 755, 900, 145, "no"],
    ]


@pytest.mark.on_demand
def test_real_police_uk_counts_of_2021_are_far_from_the_published_ones_and_told_so(force, lead):
    """The archive of 2021 lists charges again and again: 2,400 rows of 1,936 crimes where 1,486 were published."""
    load_reference(by="test", at=NOW)
    folder = shared_folder("datapoliceuk") / "hertfordshire"
    paths = [folder / f"2021-{month:02d}-hertfordshire-outcomes.csv.gz" for month in (4, 5, 6)]
    snapshot, _ = import_files(feed="police_uk_outcomes", paths=paths, force=force, by=lead, at=NOW)
    found = keys(snapshot)["reconciliation"]
    assert found["tables"][0]["rows"][0][2:5] == [1_486, 2_400, 914]
    assert found["findings"] == ["2 of 2 totals differ from the published ones by more than the tolerance."]


def test_yearly_counts_are_judged_in_what_they_have(force, lead, bring_in):
    snapshot, _ = bring_in("published_counts", OWN_HEADER, own_row("1", 70, quarter=""))  # fmt: skip
    assert "volumes" not in keys(snapshot)


def test_reference_tables_have_no_quality_page_of_their_own():
    load_reference(by="test", at=NOW)
    assert all(one.quality == {} for one in Snapshot.scoped.reference())


NAMES = {
    "Hertfordshire": "Hertfordshire",
    "Hertfordshire Constabulary": "Hertfordshire",
    "Hertfordshireland Police": None,
    "Constabulary of Hertfordshire": None,
}


def test_published_totals_are_those_of_the_place_that_the_name_begins_with():
    load_reference(by="test", at=NOW)
    for number, (name, place) in enumerate(NAMES.items()):
        found = totals_of(make_force(f"force-{number}", name))
        assert (found.place if found else None) == place


def test_practice_space_is_compared_with_no_published_totals(practice):
    load_reference(by="test", at=NOW)
    assert totals_of(practice) is None


def test_second_import_of_counts_shows_the_periods_of_both(force, lead, tmp_path, bring_in):
    lines = [f"A,2025-{month:02d},1,{40 + month}" for month in range(1, 13)]
    given = {"options": {"follow_up_days": "120"}, "rehearsal_only": True, "as_at": NOW.date()}
    bring_in("unit_counts", UNIT_HEADER, *lines, **given)
    second, _ = bring_in("unit_counts", UNIT_HEADER, *lines[:-1], "A,2025-12,1,90", name="later.csv", **given)
    found = table(keys(second)["difference"])
    assert found["December 2025"] == {"Counted before": 50, "Counted now": 90}
    assert found["November 2025"] == {"Counted before": 50, "Counted now": 50}
