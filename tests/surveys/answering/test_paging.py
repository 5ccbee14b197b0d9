"""Pages are short, complete and in an order that chance decided; the taps they take are counted."""

from dataclasses import replace
from random import Random

import pytest

from surveys.answering.paging import draw_order, labelled, pages, shown
from surveys.scales import all_instruments, load_instrument, load_module
from surveys.scales.module import tell
from surveys.scales.translation import translated, translated_module
from tests.surveys.answering.samples import drawn
from tests.surveys.welsh import welsh_words

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


MODULES = (load_module("knowledge"), load_module("vignettes"))


def with_modules(seed=1):
    """(instrument, Order, Pages) of the fifteen items with both modules."""
    instrument = load_instrument("oocr_com_b")
    order = draw_order(instrument, "", Random(seed), MODULES)
    return instrument, order, pages(instrument, "", order, MODULES)


def test_modules_add_their_short_cases_and_four_told_ones_each_on_a_page():
    _, order, found = with_modules()
    assert [page.asked[0].key for page in found if page.about == "case"] == ["c1", "c2", "c3"]
    told = [page for page in found if page.about == "vignette"]
    assert len(told) == 4 and len({one.story for one in order.told}) == 4
    assert [one.kind for one in told[0].asked] == ["choice", "choice", "scale"]
    assert told[0].asked[0].choices == ("divert", "charge")


def test_told_case_is_told_with_the_details_that_were_drawn():
    _, order, found = with_modules()
    stories = {story.id: story for story in MODULES[1].stories}
    for told, page in zip(order.told, [page for page in found if page.about == "vignette"], strict=True):
        assert page.story == tell(stories[told.story], told.details, MODULES[1].attributes)


def test_chance_draws_other_stories_and_details_for_another_officer():
    drawn_ones = [with_modules(seed)[1].told for seed in range(40)]
    assert len({tuple(one.story for one in told) for told in drawn_ones}) > 30
    assert {one.story for told in drawn_ones for one in told} == {f"v{n}" for n in range(1, 13)}
    assert {one.details["ethnicity"] for told in drawn_ones for one in told} == {"white", "black", "asian"}


def test_page_in_another_language_keeps_its_answers_in_english():
    instrument, order, found = with_modules()
    words = welsh_words(instrument, MODULES)
    spoken = [translated_module(module, words) for module in MODULES]
    said = labelled(found, pages(translated(instrument, words), "", order, spoken))
    for page, other in zip(found, said, strict=True):
        for asked, there in zip(page.asked, other.asked, strict=True):
            assert there.text != asked.text and (there.key, there.choices) == (asked.key, asked.choices)
            assert all(label != choice for choice, label in there.labelled)


def conditional(order="as written", **conditions):
    """The six items with conditions on some: (Pages, ids)."""
    instrument = load_instrument("com_b_brief")
    items = [
        replace(item, relevant=conditions.get(f"i{n}", "")) for n, item in enumerate(instrument.items, 1)
    ]
    instrument = replace(instrument, items=tuple(items), scale=replace(instrument.scale, order=order))
    ids = [item.id for item in items]
    return pages(instrument, "", draw_order(instrument, "", Random(1))), ids


def ids_shown(found, answers):
    return [asked.key for _, page in shown(found, answers) for asked in page.asked]


FIRST = load_instrument("com_b_brief").items[0].id
SECOND = load_instrument("com_b_brief").items[1].id


def test_statement_that_depends_on_another_stands_on_a_later_page():
    found, ids = conditional(i2=f"${{{FIRST}}} > 5")
    assert [len(page.asked) for page in found] == [1, 3, 2]
    assert ids_shown(found, {}) == [ids[0], *ids[2:]]
    assert ids_shown(found, {ids[0]: 6}) == ids


def test_page_of_which_nothing_is_asked_is_left_out_and_keeps_its_number():
    found, ids = conditional(**{f"i{n}": f"${{{FIRST}}} = 3" for n in (2, 3, 4)})
    assert [number for number, _ in shown(found, {})] == [1, 3]
    assert [number for number, _ in shown(found, {ids[0]: 3})] == [1, 2, 3]


def test_answer_that_is_not_asked_for_any_more_decides_nothing():
    found, ids = conditional(i2=f"${{{FIRST}}} > 5", i3=f"${{{SECOND}}} > 5")
    kept = {ids[0]: 9, ids[1]: 9}
    assert ids_shown(found, kept) == ids
    assert ids_shown(found, kept | {ids[0]: 1}) == [ids[0], *ids[3:]]
