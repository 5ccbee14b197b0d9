"""An officer's own code is the same each time, tells nothing without the key, and differs between studies."""

from uuid import UUID

import pandas as pd
import pytest

from surveys.identity.codes import ELEMENTS, hashed, normal, study_key
from surveys.scales import link_own_codes

MOTHER, DAY, OLDER = ELEMENTS[0], ELEMENTS[1], ELEMENTS[4]
KEY = study_key(master=b"m" * 32, force_id=UUID(int=1), instrument_key="oocr_com_b")
GIVEN = {"mother": "A", "birth_day": "7", "school": "S", "birthplace": "H", "older": "0"}


@pytest.mark.parametrize(
    "typed, kept", [("a", "A"), (" É", "E"), ("Anna", "A"), ("7", ""), ("", ""), ("Ж", ""), ("ß", "")]
)
def test_letter_is_compared_without_case_accents_and_what_follows(typed, kept):
    assert normal(MOTHER, typed) == kept


@pytest.mark.parametrize("typed, kept", [("7", "7"), ("07", "7"), ("31", "31")])
def test_day_is_compared_as_a_number_of_a_month(typed, kept):
    assert normal(DAY, typed) == kept


@pytest.mark.parametrize("typed", ["32", "0", "-1", "1e1", "٣", "9999", "A", ""])
def test_what_is_no_day_of_a_month_is_left_out(typed):
    assert normal(DAY, typed) == ""


def test_no_older_brother_or_sister_is_an_answer():
    assert normal(OLDER, "0") == "0" and "older" in hashed(GIVEN, KEY)


def test_hashes_tell_nothing_and_differ_by_element_force_and_master_key():
    found = hashed(GIVEN, KEY)
    assert len(set(found.values())) == 5 and all(len(one) == 32 for one in found.values())
    for other in (
        study_key(master=b"n" * 32, force_id=UUID(int=1), instrument_key="oocr_com_b"),
        study_key(master=b"m" * 32, force_id=UUID(int=2), instrument_key="oocr_com_b"),
        study_key(master=b"m" * 32, force_id=UUID(int=1), instrument_key="com_b_brief"),
    ):
        assert not set(found.values()) & set(hashed(GIVEN, other).values())


def test_what_was_left_out_stays_out():
    assert set(hashed({"mother": "A", "school": ""}, KEY)) == {"mother"}


def test_codes_of_two_waves_are_linked_where_all_but_one_element_agree():
    people = [{"mother": chr(65 + n), "birth_day": str(n + 1), "school": chr(70 + n), "birthplace": chr(66 + n),
               "older": str(n)} for n in range(12)]  # fmt: skip
    later = [one | {"school": "Z"} for one in people]
    columns = [element.key for element in ELEMENTS]
    first, second = (
        pd.DataFrame([hashed(one, KEY) for one in wave], columns=columns) for wave in (people, later)
    )
    linked = link_own_codes(first, second)
    assert linked.pairs == tuple((n, n) for n in range(12)) and linked.exact == 0
