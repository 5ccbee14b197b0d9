"""What is written as a form is read back as it was, through the workbook too."""

import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from surveys.scales import all_instruments
from surveys.scales.translation import texts
from surveys.xlsform.reading import read_form
from surveys.xlsform.workbook import workbook_of
from surveys.xlsform.writing import sheets_of
from tests.surveys.xlsform.forms import instruments, numbered, translations

BEYOND = {"page.next": "Next", "module.knowledge.notice": "Cases."}
SHIPPED = pytest.mark.parametrize("instrument", all_instruments(), ids=lambda one: one.key)


def through_a_workbook(sheets):
    """The sheets as a workbook gives them back."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook_of(sheets)))
    found = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    return numbered({name: [list(map(str, row)) for row in rows] for name, rows in found.items()})


def in_welsh(instrument):
    return {"cy": {address: f"[{text}]" for address, text in (texts(instrument) | BEYOND).items()}}


@SHIPPED
@pytest.mark.parametrize("other", [lambda one: {}, in_welsh], ids=["English", "Welsh"])
def test_shipped_instrument_comes_back_as_it_was(instrument, other):
    found = read_form(through_a_workbook(sheets_of(instrument, other(instrument), BEYOND)))
    assert found.instrument == instrument and found.translations == other(instrument)
    assert (found.to_do, found.notes) == ((), ())


@SHIPPED
def test_form_of_a_form_is_the_same_form(instrument):
    once = sheets_of(instrument, in_welsh(instrument), BEYOND)
    again = read_form(through_a_workbook(once))
    assert sheets_of(again.instrument, again.translations, BEYOND) == once


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_any_instrument_comes_back_as_it_was(data):
    instrument = data.draw(instruments())
    other = data.draw(translations(instrument))
    found = read_form(through_a_workbook(sheets_of(instrument, other, BEYOND)))
    assert found.instrument == instrument
    assert found.translations == {tag: words for tag, words in other.items() if words}
    assert found.to_do == ()


def test_same_form_is_the_same_file():
    sheets = sheets_of(all_instruments()[0])
    assert workbook_of(sheets) == workbook_of(sheets)
