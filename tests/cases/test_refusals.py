"""A faulty cell is refused with file, line, column, reason and remedy; nothing is stored."""

import csv
import io

import pytest

from cjnudge.cases.models import Part, Snapshot
from cjnudge.cases.problems import MOST_SHOWN, ImportRefused
from tests.cases.files import (
    OUTCOMES_HEADER,
    OWN_HEADER,
    STREET_HEADER,
    UNIT_HEADER,
    outcome_row,
    own_row,
    street_row,
)

pytestmark = pytest.mark.django_db
SECRET = "Jane Citizen 01/02/1990"


def only(refusal):
    assert refusal.total == 1, refusal.sentences()
    return refusal.problems[0]


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        (own_row("1A", 5), "outcome_types", "counted twice"),
        (own_row("23", 5), "outcome_types", "not an outcome type"),
        (own_row("1", "35.5"), "n", "not a whole number"),
        (own_row("1", "-3"), "n", "not a whole number of 0 or more"),
        (own_row("1", ""), "n", "not a whole number"),
        (own_row("1", "٣"), "n", "not a whole number"),
        (own_row("1", "1" * 30), "n", "not a whole number"),
        (own_row("1", 5, year="2023/25"), "financial_year", "no such period"),
        (own_row("1", 5, quarter="5"), "quarter", "no such quarter"),
        (own_row("1", 5, basis="month"), "basis", "not a basis"),
        (own_row("1", 5, territorial="maybe"), "territorial", "neither yes nor no"),
        (own_row("1", 5, place=""), "force", "empty"),
        (own_row("1", 5, place="Hert\x01s"), "force", "cannot be seen"),
        (own_row("1", 5, place="\u202eHerts"), "force", "cannot be seen"),
        (own_row("1", 5, year="2031/32"), "", "begins after"),
        (own_row("1", "5,6"), "", "8 cells, more than the 7"),
        (own_row("1", 5).rsplit(",", 1)[0], "", "6 cells, fewer than the 7"),
    ],
)
def test_faulty_cell_is_named(refused, row, column, reason):
    problem = only(refused("published_counts", OWN_HEADER, own_row("8", 1), row, name="a.csv"))
    assert (problem.file, problem.line, problem.column) == ("a.csv", 3, column)
    assert reason in problem.reason and problem.remedy


@pytest.mark.parametrize(
    ("feed", "header", "row", "column"),
    [
        ("police_uk_outcomes", OUTCOMES_HEADER, outcome_row(SECRET), "Outcome type"),
        ("police_uk_outcomes", OUTCOMES_HEADER, outcome_row("Local resolution", month=SECRET), "Month"),
        ("police_uk_outcomes", OUTCOMES_HEADER, outcome_row("Local resolution", crime=SECRET), "Crime ID"),
        ("police_uk_street", STREET_HEADER, street_row(SECRET), "Last outcome category"),
        ("unit_counts", UNIT_HEADER, f"Watford,{SECRET},8,1", "month"),
    ],
)
def test_value_of_a_faulty_cell_is_never_repeated(refused, feed, header, row, column):
    options = {"follow_up_days": "120"} if feed == "unit_counts" else None
    refusal = refused(feed, header, row, options=options, rehearsal_only=feed == "unit_counts")
    assert only(refusal).column == column
    assert "Jane" not in str(refusal) and "1990" not in repr(refusal.problems)


def test_headerless_file_is_refused_without_repeating_its_first_row(refused):
    refusal = refused("unit_counts", f"{SECRET},2024-01,8,1", rehearsal_only=True)
    assert only(refusal).line == 1 and "“unit”" in str(refusal)
    assert "Jane" not in str(refusal)


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        (OWN_HEADER.replace(",basis", ""), "no column “basis”"),
        (OWN_HEADER + ",extra", "other columns too"),
        (OWN_HEADER.replace("basis,financial_year", "financial_year,basis"), "another order"),
        (OWN_HEADER + ",n", "a column twice"),
    ],
)
def test_wrong_header_is_named(refused, header, reason):
    problem = only(refused("published_counts", header, own_row("1", 1)))
    assert reason in problem.reason and OWN_HEADER in problem.remedy


def test_line_is_where_the_record_starts(refused):
    row = own_row("1", 5, place='"Two\nlines"')
    problem = only(refused("published_counts", OWN_HEADER, row, own_row("1A", 2)))
    assert problem.line == 4


@pytest.mark.parametrize("row", ['"a"b,yes,closed,2023/24,1,1,1', '"open,yes,closed,2023/24,1,1,1'])
def test_broken_quotes_end_the_reading(refused, row):
    problem = only(refused("published_counts", OWN_HEADER, own_row("8", 1), row))
    assert problem.line == 3 and "quotes" in problem.reason


