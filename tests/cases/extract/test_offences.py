"""Offence codes in one spelling, and the offence groups of the published list."""

import csv

import pytest

from cjnudge.cases.extract import offences
from tests.cases.files import shared_folder


@pytest.mark.parametrize(
    "text, code",
    [
        *(("046", "46"), ("46", "46"), (" 46.0 ", "46"), ("8n", "8N"), ("105 A", "105A"), ("37.2", "37.2")),
        *(("046/01", "46/01"), ("TH68010", "TH68010"), ("1/4.1/4.10/4.2", "1/4.1/4.10/4.2"), ("0", "0")),
        *(("Theft", ""), ("4600", ""), ("", ""), ("=46", ""), ("٤٦", "")),
    ],
)
def test_code_has_one_spelling(text, code):
    assert offences.normalised(text) == code


def test_groups_are_those_of_the_published_list():
    path = shared_folder("homeoffice") / "ho_offence_codes_severity_weights.csv"
    with path.open(encoding="utf-8-sig", newline="") as lines:
        published = {row["offence_code"]: row["group"] for row in csv.DictReader(lines)}
    known = offences.groups()
    assert {code: known.get(code) for code in published} == published
    assert set(known) - set(published) == {"1", "4.1", "4.10", "4.2"}  # homicide is one code there


def test_group_of_a_subcode_is_that_of_its_code():
    assert offences.group_of("46/01") == "Theft offences"
    assert offences.group_of("TH68010") is None
