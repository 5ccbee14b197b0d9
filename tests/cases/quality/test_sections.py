"""Each section of the quality page, on rows whose answer can be counted by hand."""

from datetime import date, timedelta

import pytest

from cjnudge.cases.quality import Previous, Totals
from cjnudge.cases.quality.wording import FEW
from cjnudge.periods import add_months
from tests.cases.case_snapshots import person
from tests.cases.quality.conftest import AS_AT
from tests.cases.quality.parts import table, write_part

JANUARY = date(2026, 1, 10)


def test_contents_count_rows_decisions_crimes_and_suspects(section, decisions):
    rows = decisions(40, JANUARY, "8", JANUARY)
    more = [
        {**row, "crime": person(90_000 + place), "first_of_decision": False}
        for place, row in enumerate(rows[:10])
    ]
    found = section("contents", rows + more)
    assert table(found) == {
        "Rows": {"Number": 50},
        "Decisions": {"Number": 40},
        "Decisions with an outcome": {"Number": 40},
        "Crimes": {"Number": 50},
        "Suspects": {"Number": 40},
        "Units": {"Number": 1},
        "Months of entry": {"Number": 1},
    }
    assert any("10 decisions cover several crimes" in text for text in found["sentences"])


def test_month_in_which_nobody_entered_is_a_finding(section, decisions):
    rows = decisions(10, date(2025, 11, 3)) + decisions(10, JANUARY)
    assert section("contents", rows)["findings"] == [
        "No case entered in December 2025: check whether the extract leaves something out."
    ]


def test_missing_values_are_counted_where_there_could_be_one(section, decisions):
    rows = decisions(30, JANUARY, "3", JANUARY, ethnicity="white", caution_kind="simple")
    rows += decisions(20, JANUARY, "1", JANUARY, ethnicity=None)
    rows += decisions(50, JANUARY, ethnicity="not stated")
    found = table(section("missing", rows))
    assert found == {"Ethnicity": {"Out of": "100 rows", "Missing": 20, "Share": 0.2, "Not stated": 50}}
    told = section("missing", rows)["sentences"][1]
    assert told.startswith("None or fewer than 5 cells are missing") and "Kind of caution" in told
    assert section("missing", rows)["findings"] == ["20 % of rows have nothing under “Ethnicity”."]


def test_column_that_the_extract_does_not_have_is_said_to_be_absent(section, decisions):
    sentences = section("missing", decisions(10, JANUARY))["sentences"]
    assert any(text.startswith("Not in this extract:") and "gravity score" in text for text in sentences)


def test_labels_that_the_mapping_does_not_know_are_listed_with_counts(section, decisions):
    unmatched = {"outcome": {"Words of advice": 40, "Rare": 2}}
    found = section("labels", decisions(50, JANUARY), unmatched=unmatched)
    assert found["tables"][0]["rows"] == [["Outcome", "Words of advice", 40], ["Outcome", "Rare", None]]
    assert found["findings"] == ["The mapping does not know 2 labels, in about 40 rows."]


def test_offence_codes_in_no_group_are_listed(section, decisions):
    rows = decisions(20, JANUARY, offence="46", offence_group="Theft offences") + decisions(
        10, JANUARY, offence="XYZ"
    )
    assert section("labels", rows)["tables"][0]["rows"] == [["XYZ", 10]]


def test_shares_by_lag_are_given_only_where_the_whole_quarter_was_followed(section, decisions):
    rows = decisions(50, date(2026, 1, 1), "8", date(2026, 1, 20)) + decisions(50, date(2026, 3, 31))
    found = table(section("lags", rows), -1)["2025/26 Q4 (January to March 2026)"]
    assert (found["30 days"], found["60 days"], found["90 days"]) == (0.5, 0.5, 0.5)
    assert found["120 days"] == "not yet"  # 31 March and 120 days is after 30 June


def test_curves_are_cumulative_incidence_and_not_shares_of_the_decided(section, decisions):
    """Half are charged on day 10, half of the rest resolved on day 20, the others are still open."""
    entry = AS_AT - timedelta(days=100)
    rows = decisions(100, entry, "1", entry + timedelta(days=10)) + decisions(
        50, entry, "8", entry + timedelta(days=20)
    )
    rows += decisions(50, entry)
    text = section("lags", rows)["sentences"][-1]
    assert "out-of-court resolution 25 % after 100 days" in text and "charge 50 % after 100 days" in text
    curves = table(section("lags", rows))
    assert (curves["Charge"]["30 days"], curves["Out-of-court resolution"]["90 days"]) == (0.5, 0.25)


