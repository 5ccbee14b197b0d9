"""An instrument written as a file is read back as it was, whatever its texts hold."""

from dataclasses import asdict, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cjnudge.characters import holds_unseen
from surveys.scales import all_instruments
from surveys.scales.parsing import checked, parse
from surveys.scales.writing import file_name, tables_of, to_toml

SAMPLE = all_instruments()[0]
# A text as the reader keeps it: no line ends, no space at its ends, nothing that cannot be seen.
TEXTS = (
    st.text(min_size=1, max_size=120)
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: text and not holds_unseen(text))
)


@pytest.mark.parametrize("one", all_instruments(), ids=lambda one: one.key)
def test_shipped_instrument_is_read_back_as_it_was(one):
    assert parse(file_name(one), to_toml(one)) == one
    found, problems = checked("by value", one.key, one.version, tables_of(asdict(one)))
    assert (found, problems) == (one, [])


@settings(max_examples=100, deadline=None)
@given(texts=st.lists(TEXTS, min_size=5, max_size=5, unique=True))
def test_any_text_is_read_back_as_it_was(texts):
    title, about, statement, definition, outside = texts
    items = (replace(SAMPLE.items[0], text=statement, definition=definition), *SAMPLE.items[1:])
    scale = replace(SAMPLE.scale, outside=(outside,))
    one = replace(SAMPLE, title=title, about=about, items=items, scale=scale)
    assert parse(file_name(one), to_toml(one)) == one
