"""Every computation is explained, and nothing is explained that is not there."""

import re
from pathlib import Path

import pytest

import surveys.scales

HOME = Path(surveys.scales.__file__).parent
SECTIONS = dict(
    re.findall(r"^## (\w+)\n(.*?)(?=^##? |\Z)", (HOME / "METHODS.md").read_text(), flags=re.M | re.S)
)
KEYS = sorted([p.stem for p in (HOME / "methods").glob("*.py") if p.stem != "__init__"] + ["minutes"])
PARTS = ("Question", "Equation", "Interval", "Edge cases", "Source")


@pytest.mark.parametrize("key", KEYS)
def test_every_key_has_a_section_with_all_its_parts(key):
    assert [part for part in PARTS if f"- **{part}.** " not in SECTIONS.get(key, "")] == []


def test_every_section_belongs_to_a_key():
    assert sorted(SECTIONS) == KEYS
