"""One file read while it arrives: its pieces, its refusals with their places, and nothing kept of a refused one."""

import gzip
import hashlib
from dataclasses import replace
from datetime import date

import pytest

from cjnudge.cases.extract.fields import FIELDS, PIECE_COLUMNS
from cjnudge.cases.extract.mapping import suggest
from cjnudge.cases.extract.reading import CaseReader, ReadingFailed, read_file
from cjnudge.cases.privacy.pseudonyms import pseudonym
from tests.cases.extract.reader import (
    BODY,
    COLUMNS,
    HEADER,
    LAYERS,
    TODAY,
    csv_of,
    new_pieces,
    read,
    record,
    rows_of,
    sentences,
)

COLUMN_OF = {field: name for name, field in COLUMNS.items()}


@pytest.fixture
def refusals(tmp_path):
    """The sentences of a file that must be refused."""

    def of(data, **given):
        found = read(data, tmp_path, **given)
        assert found.pieces == () and not list(tmp_path.iterdir())
        assert found.problems and found.total_problems >= len(found.problems)
        return sentences(found)

    return of


def test_good_file_becomes_pieces_with_every_mapped_cell(tmp_path):
    found = read(csv_of(record(), record(crime="2", outcome="", outcome_on="", unit="wat")), tmp_path)
    assert (found.rows, found.problems, found.unmatched) == (2, (), {})
    assert found.first_entry == found.last_entry == date(2024, 12, 31)
    first, second = rows_of(found)
    assert tuple(first) == tuple(PIECE_COLUMNS)
    expected = {
        "entry_on": date(2024, 12, 31),
        "recorded_on": date(2024, 12, 30),
        "outcome": "8",
        "outcome_on": date(2025, 1, 15),
        "unit": "Hertford",
        "offence": "46",
        "offence_group": "Theft offences",
        "age_band": "26+",
        "sex": "female",
        "ethnicity": "white",
        "suspect": pseudonym("12/345678A", LAYERS["suspect"]),
        "officer": pseudonym("1234", LAYERS["officer"]),
        "crime": pseudonym("41/100/25", LAYERS["crime"]),
        "gravity": 3,
        "hate": "no",
    }
    assert {key: value for key, value in first.items() if value is not None} == expected
    assert (second["outcome"], second["outcome_on"], second["unit"]) == (None, None, "Watford")


def test_documented_layout_is_read_as_it_stands(tmp_path):
    body = suggest(list(FIELDS))
    row = {
        "entry_on": "2024-12-31T10:00:00Z",
        "unit": "Watford",
        "age_band": "10-17",
        "admission": "admitted",
    }
    data = ",".join(FIELDS) + "\n" + ",".join(row.get(key, "") for key in FIELDS) + "\n"
    found = read(data.encode(), tmp_path, body=body)
    assert {key: value for key, value in rows_of(found)[0].items() if value} == row | {
        "entry_on": date(2024, 12, 31)
    }


SPLIT = [record(unit='"Zoë’s\r\nteam, ""B"""', crime=str(number)) for number in range(5)]


@pytest.mark.parametrize("step", [1, 2, 3, 5, 64, 4096])
def test_how_the_bytes_are_cut_makes_no_difference(tmp_path, step):
    data = b"\xef\xbb\xbf" + csv_of(*SPLIT, record(crime="9")).replace(b"\n", b"\r\n")
    found = read(data, tmp_path, step=step)
    assert [row["unit"] for row in rows_of(found)] == [*['Zoë’s team, "B"'] * 5, "Hertford"]
    assert found.sha256 == hashlib.sha256(data).hexdigest() and found.bytes == len(data)


def test_blocks_end_anywhere_and_faults_keep_their_lines(tmp_path, monkeypatch):
    rows = [record(crime=str(number), unit='"two\nteams"' if number % 3 else "one") for number in range(50)]
    rows[40][0] = "30/02/2024"
    line = 2 + 40 + sum(number % 3 > 0 for number in range(40))
    for block in (1, 7, 64, 1 << 18):
        monkeypatch.setattr("cjnudge.cases.extract.reading.BLOCK", block)
        found = read(csv_of(*rows), tmp_path)
        assert [problem.line for problem in found.problems] == [line]


def test_record_that_does_not_end_is_given_up(refusals, monkeypatch):
    monkeypatch.setattr("cjnudge.cases.extract.reading.BLOCK", 1_000)
    words = refusals(csv_of(record(), ['"' + "x\n" * 40_000]))[0]
    assert "line 3: The record is longer than 65,536 characters: a quote is probably not closed" in words


