"""Setting up a mapping from the first line of a file."""

import io

import pytest
from django.conf import settings
from django.core.files.base import ContentFile

from cjnudge.audit.models import AuditEvent
from cjnudge.cases import layout
from cjnudge.cases.extract.fields import FIELDS
from cjnudge.cases.models import Mapping
from cjnudge.cases.reading.header_lines import (
    FIRST_BYTES,
    MOST_COLUMNS,
    HeaderProblem,
    header_of,
    header_of_bytes,
)

from .conftest import COLUMNS, body_of, text

pytestmark = pytest.mark.django_db


def test_pasted_first_line_becomes_a_mapping_with_suggestions(at_desk):
    mapping = at_desk.set_up()
    body = body_of(mapping)
    assert set(body.columns) == set(COLUMNS)
    assert body.columns["Suspect ID"] == "suspect" and body.columns["Team"] == "unit"
    assert body.columns["Suspect Surname"] == "drop"
    assert AuditEvent.objects.filter(action="mapping.written", object_id=str(mapping.pk)).count() == 1


def test_file_gives_the_same_columns_and_nothing_of_it_is_kept(at_desk):
    rows = ",".join(COLUMNS) + "\r\n" + "99/12345,Blenkinsop,7,1/1/2026,CR,2/1/2026,A\r\n"
    file = io.BytesIO(b"\xef\xbb\xbf" + rows.encode())
    file.name = "extract.csv"
    sent = at_desk.post("new_mapping", name="Athena", source="file", file=file)
    assert sent.status_code == 302
    version = Mapping.scoped.for_force(at_desk.force).get().versions.get()
    assert "Blenkinsop" not in version.body and set(body_of(version.mapping).columns) == set(COLUMNS)


def test_long_file_is_accepted_and_all_but_its_first_line_goes_by(at_desk):
    """Longer than any other form may be: the file's size must not matter where only its first line does."""
    rows = ",".join(COLUMNS).encode() + b"\n" + b"x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + FIRST_BYTES)
    file = io.BytesIO(rows)
    file.name = "extract.csv"
    assert at_desk.post("new_mapping", name="Athena", source="file", file=file).status_code == 302


def test_documented_layout_needs_no_confirmation_of_any_column(at_desk):
    sent = at_desk.post("new_mapping", name="Layout", source="layout")
    assert sent.status_code == 302
    body = body_of(Mapping.scoped.for_force(at_desk.force).get())
    assert body.faults() == []
    assert body.columns == {key: key for key in FIELDS}


def test_template_file_and_layout_page_hold_every_field(at_desk):
    header = at_desk.get("extract_template").content.decode()
    assert header_of(header) == tuple(FIELDS)
    page = text(at_desk.get("extract_layout"))
    for field in FIELDS.values():
        assert field.key in page and field.title in page
        assert all(choice in page for choice in field.choices)
    assert page.count("needed") >= sum(field.needed for field in FIELDS.values())
    assert len(layout.rows()) == len(FIELDS)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"name": "", "source": "line", "line": "A,B"}, "Enter name"),
        ({"name": "A", "line": "A,B"}, "Answer the question: Where are the names of the columns?"),
        ({"name": "A", "source": "line", "line": ""}, "Paste the first line"),
        ({"name": "A", "source": "file"}, "Choose the file."),
        ({"name": "A", "source": "line", "line": 'A,"B'}, "quotation mark"),
        ({"name": "A", "source": "line", "line": "A,,B"}, "Column 2 has no name"),
        ({"name": "A", "source": "line", "line": "Team,team "}, "looks the same as an earlier one"),
        ({"name": "A", "source": "line", "line": "T" * 201}, "longer than 200"),
        ({"name": "A", "source": "line", "line": ",".join(map(str, range(401)))}, "401 columns"),
        ({"name": "A" * 81, "source": "layout"}, "at most 80 characters"),
        ({"name": "a\u202eb", "source": "layout"}, "cannot be seen"),
        ({"name": "A", "source": "elsewhere"}, "not one of the available choices"),
    ],
)
def test_what_is_missing_is_asked_for_in_words(at_desk, given, words):
    answer = at_desk.post("new_mapping", **given)
    assert answer.status_code == 200 and words in text(answer)
    assert not Mapping.scoped.for_force(at_desk.force).exists()


