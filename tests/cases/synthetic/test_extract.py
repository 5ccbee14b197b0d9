"""The synthetic extract: marked, repeatable, and the same cases whenever one looks."""

import csv
import gzip
import hashlib
import re
from collections import Counter
from datetime import date, datetime

import pytest

from cjnudge.cases.synthetic import HEADER, SyntheticRefused, mapping_body, write_extract
from cjnudge.cases.synthetic.extract import usual_rows
from cjnudge.cases.synthetic.layout import MARK, MARK_COLUMN
from tests.cases.synthetic.conftest import ASKED

EARLY, LATE = date(2025, 12, 31), date(2026, 9, 30)
MADE_UP = re.compile(r"Synthetic Person \d+|Synthetic note: .*|")


def day(text):
    return datetime.strptime(text, "%d/%m/%Y").date() if text else None


def key(record):
    return record["Crime Ref"], record["Suspect PNC ID"]


def test_same_seed_gives_the_same_bytes(tmp_path):
    hashes = []
    for name in ("synthetic-1.csv", "synthetic-2.csv"):
        write_extract(tmp_path / name, **ASKED)
        hashes.append(hashlib.sha256((tmp_path / name).read_bytes()).hexdigest())
    assert hashes[0] == hashes[1]


def test_compressed_extract_has_the_same_records_and_the_same_bytes_each_time(tmp_path, made):
    packed = [tmp_path / "synthetic-1.csv.gz", tmp_path / "synthetic-2.csv.gz"]
    for path in packed:
        write_extract(path, **ASKED)
    assert packed[0].read_bytes() == packed[1].read_bytes()
    assert gzip.decompress(packed[0].read_bytes()) == made().read_bytes()


def test_another_seed_gives_other_cases(records):
    assert records() != records(seed=8)


def test_file_without_the_word_synthetic_in_its_name_is_refused(tmp_path):
    with pytest.raises(SyntheticRefused, match="must hold the word synthetic"):
        write_extract(tmp_path / "extract.csv", **ASKED)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "given, words",
    [
        ({"rows": 0}, "1 to 5,000,000 records"),
        ({"months": 0}, "1 to 120 whole months"),
        ({"first_month": date(2025, 1, 2)}, "whole months"),
        ({"wrong": ["gremlins"]}, "There is no fault gremlins"),
    ],
)
def test_what_cannot_be_made_is_refused_in_words(tmp_path, given, words):
    with pytest.raises(SyntheticRefused, match=words):
        write_extract(tmp_path / "synthetic.csv", **ASKED | given)


def test_every_record_says_that_it_is_synthetic_and_names_nobody(records):
    for record in records():
        assert record[MARK_COLUMN] == MARK
        assert MADE_UP.fullmatch(record["Suspect Name"]) and MADE_UP.fullmatch(record["MO Notes"])
        assert record["Suspect PNC ID"].startswith("SYN-") and record["Crime Ref"].startswith("SYN-")


def test_extract_has_as_many_records_as_asked_once_every_case_has_entered(records):
    assert len(records()) == ASKED["rows"]
    early = records(as_at=date(2025, 6, 30))
    assert len(early) < ASKED["rows"]
    assert max(day(record["Suspect Identified"]) for record in early) <= date(2025, 6, 30)


def test_a_year_of_100_000_crimes_has_the_published_share_of_suspects():
    # 41,468 of 82,318 recorded crimes of 2024/25 had an outcome that needs a suspect.
    assert usual_rows(12) == round(100_000 * 41_468 / 82_318) == 50_375


def test_later_day_gives_the_same_cases_with_more_of_them_decided(records):
    early, late = records(as_at=EARLY), records(as_at=LATE)
    assert [key(record) for record in early] == [key(record) for record in late]
    for before, after in zip(early, late, strict=True):
        if before["Outcome"] and before["Outcome"] != after["Outcome"]:
            # Only a reopened case loses its outcome, and then it is kept as the first one.
            assert after["First Outcome"] == before["Outcome"]
            assert after["First Outcome Date"] == before["Outcome Date"]
    open_then, open_now = (sum(not one["Outcome"] for one in records_) for records_ in (early, late))
    assert open_now < open_then / 3


def test_nothing_after_the_day_of_the_extract_is_in_it(records):
    days = [
        column for column in HEADER if column.endswith(("Date", "Ended", "Crime", "Identified", "Recorded"))
    ]
    for record in records(as_at=EARLY):
        assert all(day(record[column]) <= EARLY for column in days if record[column])


def test_days_of_a_case_are_in_order(records):
    for record in records():
        entered, ended = day(record["Suspect Identified"]), day(record["Outcome Date"])
        assert day(record["Recorded"]) <= entered
        assert bool(record["Outcome"]) == bool(ended)
        assert ended is None or ended >= entered
        assert not record["First Outcome Date"] or day(record["First Outcome Date"]) <= ended


def test_one_decision_has_many_crimes_and_one_crime_several_suspects(records):
    by_decision = Counter(
        (r["Suspect PNC ID"], r["Suspect Identified"], r["OIC Collar No"]) for r in records()
    )
    assert max(by_decision.values()) >= 3
    assert max(Counter(record["Crime Ref"] for record in records()).values()) == 2
    assert max(Counter(record["Suspect PNC ID"] for record in records()).values()) > 5


def test_record_of_one_crime_has_one_offence_and_one_team(records):
    seen = {}
    for record in records():
        what = record["HO Code"], record["Policing Team"]
        assert seen.setdefault(record["Crime Ref"], what) == what


def test_officers_are_as_many_as_the_force_has_and_stay_in_one_district(records):
    districts = {}
    for record in records(rows=60_000):
        if record["OIC Collar No"]:
            district = next(one for one in DISTRICTS if record["Policing Team"].startswith(one))
            assert districts.setdefault(record["OIC Collar No"], district) == district
    assert 2_250 <= len(districts) <= 2_300


DISTRICTS = (
    *(
        "Broxbourne",
        "Dacorum",
        "East Herts",
        "Hertsmere",
        "North Herts",
        "St Albans",
        "Stevenage",
        "Three Rivers",
    ),
    *("Watford", "Welwyn Hatfield"),
)


def test_mapping_names_every_column_of_the_extract_once(made):
    with made().open(encoding="utf-8", newline="") as stream:
        header = next(csv.reader(stream))
    body = mapping_body()
    assert list(body["columns"]) == header == list(HEADER)
    kept = [field for field in body["columns"].values() if field != "drop"]
    assert len(kept) == len(set(kept))
    assert {"Suspect Name", "MO Notes"} <= set(body["confirmed_drops"])
