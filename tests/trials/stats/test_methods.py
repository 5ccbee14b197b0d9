"""Every key is explained, and nothing is explained that is not there."""

import re
from pathlib import Path

import pytest

import trials.stats
from trials.stats.allocation_method import all_methods
from trials.stats.strategy import all_checks, all_designs, all_estimators

TEXT = (Path(trials.stats.__file__).parent / "METHODS.md").read_text()
SECTIONS = dict(re.findall(r"^## (\w+)\n(.*?)(?=^##? |\Z)", TEXT, flags=re.M | re.S))
KEYS = [*all_designs(), *all_estimators(), *all_checks(), *all_methods()]
PARTS = ("Question", "Equation", "Interval", "Edge cases", "Source")


@pytest.mark.parametrize("key", KEYS)
def test_every_key_has_a_section_with_all_its_parts(key):
    assert [part for part in PARTS if f"- **{part}.** " not in SECTIONS.get(key, "")] == []


def test_every_section_belongs_to_a_key():
    assert sorted(SECTIONS) == sorted(KEYS)