def test_name_is_given_once_and_its_slug_is_free(at_desk):
    first = at_desk.set_up("Crime & outcome")
    assert "There is a mapping called" in text(
        at_desk.post("new_mapping", name="CRIME & outcome", source="layout")
    )
    second = at_desk.set_up("Crime outcome")
    assert (first.slug, second.slug) == ("crime-outcome", "crime-outcome-2")
    assert at_desk.set_up("日本").slug == "mapping"


@pytest.mark.parametrize(
    ("start", "words"),
    [
        (b"", "no column names"),
        (b"\xff\xfeA\x00", "UTF-8"),
        (b"A\x00,B\n", "UTF-8"),
        ("Ortsteil\xfc,B\n".encode("latin-1"), "not in UTF-8"),
        (b"\n", "no column names"),
    ],
)
def test_first_bytes_that_are_no_csv_in_utf_8_are_refused_with_the_remedy(start, words):
    with pytest.raises(HeaderProblem, match=words):
        header_of_bytes(start)


RECORD = "41/000001/26,2012/0001234A,C0007,John Smith,07700 900123,AL1 1AA,2026-01-05"


@pytest.mark.parametrize("source", ["file", "line"])
def test_record_in_place_of_a_header_is_refused_and_neither_kept_nor_repeated(at_desk, source):
    given = ContentFile(f"{RECORD}\n".encode() * 3, name="x.csv") if source == "file" else RECORD
    answer = at_desk.post("new_mapping", name="Athena", source=source, **{source: given})
    assert answer.status_code == 200 and not Mapping.scoped.for_force(at_desk.force).exists()
    (told,) = answer.context["form"].errors[source]
    assert "Export the file with its line of column names" in told
    assert not any(cell in told for cell in RECORD.split(","))


def test_record_is_refused_as_the_columns_of_a_changed_file(at_desk):
    mapping = at_desk.ready()
    before = body_of(mapping)
    answer = at_desk.post("mapping_header", mapping.pk, source="line", line=RECORD, base=2)
    assert answer.status_code == 200 and body_of(mapping) == before


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "2026-01-05",
            "05/01/2026",
            "5 Jan 2026",
            "2026-01-05T10:30",
            "10:30",
            "12",
            "1.5",
            "=07700 900123",
        ),
        *("41/1/26", "41/123456/25", "2012/0001234A", "PC Smith", "Mr Jones", "AL1 1AA", "a.b@example.org"),
    ],
)
def test_one_cell_of_a_record_is_enough_to_refuse_the_line(cell):
    with pytest.raises(HeaderProblem, match="first line holds"):
        header_of(f"Watford,John Smith,{cell},Community resolution")


@pytest.mark.parametrize(
    "name",
    [
        *("Outcome 22 flag", "PC Collar Number", "DS Review Date", "Q1", "Outcome/Disposal", "SDE 18+1"),
        *("Crime No.", "1st outcome", "Address line 1", "Suspect 2 name", "Age 10-17", "MG11"),
    ],
)
def test_name_of_a_column_may_hold_a_small_number(name):
    assert header_of(f"{name},Team") == (name, "Team")


def test_first_bytes_may_end_inside_a_character():
    start = b"A,B\n" + "é".encode() * FIRST_BYTES
    assert header_of_bytes(start[:FIRST_BYTES]) == ("A", "B")
    assert header_of_bytes(start[: FIRST_BYTES - 1] + start[FIRST_BYTES - 1 : FIRST_BYTES]) == ("A", "B")


def test_header_longer_than_the_first_bytes_is_refused_and_not_cut():
    """Its last column would be half a name."""
    names = ",".join(f"column {number:05}" for number in range(FIRST_BYTES // 10)).encode()
    with pytest.raises(HeaderProblem):
        header_of_bytes(names[:FIRST_BYTES])


def test_cells_copied_out_of_a_spreadsheet_are_columns():
    assert header_of("Crime No\tTeam\tResult\r\n") == ("Crime No", "Team", "Result")
    assert header_of('"Team, owning",Result\n1,2') == ("Team, owning", "Result")
    assert len(header_of(",".join(f"c{n}" for n in range(MOST_COLUMNS)))) == MOST_COLUMNS
