import pytest

from cjnudge.cases.outcomes import OutcomeProblem, in_words, parse_type, parse_types, split_types


@pytest.mark.parametrize("text", ["1A", "2a", " 3A "])
def test_subset_codes_are_refused_because_they_would_count_twice(text):
    with pytest.raises(OutcomeProblem, match="counted twice"):
        parse_type(text)


@pytest.mark.parametrize("text", ["23", "-1", "8.5", "", "²", "٨", "008", "1e1", "None"])
def test_what_is_no_outcome_type_is_refused(text):
    with pytest.raises(OutcomeProblem, match="not an outcome type"):
        parse_type(text)


def test_type_written_as_a_decimal_is_read():
    assert parse_type("8.0") == 8


def test_set_is_written_in_order():
    assert parse_types("22+8+2") == "2+8+22"


@pytest.mark.parametrize("text", ["8+8", "0+8", "2+3A"])
def test_set_with_a_type_twice_or_with_0_is_refused(text):
    with pytest.raises(OutcomeProblem):
        parse_types(text)


def test_type_0_and_no_outcome_are_in_no_set():
    assert split_types("0") == split_types("") == frozenset()


def test_sets_are_said_in_words():
    assert in_words({8}) == "outcome type 8"
    assert in_words({22, 2, 3}) == "outcome types 2, 3 and 22"
