"""Pages are short, complete and in an order that chance decided; the taps they take are counted."""

import pytest

from surveys.scales import all_instruments
from tests.surveys.answering.samples import drawn

# Agreeing and starting; the check's button; about you: three choices and Continue.
AROUND = 2 + 1 + 3 + 1


def taps(pages):
    """What a thumb does who answers everything: one tap a question (into the box of a text), one a Continue."""
    return sum(len(page.asked) + 1 for page in pages) + AROUND


@pytest.mark.parametrize("key, most", [("com_b_brief", 20), ("oocr_com_b", 35)])
def test_instrument_takes_no_more_taps_than_was_promised(key, most):
    assert taps(drawn(key)[2]) <= most


@pytest.mark.parametrize("instrument", all_instruments(), ids=lambda one: one.key)
def test_every_question_of_an_occasion_is_asked_once(instrument):
    for occasion in instrument.occasions or ("",):
        _, order, pages = drawn(instrument.key, occasion)
        asked = [one.key for page in pages for one in page.asked]
        items = [item.id for item in instrument.asked_on(instrument.items, occasion)]
        assert len(asked) == len(set(asked))
        assert sorted(items) == sorted(key for key in asked if key in order.items)
        assert all(1 <= len(page.asked) <= 3 for page in pages)


def test_items_are_mixed_inside_their_component_and_nowhere_else():
    instrument, _, _ = drawn("oocr_com_b")
    orders = {drawn("oocr_com_b", seed=seed)[1].items for seed in range(20)}
    assert len(orders) > 15
    component = {item.id: item.component for item in instrument.items}
    assert {tuple(component[i] for i in order) for order in orders} == {
        tuple(item.component for item in instrument.items)
    }


def test_instrument_with_a_fixed_order_keeps_it():
    instrument, _, _ = drawn("com_b_brief")
    orders = {drawn("com_b_brief", seed=seed)[1].items for seed in range(20)}
    assert (len(orders) == 1) == (instrument.scale.order == "as written") or len(instrument.items) == len(
        instrument.components
    )


def test_officer_gets_one_form_of_the_cases_and_each_form_comes_up():
    forms = set()
    for seed in range(30):
        _, order, pages = drawn("oocr_training", "before", seed)
        cases = [page.asked[0].key for page in pages if page.about == "case"]
        assert len(cases) == 3 and all(key.startswith(f"s{order.forms[''].lower()}") for key in cases)
        forms.add(order.forms[""])
    assert forms == {"A", "B", "C"}


def test_parts_of_a_question_share_a_page_and_have_keys_of_their_own():
    pages = {page.asked[0].key: page for page in drawn("oocr_com_b")[2] if page.about == "question"}
    assert [one.key for one in pages["t1.1"].asked] == ["t1.1", "t1.2", "t1.3"]
    assert [one.kind for one in pages["t1.1"].asked] == ["choice", "choice", "scale"]
    assert pages["b1"].asked[0].choices == ("I have seen none",)
    assert pages["o1"].asked[0].longest == 300
