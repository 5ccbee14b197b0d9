"""Pseudonyms: HMAC through every layer, one for each person however the extract writes the identifier."""

import uuid

import pytest

from cjnudge.cases.extract.people import NO_PSEUDONYM, Keying, normalised, normalised_all
from cjnudge.cases.privacy.pseudonyms import pseudonym

KEYS = (b"a" * 32, b"b" * 32, b"c" * 20)


@pytest.mark.parametrize("layers", [KEYS[:1], KEYS[:2], KEYS])
@pytest.mark.parametrize("remember", [True, False])
def test_keying_gives_the_pseudonyms_of_the_register(layers, remember):
    codes = ["12/345678A", "É", "12/345678A", "x" * 100]
    found = Keying(layers, remember=remember).many(codes)
    assert [uuid.UUID(bytes=found[i : i + 16]) for i in range(0, 64, 16)] == [
        pseudonym(code, layers) for code in codes
    ]


def test_more_identifiers_than_are_remembered_are_keyed_the_same(monkeypatch):
    monkeypatch.setattr("cjnudge.cases.extract.people.MOST_REMEMBERED", 2)
    keying, codes = Keying(KEYS), ["A", "B", "C", "D"]
    first = keying.many(codes)
    assert keying.many(codes) == first == b"".join(pseudonym(code, KEYS).bytes for code in codes)


def test_identifier_is_never_keyed_without_a_key():
    with pytest.raises(ValueError):
        Keying(())


@pytest.mark.parametrize(
    "text", ["12/345678a", " 12/345678A ", "12/345 678A", "１２/345678Ａ", "12/345678A\u00a0"]
)
def test_spellings_of_one_identifier_are_one(text):
    assert normalised(text) == "12/345678A"


@pytest.mark.parametrize(
    "text", ["", "  ", "Unknown", "N/A", "n/k", "not known", "-", "0000", "??", "null", "XXX"]
)
def test_nobody_is_no_person(text):
    assert normalised(text) == ""
    assert Keying(KEYS).many([""]) == NO_PSEUDONYM


@pytest.mark.parametrize("text", ["12\u200b34", "\u202e12", "a\x07b", "x" * 101])
def test_what_is_no_identifier_is_none(text):
    assert normalised(text) is None


@pytest.mark.parametrize(
    "cells",
    [
        ["a 1", "b"],
        ["A", "unknown", ""],
        ["A\nB", "c"],
        ["A", "é", "\u200b"],
        ["A\tB", "c"],
        ["x" * 101, "y"],
        ["\x00a", "b"],
        ["\n", ""],
    ],
)
def test_many_at_once_are_normalised_like_one_by_one(cells):
    assert normalised_all(cells) == [normalised(cell) for cell in cells]
