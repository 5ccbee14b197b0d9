"""The layouts of the Home Office's tables, on the public files and on small ones."""

import pytest

from cjnudge.cases.counting.counts import MeasureRefused, count
from cjnudge.cases.measures import measure
from cjnudge.cases.operations import import_files
from tests.cases.files import shared_folder
from tests.people import NOW

pytestmark = pytest.mark.django_db
SHARE = measure("oocr_share_positive")
GROUP_HEADER = "Force,Financial Quarter,Offence Group,Outcome Type,Outcome Group,n"
YEAR = {"financial_year": "2024/25"}


@pytest.fixture
def homeoffice():
    return shared_folder("homeoffice")


@pytest.fixture
def published(homeoffice, force, lead):
    def bring_in(name, **options):
        path = homeoffice / name
        return import_files(
            feed="published_counts", paths=[path], force=None, by=lead, at=NOW, options=options
        )[0]

    return bring_in


def share(frame):
    return round(frame["numerator"].sum() / frame["denominator"].sum(), 3)


def test_forces_by_year_give_the_published_shares(published):
    snapshot = published("force_outcomes_year_closed_basis.csv")
    frame = count(SHARE, snapshot, by=("place", "territorial", "period"))
    herts = frame[frame.place == "Hertfordshire"].set_index(
        frame[frame.place == "Hertfordshire"].period.map(str)
    )
    assert share(herts.loc[["2023-04-01"]]) == 0.301
    assert share(herts.loc[["2025-04-01"]]) == 0.394
    for year, all_44, territorial_43 in (("2023-04-01", 0.352, 0.354), ("2025-04-01", 0.325, 0.326)):
        of_year = frame[frame.period.map(str) == year]
        assert len(of_year) == 44
        assert share(of_year) == all_44
        assert share(of_year[of_year.territorial == True]) == territorial_43  # noqa: E712 - a column of objects


def test_force_by_quarter_agrees_with_its_year(published):
    quarters = published("herts_outcomes_quarter.csv", place="Hertfordshire")
    years = published("force_outcomes_year_closed_basis.csv")
    by_year = count(SHARE, years, by=("period",), places=["Hertfordshire"])
    frame = count(SHARE, quarters, by=("period",), basis="closed")
    of_2025 = frame[frame.period.map(lambda day: str(day) >= "2025-04-01")]
    assert of_2025.numerator.sum() == by_year.numerator.iloc[-1] == 4816


def test_sum_of_the_three_parts_is_all_outcomes(published):
    snapshot = published("ew_outcomes_quarter.csv")
    parts = [
        count(measure(f"{part}_per_100_outcomes"), snapshot, by=("period",), basis="recorded")
        for part in ("oocr", "charge", "other")
    ]
    assert (sum(part.numerator for part in parts) == parts[0].denominator).all()


def test_period_that_was_not_returned_has_no_row(published):
    snapshot = published("herts_outcomes_quarter.csv", place="Hertfordshire")
    closed, recorded = (count(SHARE, snapshot, basis=basis) for basis in ("closed", "recorded"))
    assert (len(closed), len(recorded)) == (48, 47)


def test_force_is_asked_for_where_the_file_does_not_say_it(homeoffice, force, lead):
    from cjnudge.cases.problems import ImportRefused

    with pytest.raises(ImportRefused, match="--place"):
        import_files(
            feed="published_counts",
            paths=[homeoffice / "herts_outcomes_quarter.csv"],
            force=None,
            by=lead,
            at=NOW,
        )


def test_offence_group_table_gives_the_published_shares(published):
    snapshot = published("outcomes_2024_25_force_quarter_group.csv", financial_year="2024/25")
    assert snapshot.total == 5_307_473
    frame = count(SHARE, snapshot, by=("place", "period"))
    herts = frame[frame.place == "Hertfordshire"]
    assert [round(row.numerator / row.denominator, 3) for row in herts.itertuples()] == [
        0.328,
        0.320,
        0.372,
        0.345,
    ]
    assert share(herts) == 0.341
    assert "City of London" in set(frame.place)
    charges = count(measure("charge_per_100_outcomes"), snapshot, by=())
    assert charges.numerator.item() == 458_780


def test_whole_numbers_written_as_decimals_are_read_and_others_refused(bring_in, refused):
    good = "Essex,1.0,Robbery,8.0,Out-of-court (informal),35.0"
    assert bring_in("published_counts", GROUP_HEADER, good, options=YEAR)[0].total == 35
    for cell in ("35.5", "1e2", "nan"):
        problem = refused(
            "published_counts", GROUP_HEADER, good.replace("35.0", cell), options=YEAR
        ).problems[0]
        assert problem.column == "n"


def test_negative_corrections_are_kept(bring_in):
    rows = [
        "Essex,1,Robbery,8,Out-of-court (informal),35",
        "Essex,1,Theft offences,8,Out-of-court (informal),-2",
    ]
    snapshot, _ = bring_in("published_counts", GROUP_HEADER, *rows, options=YEAR)
    assert count(SHARE, snapshot, by=("period",)).numerator.item() == 33


def test_total_that_disagrees_with_its_columns_is_refused(homeoffice, tmp_path, refused):
    lines = (homeoffice / "force_outcomes_year_closed_basis.csv").read_text().splitlines()[:3]
    lines[2] = lines[2].replace("4791", "4792")
    assert refused("published_counts", *lines).problems[0].column == "oocr"


def test_types_published_as_one_total_cannot_be_split(published):
    snapshot = published("force_outcomes_year_closed_basis.csv")
    with pytest.raises(MeasureRefused, match="only as one total"):
        count(measure("oocr_share_assigned"), snapshot)


def test_offence_groups_make_the_shares_of_all_types_countable(published):
    snapshot = published("outcomes_2024_25_force_quarter_group.csv", financial_year="2024/25")
    frame = count(measure("oocr_share_assigned"), snapshot, by=())
    assert frame.denominator.item() == 5_307_473 - 129_870 - 75_791
