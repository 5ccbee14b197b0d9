"""A questionnaire in other words asks the same: every text has one address, and nothing else changes."""

from dataclasses import asdict, replace

import pytest

from surveys.scales import all_instruments, all_modules, load_instrument, load_module
from surveys.scales.language_tags import direction
from surveys.scales.translation import (
    faults,
    missing,
    module_texts,
    texts,
    translated,
    translated_module,
)

SHIPPED = pytest.mark.parametrize("instrument", all_instruments(), ids=lambda one: one.key)
LEADS_ONLY = {"about", "standing", "adapted", "actor", "action", "context", "target", "time"}
NO_TEXT = {"key", "id", "component", "domain", "polarity", "order", "kind", "form", "occasions", "relevant"}


def other(words):
    return {address: f"[{text}]" for address, text in words.items()}


def shown(value, field=""):
    """Every text in the value that an officer may read."""
    if isinstance(value, dict):
        return [
            text for key, one in value.items() if key not in LEADS_ONLY | NO_TEXT for text in shown(one, key)
        ]
    if isinstance(value, list | tuple):
        return [text for one in value for text in shown(one, field)]
    return [value] if isinstance(value, str) and value else []


@SHIPPED
def test_every_text_that_officers_read_has_one_address(instrument):
    assert sorted(texts(instrument).values()) == sorted(shown(asdict(instrument)))


@SHIPPED
def test_translation_changes_every_text_and_nothing_else(instrument):
    there = translated(instrument, other(texts(instrument)))
    assert all(text.startswith("[") for text in shown(asdict(there)))
    back = translated(there, texts(instrument))
    assert back == instrument


def test_text_without_words_stays_in_english_and_is_named_as_missing():
    instrument = load_instrument("com_b_brief")
    words = other(texts(instrument)) | {"item.cph.text": " "}
    del words["notice.kept"]
    assert missing(instrument, words) == ["notice.kept", "item.cph.text"]
    assert translated(instrument, words).items[0].text == instrument.items[0].text


def test_words_of_the_pages_belong_to_a_translation():
    instrument = load_instrument("com_b_brief")
    page = {"continue": "Continue"}
    assert texts(instrument, page)["page.continue"] == "Continue"
    assert missing(instrument, other(texts(instrument)), page) == ["page.continue"]


def test_an_empty_text_needs_no_words():
    assert "item.k1.definition" not in texts(load_instrument("oocr_com_b"))


def test_choices_are_named_by_their_place():
    found = texts(load_instrument("oocr_com_b"))
    assert found["question.t1.1.choice.2"] == "over 24 months ago"
    assert found["scale.outside.2"] == "prefer not to say"


def test_ids_with_dots_keep_their_own_addresses():
    instrument = load_instrument("com_b_brief")
    first, second, *others = instrument.items
    dotted = (replace(first, id="a"), replace(second, id="a.text"), *others)
    assert len(texts(replace(instrument, items=dotted))) == len(texts(instrument))


@pytest.mark.parametrize("module", all_modules(), ids=lambda one: one.key)
def test_module_is_translated_and_comes_back(module):
    there = translated_module(module, other(module_texts(module)))
    assert there.notice.startswith("[") and there.extra_minutes >= 1
    assert translated_module(there, module_texts(module)) == module


def test_sound_words_have_no_fault():
    instrument = load_instrument("oocr_training")
    assert faults(texts(instrument), other(texts(instrument))) == {}


def test_lost_detail_in_braces_is_a_fault():
    english = module_texts(load_module("vignettes"))
    address = next(a for a in english if ".story." in a)
    assert "Keep what stands in braces" in faults(english, {address: "Stori."})[address]


def test_two_answers_that_read_the_same_are_a_fault():
    english = texts(load_instrument("oocr_com_b"))
    words = {"question.t1.1.choice.1": "Byth", "question.t1.1.choice.3": "byth "}
    assert faults(english, words) == {
        "question.t1.1.choice.3": "It reads as answer 1 does: word the two differently."
    }


def test_unseen_characters_and_length_are_faults():
    english = texts(load_instrument("oocr_com_b"))
    found = faults(english, {"title": "a\u202eb", "notice.kept": "x" * 2001})
    assert "cannot be seen" in found["title"] and "Shorten" in found["notice.kept"]


@pytest.mark.parametrize(
    ("tag", "written"),
    [("en-GB", "ltr"), ("cy", "ltr"), ("ur", "rtl"), ("ar", "rtl"), ("fa-IR", "rtl"), ("pa-Arab", "rtl"),
     ("pa", "ltr"), ("ku-Arab-IQ", "rtl"), ("uz-Latn", "ltr"), ("ar-Latn", "ltr")],
)  # fmt: skip
def test_way_a_language_is_written_follows_from_its_script_then_its_name(tag, written):
    assert direction(tag) == written
