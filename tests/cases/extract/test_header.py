"""A header has exactly the mapping's columns, in any order; every other one is refused in words."""

import pytest

from cjnudge.cases.extract.header import check_header, shown
from cjnudge.cases.problems import FileProblem

COLUMNS = {"Entry Date": "entry_on", "Team": "unit", "Outcome": "outcome", "Outcome Date": "outcome_on"}


def refusal(header):
    with pytest.raises(FileProblem) as caught:
        check_header(header, COLUMNS, 1)
    assert caught.value.line == 1 and caught.value.remedy
    return str(caught.value)


def test_order_of_columns_does_not_matter():
    check_header(list(reversed(COLUMNS)), COLUMNS, 1)


def test_missing_column_is_named():
    assert "no column “Team”" in refusal(["Entry Date", "Outcome", "Outcome Date"])


def test_column_that_comes_twice_is_named():
    assert "“Team” more than once" in refusal([*COLUMNS, "Team"])


def test_new_column_is_named_with_what_to_do():
    assert "does not know “Colour”. Say in the mapping what to do with it." in refusal([*COLUMNS, "Colour"])


def test_new_personal_column_is_refused_as_such():
    assert "“Suspect Surname”, which looks like a name" in refusal([*COLUMNS, "Suspect Surname"])


@pytest.mark.parametrize(
    "name",
    [
        "Tеam",
        "Team ",
        " Team",
        "TEAM",
        "Te\u200bam",
        "Team\u202e",
        "Ｔｅａｍ",
        "Τeam",
        "Te\u00adam",
        "\ufeffTeam",
    ],
)
def test_look_alike_is_refused_with_the_exact_name(name):
    words = refusal(["Entry Date", name, "Outcome", "Outcome Date"])
    assert "looks like “Team”" in words and "exactly “Team”" in words
    assert "\u202e" not in words and "\u200b" not in words


def test_blank_at_the_end_can_be_seen_in_the_refusal():
    assert "“Team␣”" in refusal(["Entry Date", "Team ", "Outcome", "Outcome Date"])


@pytest.mark.parametrize("sign", [";", "\t", "|"])
def test_other_separators_are_told(sign):
    assert "not separated by commas" in refusal([sign.join(COLUMNS)])


def test_record_in_place_of_the_header_is_not_repeated():
    words = refusal(["SMITH, John", "12/345678A", "SG1 1AA", "8"])
    assert "none of the mapping's columns" in words
    assert not any(value in words for value in ("SMITH", "12/345678A", "SG1"))


def test_identifier_among_the_columns_is_not_repeated():
    words = refusal([*COLUMNS, "12/345678A"])
    assert "12/345678A" not in words and "not shown" in words


def test_many_new_columns_are_counted():
    assert "and 95 more" in refusal([*COLUMNS, *(f"c{number}" for number in range(100))])


def test_column_without_a_name_is_told_as_such():
    assert "“(no name)”" in refusal([*COLUMNS, ""])


def test_unseen_characters_are_shown_by_number():
    assert shown("a\u202eb" + "x" * 100) == "a[U+202E]b" + "x" * 57 + "…"