def test_curves_are_not_drawn_from_a_handful_of_cases(section, decisions):
    found = section("lags", decisions(20, JANUARY, "8", JANUARY), draw=True)
    assert "chart" not in found and len(found["sentences"]) == 1


def test_open_cases_are_counted_by_month_of_entry(section, decisions):
    rows = decisions(90, JANUARY, "8", JANUARY) + decisions(10, JANUARY) + decisions(40, date(2026, 6, 1))
    found = table(section("still_open", rows))
    assert found["January 2026"] == {
        "Decisions": 100, "Still open": 10, "Share": 0.1, "All followed 120 days": "yes",
    }  # fmt: skip
    assert found["June 2026"]["All followed 120 days"] == "no"
    text = section("still_open", rows)["findings"][0]
    assert text.startswith("10 % of the cases followed for 120 days have no outcome yet")


def months(decisions, counts, first=date(2024, 6, 1), **given):
    return [
        row
        for place, count in enumerate(counts)
        for row in decisions(count, add_months(first, place), **given)
    ]


def test_month_out_of_line_in_volume_is_named(section, decisions):
    counts = [62, 60, 61, 58, 63, 60, 59, 62, 61, 60, 58, 62, 200, 60, 61, 59, 60, 62]
    found = section("volumes", months(decisions, counts))
    assert found["findings"] == ["1 of 18 months looks out of line in volume: June 2025."]
    assert table(found)["June 2025"]["Stands out"] == "yes"


def test_month_that_is_not_over_is_not_judged(section, decisions):
    rows = months(decisions, [60] * 13, first=date(2025, 6, 1))
    found = section("volumes", rows, as_at=date(2026, 6, 10))
    assert table(found)["June 2026"]["Stands out"] == "month not over"
    assert found["findings"] == ["None of 12 months look out of line in volume."]


def test_few_months_are_said_to_be_too_few(section, decisions):
    found = section("volumes", months(decisions, [60] * 5, first=date(2026, 1, 1)))
    assert found["findings"] == [] and "fewer than 12 whole months" in found["sentences"][0]


def test_eligibility_that_nobody_decided_is_said_to_be_unknown(section, decisions):
    found = section("eligible", decisions(30, JANUARY, eligibility="unknown"))
    assert found["findings"] == ["Eligibility is unknown for every case."] and found["tables"] == []


def test_eligible_share_is_among_the_known(section, decisions):
    rows = decisions(30, JANUARY, eligibility="eligible") + decisions(10, JANUARY, eligibility="conditional")
    rows += decisions(40, JANUARY, eligibility="not eligible") + decisions(20, JANUARY, eligibility="unknown")
    found = section("eligible", rows)
    assert table(found)["January 2026"]["Share eligible"] == 0.5
    assert found["findings"] == ["Eligibility is unknown for 20 %."]


def test_resolutions_are_those_within_the_window_of_months_followed_that_long(section, decisions):
    rows = []
    for place in range(14):
        entry = add_months(date(2025, 1, 1), place)
        rows += decisions(20, entry, "8", entry + timedelta(days=120)) + decisions(
            20, entry, "8", entry + timedelta(days=121)
        )
        rows += decisions(60, entry, "1", entry)
    found = table(section("resolutions", rows))
    assert found["January 2025"]["Share"] == 0.2
    assert set(found) == {f"{month} 2025" for month in MONTHS} | {"January 2026", "February 2026"}
    assert "March 2026" not in table(section("resolutions", rows + decisions(50, date(2026, 3, 5))))


MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def totals(n, quarter=date(2026, 1, 1)):
    rows = [(quarter, "quarter", "closed", "1", n), (quarter, "quarter", "closed", "2+3+6+7+8+22", n)]
    return Totals(place="Hertfordshire", source="“The published table”", rows=rows)


