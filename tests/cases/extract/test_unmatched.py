"""Labels the mapping does not know are listed with their counts, but never one that may be a person."""

from cjnudge.cases.extract.unmatched import MOST_DIFFERENT, MOST_STRANGE, Unmatched


def seen(*labels, also=frozenset()):
    found = Unmatched(also)
    for label in labels:
        found.see(label)
    return found


def test_labels_are_counted_whatever_their_case_the_most_frequent_first():
    assert seen("Comm Res", *["NFA", "nfa "] * 3).harmless() == {"NFA": 6, "Comm Res": 0}


def test_count_under_five_is_not_told():
    assert seen(*["NFA"] * 4).harmless() == {"NFA": 0}
    assert seen(*["NFA"] * 5).harmless() == {"NFA": 5}


def test_first_of_each_label_is_new():
    found = Unmatched()
    assert [found.see(label) for label in ("a", "b", "a")] == [True, True, False]


def test_labels_with_identifiers_are_never_shown():
    found = seen(*["12/345678A"] * 50, *["PC 1234"] * 50, *["SG1 1AA"] * 9, "NFA")
    assert found.harmless() == {"NFA": 0} and found.hidden == 3


def test_names_that_slipped_in_are_not_shown():
    found = seen(*["John Smith"] * 3, "Blenkinsop", "Okonkwo-Hyde", "Three Rivers")
    assert found.harmless() == {"Three Rivers": 0} and found.hidden == 3


def test_name_is_not_shown_however_often_it_comes():
    assert seen(*["John Smith"] * 500).harmless() == {}


def test_strange_label_is_shown_where_it_repeats_as_labels_do():
    assert seen(*["Zwischenbescheid"] * 5).harmless() == {"Zwischenbescheid": 5}
    assert seen(*["Zwischenbescheid"] * 4).harmless() == {}


def test_strange_label_is_not_shown_among_texts_that_hardly_repeat():
    once = [f"surname{letter}" for letter in "abcde"]
    assert seen(*["Blenkinsop"] * 5, *once).harmless() == {}
    assert seen(*["Blenkinsop"] * 6, *once).harmless() == {"Blenkinsop": 6}


def test_strange_labels_are_not_shown_where_they_are_too_many():
    words = [f"surname{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(MOST_STRANGE + 1)]
    assert seen(*words * 5).harmless() == {}
    assert len(seen(*words[1:] * 5).harmless()) == MOST_STRANGE


def test_words_of_the_force_are_shown():
    assert seen("Royal Vale", also=frozenset({"royal"})).harmless() == {"Royal Vale": 0}


def test_unseen_characters_and_sentences_are_not_shown():
    assert seen("a\u202eb", "x" * 61, "NFA").harmless() == {"NFA": 0}


def test_more_labels_than_any_column_has_are_given_up():
    found = seen(*(f"label {number:03}" for number in range(MOST_DIFFERENT + 1)))
    assert found.too_many and found.harmless() == {} and found.hidden == 0
