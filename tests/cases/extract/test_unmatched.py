"""Labels the mapping does not know are listed with their counts, but never one that may be a person."""

from cjnudge.cases.extract.unmatched import MOST_DIFFERENT, Unmatched


def seen(*labels):
    found = Unmatched()
    for label in labels:
        found.see(label)
    return found


def test_labels_are_counted_whatever_their_case_the_most_frequent_first():
    assert seen("Foo", "Bar", "foo ", "FOO").harmless() == {"Foo": 3, "Bar": 1}


def test_first_of_each_label_is_new():
    found = Unmatched()
    assert [found.see(label) for label in ("a", "b", "a")] == [True, True, False]


def test_labels_with_identifiers_are_never_shown():
    assert seen(*["12/345678A"] * 50, *["PC 1234"] * 50, *["SG1 1AA"] * 9, "Foo").harmless() == {"Foo": 1}


def test_name_that_comes_rarely_is_not_shown():
    assert seen("John Smith", "John Smith", *["Three Rivers"] * 3).harmless() == {"Three Rivers": 3}


def test_unseen_characters_and_sentences_are_not_shown():
    assert seen("a\u202eb", "x" * 61, "Foo").harmless() == {"Foo": 1}


def test_column_of_different_texts_is_not_shown():
    assert seen(*(f"word{number:x}" for number in range(100))).harmless() == {}


def test_more_labels_than_any_column_has_are_given_up():
    found = seen(*(f"label {number:03}" for number in range(MOST_DIFFERENT + 1)))
    assert found.too_many and found.harmless() == {}
