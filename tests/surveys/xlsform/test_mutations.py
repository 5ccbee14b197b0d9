"""Whatever is done to a workbook: an instrument or a refusal in words comes of it, never another error."""

import io
import random

import pytest
from python_calamine import CalamineWorkbook

from surveys.files.spreadsheet_forms import read_file
from surveys.scales import all_instruments
from surveys.scales.translation import texts
from surveys.xlsform.problems import FormRefused
from surveys.xlsform.reading import read_form
from surveys.xlsform.workbook import workbook_of
from surveys.xlsform.writing import sheets_of
from tests.surveys.xlsform.forms import numbered

RUBBISH = [
    "", "0", "-1", "1e9", "TRUE", "x" * 3000, "=1+1", "'", '"', "${", "${a}", "select_one", "select_multiple x y",
    "begin_group", "end_group", "begin repeat", "range", "integer", "text", "note", "acknowledge", "item", "count",
    "cjnudge.scale", "cjnudge.statement", "label::Welsh (cy)", "label::x", "C-Ps", "need", "yes", "a|b|", "|",
    ". >= 5 and . <= 1", "start=9 end=1", "string-length(.) <= 0", "${k1} > 3", "(" * 60, "not(${k1})",
    "selected(${k1}, '1') or ${x} = ''", "\u202e", "\x00", "\ud800", "９", "²", "form_id", "cy", "k1", "k1.1",
]  # fmt: skip


def mutate(sheets, chance):
    """One to four changes of cells, rows, columns or sheets."""
    for _ in range(chance.randint(1, 4)):
        name = chance.choice(list(sheets) or ["survey"])
        rows = sheets.get(name) or [[""]]
        row = chance.choice(rows)
        place = chance.randrange(len(row)) if row else 0
        change = chance.randrange(8)
        if change < 3 and row:
            row[place] = chance.choice(RUBBISH)
        elif change == 3:
            rows.insert(chance.randrange(len(rows) + 1), [chance.choice(RUBBISH) for _ in row])
        elif change == 4:
            rows.remove(row)
        elif change == 5:
            [one.pop(place) for one in rows if len(one) > place]
        elif change == 6:
            rows.append(list(row))
        else:
            sheets[chance.choice(["survey", "choices", "settings", "Sheet1"])] = sheets.pop(name, [])
    return {name: rows for name, rows in sheets.items() if rows}


def outcome(read):
    """ "form" or "refused"; what either says is checked to be whole."""
    try:
        found = read()
    except FormRefused as refused:
        assert refused.problems and all(one.remedy.strip() for one in refused.problems)
        return "refused"
    assert found.instrument.key and found.instrument.version >= 1
    assert all(str(one).strip() for one in (*found.to_do, *found.notes))
    return "form"


def sheets_for(number):
    instruments = all_instruments()
    instrument = instruments[number % len(instruments)]
    welsh = {"cy": {address: f"[{text}]" for address, text in texts(instrument).items()}}
    return sheets_of(instrument, welsh if number % 2 else {})


@pytest.mark.parametrize("start", range(0, 300, 100))
def test_three_hundred_changed_forms_are_read_or_refused(start):
    outcomes = [
        outcome(lambda number=number: read_form(numbered(mutate(sheets_for(number), random.Random(number)))))
        for number in range(start, start + 100)
    ]
    assert {"form", "refused"} == set(outcomes)


def test_changed_bytes_are_read_or_refused():
    for number in range(12):
        chance, content = random.Random(number), bytearray(workbook_of(sheets_for(0)))
        for _ in range(chance.randint(1, 5)):
            content[chance.randrange(4, len(content))] = chance.randrange(256)
        outcome(lambda content=bytes(content): read_file(content))


@pytest.mark.parametrize(
    "content", [b"", b"not a workbook", b"PK\x03\x04", b"PK\x03\x04" * 1000, b"\xd0\xcf\x11\xe0" * 9]
)
def test_what_is_no_workbook_is_refused_in_words(content):
    with pytest.raises(FormRefused, match=r"\(.xlsx\) and try again"):
        read_file(content)


def test_file_beyond_the_limit_is_refused():
    with pytest.raises(FormRefused, match="larger than 2 MB"):
        read_file(b"PK\x03\x04" + bytes(3 << 20))


def test_workbook_of_two_far_cells_is_refused():
    with pytest.raises(FormRefused, match="more than 30 sheets, or a sheet of more than 200,000 cells"):
        read_file(workbook_of({"survey": [["type"], *[[]] * 300_000, ["x"] * 3]}))


def test_every_cell_is_written_as_a_text_that_stays_one():
    cells = [
        "=1+1",
        "+1",
        "-1",
        "@x",
        '=HYPERLINK("http://x")',
        "{=1}",
        "http://example.org",
        "_x0041_",
        "12",
        " x",
    ]
    content = workbook_of({"survey": [["type", "name"], *[[cell, "a"] for cell in cells]]})
    import zipfile

    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheet, styles = (book.read(f"xl/{name}.xml").decode() for name in ("worksheets/sheet1", "styles"))
    assert (
        "<f>" not in sheet and "hyperlink" not in sheet and 't="s"' in sheet and 'quotePrefix="1"' in styles
    )
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("survey").to_python()
    assert [row[0] for row in rows[1:]] == cells
