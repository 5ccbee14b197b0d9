"""Labels that can hardly name a person are told from those that may."""

import pytest

from cjnudge.cases.extract.known_words import is_known, may_be_name

NAMES = ("John Smith", "SMITH, John", "Anne-Marie O'Neill", "J. Smith", "SmithJ", "Smith J (21)", "Jack Black",
         "Mary Hatfield", "Jean-Paul", "Charlie White", "Grace Case-Smythe Lee")  # fmt: skip


@pytest.mark.parametrize(
    "label",
    [
        *(
            "Watford",
            "Welwyn Hatfield",
            "Team A",
            "St Albans Response 3",
            "Three Rivers",
            "Bishop's Stortford",
        ),
        *(
            "Community Resolution",
            "Comm Res (RJ)",
            "08 - Comm Res",
            "Charge/summons",
            "Not stated",
            "NFA",
            "W1",
        ),
        *(
            "Caution - youths",
            "White British",
            "18 to 25",
            "January",
            "Public order offences",
            "Team 3",
            "=1+1",
        ),
    ],
)
def test_label_of_known_words_is_known(label):
    assert is_known(label) and not may_be_name(label)


@pytest.mark.parametrize("name", [name for name in NAMES if "Case" not in name])
def test_name_is_neither_known_nor_taken_for_a_label(name):
    assert may_be_name(name) and not is_known(name)


@pytest.mark.parametrize("name", ["Blenkinsop", "Okonkwo", "Smith"])
def test_surname_alone_is_not_known(name):
    assert not is_known(name) and not may_be_name(name)


def test_words_of_the_force_are_known_too():
    assert may_be_name("Vale Royal") and is_known("Vale Royal", frozenset({"royal"}))


@pytest.mark.parametrize("label", ["Workington Team", "Slap on the wrist", "Kirkby Lonsdale Station"])
def test_label_with_a_word_that_says_it_is_a_thing_is_no_name(label):
    assert not is_known(label) and not may_be_name(label)
