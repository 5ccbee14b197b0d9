"""One spelling of an e-mail address for each person."""

import pytest

from cjnudge.accounts.addresses import folded_email, normalise_email


@pytest.mark.parametrize(
    "typed", ["Anna@Example.org", " anna@example.org ", "ａnna@example.org", "ANNA@EXAMPLE.ORG"]
)
def test_spellings_of_one_address_are_stored_alike(typed):
    assert normalise_email(typed) == "anna@example.org"


def test_accented_letter_stays_who_it_is():
    assert (
        normalise_email("José@example.org") == "josé@example.org" == normalise_email("Jose\u0301@example.org")
    )
    assert normalise_email("jose@example.org") != normalise_email("josé@example.org")


def test_guesses_count_accented_variants_as_one():
    assert {folded_email(typed) for typed in ("José@x.org", "jose@x.org", "JOSE\u0301@X.ORG")} == {
        "jose@x.org"
    }


@pytest.mark.parametrize("nothing", [None, "", "  "])
def test_no_address_is_an_empty_one(nothing):
    assert normalise_email(nothing) == folded_email(nothing) == ""
