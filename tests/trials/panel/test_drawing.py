"""A sample is drawn by hash: who has the seed and the list draws the same one, in whatever order the list is."""

import hashlib
import random

import pytest

from tests.trials.panel_world import listed
from trials.panel.drawing import ListRefused, draw, read_list

UNITS = {"Stevenage", "Watford"}


def test_the_same_seed_draws_the_same_cases_from_any_order():
    cases = listed(200)
    mixed = random.Random(1).sample(cases, 200)
    assert draw(cases, seed="abc", size=20) == draw(mixed, seed="abc", size=20)
    assert draw(cases, seed="abd", size=20) != draw(cases, seed="abc", size=20)


def test_an_outsider_with_a_hash_function_draws_it_too():
    cases = listed(50)
    plain = {case.reference: "".join(c for c in case.reference.upper() if c.isalnum()) for case in cases}
    ordered = sorted(plain, key=lambda r: hashlib.sha256(b"s\0" + plain[r].encode()).hexdigest())
    assert [case.reference for case in draw(cases, seed="s", size=5)] == ordered[:5]


def test_every_case_is_as_likely_as_any_other():
    """10 of 100 drawn by 2,000 seeds: each about 200 times; 99.99 % of binomial counts lie within 148 and 255."""
    cases, counts = listed(100), {}
    for seed in range(2000):
        for case in draw(cases, seed=str(seed), size=10):
            counts[case.reference] = counts.get(case.reference, 0) + 1
    assert len(counts) == 100
    assert 140 <= min(counts.values()) <= max(counts.values()) <= 265


def test_list_is_read_with_or_without_headings():
    lines = "41XX/1/26, Stevenage, 2026-04\n41XX/2/26;Watford;2026-05\n41XX/3/26\tWatford\t2026-05"
    assert read_list(lines, UNITS) == read_list(f"Reference, Unit, Month\n{lines}\n\n", UNITS)
    assert [case.month for case in read_list(lines, UNITS)] == ["2026-04-01", "2026-05-01", "2026-05-01"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("a1, Stevenage, 2026-04\na2, Nowhere, 2026-04", "Line 2: the trial has no such unit"),
        ("a1, Stevenage, 2026-04\nA-1, Watford, 2026-05", "Line 2: the same reference stands in line 1"),
        ("a1, Stevenage, 2026-04\na2, Stevenage", "Line 2: 2 values"),
        ("a1, Stevenage, 2026-04\na2, Stevenage, April", "Line 2: the month"),
        ("--, Stevenage, 2026-04", "Line 1: the reference is empty"),
    ],
)
def test_faulty_line_is_named(text, words):
    with pytest.raises(ListRefused, match=words):
        read_list(text, UNITS)