def test_totals_within_the_tolerance_are_told_from_those_beyond_it(section, decisions):
    rows = (
        decisions(10, date(2025, 6, 1))
        + decisions(104, JANUARY, "1", JANUARY)
        + decisions(200, JANUARY, "8", JANUARY)
    )
    found = section("reconciliation", rows, totals=totals(100))
    assert [row[1:] for row in found["tables"][0]["rows"]] == [
        ["Charges", 100, 105, 5, "yes"],
        ["Out-of-court resolutions", 100, 200, 100, "no"],
    ]
    assert found["findings"] == ["1 of 2 totals differs from the published ones by more than the tolerance."]
    assert any("a crime with several suspects counts once" in text for text in found["sentences"])


def test_crime_with_several_suspects_is_compared_once(section, decisions):
    rows = decisions(10, date(2025, 6, 1)) + decisions(100, JANUARY, "1", JANUARY)
    second = [{**row, "suspect": person(50_000 + place)} for place, row in enumerate(rows[10:])]
    found = section("reconciliation", rows + second, totals=totals(100))
    assert found["tables"][0]["rows"][0][3] == 100


def test_quarter_in_which_the_extract_had_just_begun_is_not_compared(section, decisions):
    rows = decisions(100, date(2025, 12, 1), "1", JANUARY)
    found = section("reconciliation", rows, totals=totals(100))
    assert found["tables"] == [] and "No quarter can be compared" in found["sentences"][0]


def test_synthetic_cases_are_compared_with_nothing(section, decisions):
    found = section("reconciliation", decisions(100, JANUARY), totals=totals(100), synthetic=True)
    assert found["sentences"] == ["Synthetic cases are not compared with published figures."]


@pytest.fixture
def against(section, tmp_path):
    """against(before, now, …) gives the section of differences."""

    def do(before, now, **given):
        path = tmp_path / "before.parquet"
        write_part(before, path)
        fields = frozenset(now[0])
        earlier = Previous("Before", "h", date(2026, 3, 31), [path], fields, given.pop("key_before", 1))
        return section("difference", now, previous=earlier, key_version=1, **given)

    return do


def test_differences_are_rows_added_gone_decided_and_changed(against, decisions):
    same, decided, changed, gone = (decisions(10, JANUARY, *said) for said in ((), (), ("16", JANUARY), ()))
    new, moved = decisions(20, JANUARY), decisions(10, JANUARY, unit="A")
    now = [*same, *new, *({**row, "outcome": "8", "outcome_on": JANUARY} for row in decided)]
    now += [{**row, "outcome": "1"} for row in changed] + [{**row, "unit": "B"} for row in moved]
    found = against([*same, *decided, *changed, *gone, *moved], now)
    assert table(found)["January 2026"] == {
        "Rows before": 50,
        "Rows now": 60,
        "Added": 20,
        "Gone": 10,
        "Outcome new": 10,
        "Outcome changed": 10,
        "Otherwise changed": 10,
    }


def test_slices_of_many_rows_give_the_same_answers(against, section, decisions, monkeypatch):
    rows = decisions(30, JANUARY) + decisions(20, JANUARY, "8", JANUARY, suspect=person(77))
    now = [*rows[5:], *decisions(40, JANUARY)]
    whole = against(rows, now), section("contents", now)
    monkeypatch.setattr("cjnudge.cases.quality.material.ROWS_AT_ONCE", 7)
    assert (against(rows, now), section("contents", now)) == whole


def test_same_rows_in_another_order_do_not_differ(against, decisions):
    rows = decisions(30, JANUARY, "8", JANUARY)
    assert set(list(table(against(rows, rows[::-1])).values())[0].values()) == {30, None}


def test_rows_under_other_keys_are_compared_by_month_alone(against, decisions):
    rows = decisions(30, JANUARY)
    found = against(rows, rows, key_before=2)
    assert table(found)["January 2026"] == {"Rows before": 30, "Rows now": 30}
    assert any("different keys" in text.replace("\n", " ") for text in found["sentences"])


def test_first_snapshot_has_nothing_to_be_compared_with(section, decisions):
    assert "first snapshot of its kind" in section("difference", decisions(10, JANUARY))["sentences"][0]


def test_snapshot_whose_rows_are_gone_is_not_compared(section, decisions):
    gone = Previous("Before", "h", date(2026, 3, 31), [])
    assert (
        "can no longer be read" in section("difference", decisions(9, JANUARY), previous=gone)["sentences"][0]
    )


def test_few_is_said_for_hidden_counts():
    assert FEW == "fewer than 5"
