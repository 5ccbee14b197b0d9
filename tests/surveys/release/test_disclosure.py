"""Nothing under ten is told or left to be computed, in surveys of all sizes; and the checker that says so can fail."""

from dataclasses import replace

import pytest

from surveys.release import policy
from surveys.release.payload import build_payload
from surveys.scales import load_module
from tests.surveys.release.checker import breaches
from tests.surveys.release.surveys import material, officers

SETS, THINNED = 500, 12
SIZES = (3, 9, 10, 11, 14, 19, 23, 31, 47, 68, 110, 190, 290, 400)


def survey(number):
    """(rows, Material) of one of 500 random surveys: size, silence, bands and marks all vary with its number."""
    n = SIZES[number % len(SIZES)] + number // len(SIZES) % 7
    says = (1.0, 0.9, 0.6, 0.2)[number % 4]
    missing, words = (0.0, 0.02, 0.1, 0.4)[number // 4 % 4], (0.0, 0.03, 0.2)[number % 3]
    modules = (load_module("knowledge"),)
    middle = (0.5, 5.0, 9.5)[number // 3 % 3]
    rows = officers(n, number, modules=modules, missing=missing, says=says, words=words, middle=middle)
    rules = {
        "answers": {"c1": "could be dealt with out of court", "c2": "not sure"},
        "reasons": {},
        "version": 1,
    }
    return rows, material(rows, modules=modules, rules=rules)


def found_in(numbers):
    """{number: breaches} of those surveys that have any."""
    found = {}
    for number in numbers:
        rows, made = survey(number)
        if broken := breaches(build_payload(made), rows, made):
            found[number] = broken
    return found


def test_no_survey_tells_of_fewer_than_ten():
    assert found_in(range(0, SETS, SETS // THINNED)) == {}


@pytest.mark.on_demand
def test_no_survey_of_five_hundred_tells_of_fewer_than_ten():
    assert found_in(range(SETS)) == {}


def test_without_disclosure_the_checker_finds_hundreds():
    rows, made = survey(23)
    bare = replace(made, wave=replace(made.wave, group=1, base=1))
    assert len(breaches(build_payload(bare), rows, bare)) > 100


def test_without_complements_the_checker_finds_what_is_left_over(monkeypatch):
    monkeypatch.setattr(policy, "with_complement", lambda counts, hidden, least: set(hidden))
    assert any("left over" in words for number in (9, 10, 11) for words in found_in([number]).get(number, []))