def test_several_pieces_hold_every_row_once(tmp_path, monkeypatch):
    monkeypatch.setattr("cjnudge.cases.extract.reading.BLOCK", 2_000)
    monkeypatch.setattr("cjnudge.cases.extract.writing.PIECE_ROWS", 30)
    found = read(
        csv_of(*(record(crime=str(number), gravity=str(number % 21)) for number in range(200))), tmp_path
    )
    assert len(found.pieces) > 3
    assert [row["gravity"] for row in rows_of(found)] == [number % 21 for number in range(200)]
    assert len({row["crime"] for row in rows_of(found)}) == 200


def test_gzip_is_unpacked_and_its_own_bytes_are_hashed(tmp_path):
    data = gzip.compress(csv_of(record()))
    found = read(data, tmp_path, name="file.csv.gz", step=5)
    assert found.rows == 1 and found.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("name", ["file.csv", "file.csv.gz"])
def test_file_on_disk_is_read_like_one_that_arrives(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(gzip.compress(csv_of(record())) if name.endswith("gz") else csv_of(record()))
    pieces = tmp_path / "pieces"
    pieces.mkdir()
    found = read_file(path, BODY, layers=LAYERS, as_at=None, today=TODAY, new_piece=new_pieces(pieces))
    assert (found.name, found.rows, len(rows_of(found))) == (name, 1, 1)


@pytest.mark.parametrize(
    "field, text, reason",
    [
        ("gravity", "1e400", "not a whole number"),
        ("gravity", "9223372036854775808", "larger than 20"),
        ("gravity", "21", "larger than 20"),
        ("gravity", "-1", "not a whole number"),
        ("gravity", "2.5", "not a whole number"),
        ("age_band", "121", "over 120"),
        ("entry_on", "30/02/2024", "no such day"),
        ("entry_on", "29/02/2025", "no such day"),
        ("entry_on", "", "The cell is empty"),
        ("entry_on", "01/02/2026", "after 31 January 2026"),
        ("recorded_on", "31/12/2024", "not a day written like 2025-12-31"),
        ("outcome", "1A", "counted twice"),
        ("outcome", "2a", "counted twice"),
        ("outcome", "23", "does not say what this label means"),
        ("outcome", "=1+1", "does not say what this label means"),
        ("outcome", "", "There is a date and no outcome on it"),
        ("outcome_on", "", "There is no date for the outcome"),
        ("outcome_on", "01-Dec-2024", "The outcome date is before the entry date"),
        ("unit", "", "The cell is empty"),
        ("unit", "Wat\u202eford", "cannot be seen"),
        ("unit", "x" * 121, "longer than 120"),
        ("unit", "12/345678A", "looks like a person's"),
        ("offence", "theft", "does not say what this label means"),
        ("sex", "@A(1)", "does not say what this label means"),
        ("suspect", "12\u200b345678A", "no identifier"),
        ("officer", "x" * 101, "no identifier"),
    ],
)
def test_faulty_cell_is_refused_with_line_column_reason_and_remedy(refusals, field, text, reason):
    (sentence,) = refusals(csv_of(record(), record(**{"crime": "2", field: text})))
    column = "outcome_on" if "no date" in reason else field
    assert sentence.startswith(f"file.csv, line 3, column {COLUMN_OF[column]}: ")
    assert reason in sentence and (len(text) < 3 or text not in sentence)


def test_line_is_where_the_record_starts(refusals):
    rows = [record(unit='"one\ntwo\nthree"'), record(crime="2", gravity="x")]
    assert "line 5, column Gravity" in refusals(csv_of(*rows))[0]


@pytest.mark.parametrize(
    "data, words",
    [
        (b"", "The file is empty"),
        (b"\n\n", "The file is empty"),
        (HEADER.encode(), "a header and no records"),
        (csv_of(record()).decode().encode("utf-16"), "UTF-16 text (byte 0)"),
        (csv_of(record()).decode().encode("utf-16-le"), "NUL byte (byte 1)"),
        (csv_of(record(unit="Z")).replace(b"Z", b"\xe9"), "Windows-1252"),
        (csv_of(record()) + b"\0", "NUL byte"),
        (csv_of(record()) + b'"open', "are broken"),
        (csv_of(record()).replace(b"Hertford", b'"Hert"ford'), "line 2: The quotes"),
        (csv_of(record()).replace(b"\n", b"\r"), "line 1: The quotes or line ends"),
        (csv_of(record()[:-1]), "line 2: The record has 15 cells, fewer than the 16"),
        (csv_of([*record(), "more"]), "line 2: The record has 17 cells, more than the 16"),
        (csv_of(record(unit="x" * 131_073)), "line 2: A line is longer than 65,536"),
        (csv_of(record(), ['"' + "x\n" * 40_000]), "line 3: The quotes or line ends"),
        (b"PK\x03\x04rest", "spreadsheet or an archive"),
        (b"a,b,c\n1,2,3\n", "line 1: The first line has none of the mapping's columns"),
        (b",".join(b"c%d" % number for number in range(1_000_000)), "line 1: A line is longer"),
    ],
)
def test_file_that_is_no_such_file_is_refused_in_words(refusals, data, words):
    assert words in refusals(data)[0]


@pytest.mark.parametrize(
    "data", [gzip.compress(b"x" * 99, mtime=0)[:-4], b"no gzip", gzip.compress(b"a", mtime=0) + b"more", b""]
)
def test_damaged_gzip_is_refused(refusals, data):
    assert "damaged, cut short" in refusals(data, name="x.gz")[0]


@pytest.mark.parametrize("empty", ["\n", "\r\n"])
def test_empty_lines_are_nothing_but_not_a_hundred_thousand(tmp_path, empty):
    data = csv_of(record(), record(crime="2", gravity="x")).decode()
    few = read((empty * 3 + data.replace("\n", f"\n{empty * 5}")).encode(), tmp_path)
    assert [problem.line for problem in few.problems] == [4 + 6 + 6] and few.rows == 2
    many = read((data.replace("x,x", f"x,x{empty * 100_001}")).encode(), tmp_path)
    assert "more than 100,000 empty lines" in sentences(many)[-1]


def test_file_with_endless_faults_is_read_no_further(tmp_path):
    found = read(csv_of(record()) + b",\n" * 400_000, tmp_path)
    assert len(found.problems) == 100 and 100_000 < found.total_problems < 400_000


def test_record_that_comes_twice_is_refused_with_both_lines(refusals):
    rows = [record(), record(crime="2"), record(suspect="12/345678a "), record(crime="2", suspect="")]
    assert refusals(csv_of(*rows)) == [
        "file.csv, line 4: The same crime and suspect with the same entry date are already on line 2. "
        "Leave one of the two out."
    ]


def test_record_of_a_crime_without_suspects_comes_twice_where_every_cell_is_the_same(tmp_path):
    body = replace(
        BODY,
        columns={**COLUMNS, "Suspect PNC ID": "drop"},
        confirmed_drops=("Suspect Name", "Suspect PNC ID"),
    )
    twice, other = record(crime="2"), record(crime="2", suspect="12/999999A")
    assert read(csv_of(twice, other), tmp_path, body=body).rows == 2
    (problem,) = read(csv_of(twice, other, twice), tmp_path, body=body).problems
    assert (problem.line, problem.reason) == (4, "The same record is already on line 2.")


def test_records_without_suspect_or_on_another_day_are_not_the_same(tmp_path):
    rows = [record(), record(entry_on="01/01/2025"), record(suspect=""), record(suspect="unknown")]
    assert read(csv_of(*rows), tmp_path).rows == 4


def test_first_hundred_faults_are_told_and_all_are_counted(tmp_path):
    found = read(csv_of(*(record(crime=str(number), gravity="x") for number in range(500))), tmp_path)
    assert len(found.problems) == 100 and found.total_problems == 500
    assert [problem.line for problem in found.problems] == list(range(2, 102))


def test_unknown_labels_are_listed_with_counts_and_one_problem_each(tmp_path):
    sexes = ["X", "Q", "x", "F"]
    found = read(csv_of(*(record(crime=str(n), sex=sex) for n, sex in enumerate(sexes))), tmp_path)
    assert found.unmatched == {"sex": {"X": 0, "Q": 0}}
    assert [problem.line for problem in found.problems] == [2, 3]


def test_column_with_too_many_unknown_labels_is_told_once_more(tmp_path):
    body = replace(BODY, as_written=("offence",))
    rows = [record(crime=str(number), unit=f"Team {number}") for number in range(300)]
    found = read(csv_of(*rows), tmp_path, body=body)
    assert found.unmatched == {} and found.total_problems == 201


def test_ages_become_bands_and_a_child_under_ten_has_none(tmp_path):
    ages = ["9", "10", "17", "18", "25", "26", "120", ""]
    found = read(csv_of(*(record(crime=age, age_band=age) for age in ages)), tmp_path)
    bands = [None, "10-17", "10-17", "18-25", "18-25", "26+", "26+", None]
    assert [row["age_band"] for row in rows_of(found)] == bands


def test_no_date_may_lie_after_the_day_of_the_extract(refusals):
    sentence = refusals(csv_of(record()), as_at=date(2025, 1, 14))[0]
    assert "after 14 January 2025, when the extract was made" in sentence


def test_cancelled_file_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr("cjnudge.cases.extract.reading.BLOCK", 500)
    monkeypatch.setattr("cjnudge.cases.extract.writing.PIECE_ROWS", 5)
    reader = CaseReader(
        BODY, layers=LAYERS, name="x.csv", as_at=None, today=TODAY, new_piece=new_pieces(tmp_path)
    )
    reader.feed(csv_of(*(record(crime=str(number)) for number in range(50))))
    assert list(tmp_path.iterdir())
    reader.cancel()
    assert not list(tmp_path.iterdir())


def test_pieces_written_before_a_fault_are_deleted(refusals, monkeypatch):
    monkeypatch.setattr("cjnudge.cases.extract.reading.BLOCK", 500)
    monkeypatch.setattr("cjnudge.cases.extract.writing.PIECE_ROWS", 5)
    assert refusals(
        csv_of(*(record(crime=str(number)) for number in range(50)), record(crime="50", gravity="x"))
    )


def test_unfinished_mapping_reads_nothing(tmp_path):
    with pytest.raises(ValueError, match="not finished"):
        read(csv_of(record()), tmp_path, body=replace(BODY, confirmed_drops=()))


def test_failure_of_the_reader_tells_its_kind_and_no_cell(tmp_path, monkeypatch):
    def fails(*given):
        raise KeyError("12/345678A")

    monkeypatch.setattr("cjnudge.cases.extract.table.Table.read", fails)
    with pytest.raises(ReadingFailed, match="KeyError") as caught:
        read(csv_of(record()), tmp_path)
    assert "12/345678A" not in str(caught.value)
    assert caught.value.__cause__ is None and caught.value.__context__ is None


def test_disk_that_is_full_is_told_in_words(tmp_path):
    reader = CaseReader(
        BODY,
        layers=LAYERS,
        name="x.csv",
        as_at=None,
        today=TODAY,
        new_piece=lambda: tmp_path / "no" / "folder",
    )
    reader.feed(csv_of(record()))
    assert "could not be written" in str(reader.end().problems[0])


def with_units(*units):
    return csv_of(*(record(crime=str(number), unit=unit) for number, unit in enumerate(units)))


@pytest.mark.parametrize(
    "unit", ["Welwyn Hatfield", "Team A", "St Albans Response 3", "Three Rivers", "Watford A", "8N"]
)
def test_unit_of_known_words_may_stand_once(tmp_path, unit):
    assert read(with_units(unit), tmp_path).problems == ()


def test_unit_that_nothing_knows_needs_five_rows(tmp_path):
    few = read(with_units("Watford", *["Workington"] * 4), tmp_path)
    assert [(problem.line, problem.column) for problem in few.problems] == [(3, "Team")]
    assert "fewer than 5 rows" in few.problems[0].reason and few.pieces == ()
    assert read(with_units("Watford", *["Workington"] * 5), tmp_path).problems == ()


@pytest.mark.parametrize("name", ["John Smith", "SMITH, John", "J. Smith", "Mary Hatfield"])
def test_unit_that_may_be_a_name_is_refused_however_often_it_comes(tmp_path, name):
    found = read(with_units(*[f'"{name}"'] * 50), tmp_path)
    assert found.pieces == () and found.unmatched == {} and found.problems[0].column == "Team"
    assert not any(name in f"{problem.reason}{problem.remedy}" for problem in found.problems)


def test_unit_of_the_mapping_or_the_force_may_be_any_word(tmp_path):
    said = replace(BODY, labels={**BODY.labels, "unit": {"Vale Royal": "Vale Royal"}})
    assert read(with_units("Vale Royal"), tmp_path, body=said).problems == ()
    assert read(with_units("Ormskirk Skelmersdale"), tmp_path).problems
    own = ("Ormskirk Skelmersdale",)
    assert read(with_units("Ormskirk Skelmersdale"), tmp_path, units=own).problems == ()


def test_labels_that_are_not_shown_are_told_by_their_number(tmp_path):
    sexes = ["Blenkinsop", "John Smith", "X"]
    found = read(csv_of(*(record(crime=str(n), sex=sex) for n, sex in enumerate(sexes))), tmp_path)
    assert found.unmatched == {"sex": {"X": 0}}
    assert (found.problems[-1].line, found.problems[-1].column) == (0, "Sex")
    assert "2 labels that the mapping does not know are not shown" in found.problems[-1].reason