def test_quotes_commas_and_long_line_ends_are_read(bring_in):
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(
        ["London, City of", "yes", "closed", "2023/24", "1", "1", "3"]
    )
    snapshot, _ = bring_in("published_counts", OWN_HEADER, text.getvalue())
    assert snapshot.rows == 1


def test_same_key_twice_is_refused_with_both_lines(refused):
    problem = only(refused("published_counts", OWN_HEADER, own_row("1", 5), own_row("8", 1), own_row("1", 6)))
    assert problem.line == 4 and "line 2" in problem.reason


def test_total_beside_its_parts_is_refused(refused):
    problem = only(refused("published_counts", OWN_HEADER, own_row("2+3+8", 5), own_row("8", 1)))
    assert problem.line == 3 and "counted twice" in problem.reason


def test_year_beside_its_quarters_is_refused(refused):
    refusal = refused("published_counts", OWN_HEADER, own_row("1", 5), own_row("8", 9, quarter=""))
    assert "shorter or longer periods" in str(refusal)


def test_same_period_in_two_files_is_refused(tmp_path, refused):
    other = tmp_path / "other.csv"
    other.write_text(f"{OWN_HEADER}\n{own_row('8', 4)}\n")
    lines = [OWN_HEADER, own_row("1", 5)]
    refusal = refused("published_counts", *lines, paths=[tmp_path / "file.csv", other])
    assert "both files" in str(refusal) and "other.csv" in str(refusal)


def test_same_file_named_twice_is_refused(tmp_path, refused):
    path = tmp_path / "file.csv"
    assert "Name it once" in str(refused("published_counts", OWN_HEADER, own_row("1", 5), paths=[path, path]))


def test_first_hundred_problems_are_shown_and_all_are_counted(refused):
    rows = [own_row("1A", n) for n in range(250)]
    refusal = refused("published_counts", OWN_HEADER, *rows)
    assert (len(refusal.problems), refusal.total) == (MOST_SHOWN, 250) == (100, 250)
    assert refusal.sentences()[-1] == "… and 150 more problems."


def test_refused_import_stores_nothing(tmp_path, refused):
    good = tmp_path / "good.csv"
    good.write_text(f"{OWN_HEADER}\n{own_row('8', 4, quarter='2')}\n")
    refused("published_counts", OWN_HEADER, own_row("1A", 5), paths=[good, tmp_path / "file.csv"])
    assert not Snapshot.objects.exists() and not Part.objects.exists()


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"paths": []}, "1 to 500 files"),
        ({"options": {"colour": "red"}}, "no option colour"),
        ({"options": {"place": "Essex"}}, "None of these files needs --place"),
        ({"paths": ["/nowhere/x.csv"]}, "no such file"),
    ],
)
def test_request_that_makes_no_sense_is_refused(refused, given, reason):
    refusal = refused("published_counts", OWN_HEADER, own_row("1", 5), **given)
    assert reason in str(refusal) and "/nowhere" not in str(refusal)


def test_empty_file_and_bare_header_are_refused(refused, tmp_path):
    empty = tmp_path / "empty.csv"
    empty.touch()
    assert "empty" in str(refused("published_counts", OWN_HEADER, paths=[empty]))
    assert "no records" in str(refused("published_counts", OWN_HEADER))


def test_extract_of_the_future_is_refused(refused):
    import datetime

    day = datetime.date(2030, 1, 1)
    assert "future" in str(refused("published_counts", OWN_HEADER, own_row("1", 5), as_at=day))


def test_period_that_has_not_ended_asks_for_the_day_of_the_extract(refused):
    refusal = refused("published_counts", OWN_HEADER, own_row("1", 5, year="2026/27", quarter=""))
    assert "--as-at" in str(refusal)


def test_file_that_changes_while_it_is_read_is_refused(refused, monkeypatch):
    from cjnudge.cases.storage import parts

    hashes = iter(["a" * 64, "b" * 64])
    monkeypatch.setattr(parts, "sha256_of", lambda path: next(hashes))
    assert "changed" in str(refused("published_counts", OWN_HEADER, own_row("1", 5)))


def test_problems_are_words_a_person_can_act_on(refused):
    refusal = refused("published_counts", OWN_HEADER, own_row("1A", 5), name="a.csv")
    assert str(refusal).startswith(
        "a.csv, line 2, column outcome_types: Outcome types 1A, 2A and 3A are part of"
    )
    assert isinstance(refusal, ImportRefused)
