"""Checkers take words out of a text; nobody puts words into an officer's mouth."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from surveys.redaction import MARKS, NotARedaction, one_line, redacted

TEXT = "Sergeant Bell at Hatfield told me on 3 May that it is not worth it."


@pytest.mark.parametrize(
    "typed, kept",
    [
        (TEXT, TEXT),
        (f"  {TEXT}\r\n", TEXT),
        (TEXT.replace("Sergeant Bell", "[name]"), "[name] at Hatfield told me on 3 May that it is not worth it."),
        ("[Name] at [PLACE] told me [...] that it is not worth it.",
         "[name] at [place] told me […] that it is not worth it."),
        ("[…] it is not worth it [...]", "[…] it is not worth it […]"),
        ("Sergeant […] .", "Sergeant […] ."),
    ],
)  # fmt: skip
def test_words_can_be_taken_out(typed, kept):
    assert redacted(TEXT, typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        TEXT.replace("not worth", "worth"),  # taken out without a mark
        TEXT + " I agree.",
        "[name] at Hatfield told them [...]",
        "[…] on 3 May […] told me […]",  # in another order
        "Serge[…] at Hatfield told me on 3 May that it is not worth it.",  # a word cut in two
        "[…]ant Bell at Hatfield told me on 3 May that it is not worth it.",
        "[…] it is [name] is not worth it.",  # the same words twice
        TEXT.replace("Hatfield", "[Luton]"),
        TEXT.upper(),
    ],
)
def test_words_cannot_be_added_changed_or_cut(typed):
    with pytest.raises(NotARedaction, match="Only take words out"):
        redacted(TEXT, typed)


@pytest.mark.parametrize("typed", ["", "  ", "[…]", "[name] [place].", "…"])
def test_text_of_which_nothing_is_left_is_to_be_withheld(typed):
    with pytest.raises(NotARedaction, match="Nothing is left"):
        redacted(TEXT, typed)


def test_second_checker_takes_out_more_and_puts_nothing_back():
    first = redacted(TEXT, TEXT.replace("Sergeant Bell", "[name]"))
    assert redacted(first, first.replace("Hatfield", "[place]")).startswith("[name] at [place]")
    with pytest.raises(NotARedaction):
        redacted(first, TEXT)


def test_text_that_holds_a_mark_itself_stays_as_it_is():
    assert redacted("I wrote [...] here", "I wrote [...] here") == "I wrote […] here"


words = st.lists(st.text(alphabet="abé’-.[] ", min_size=1, max_size=6), min_size=1, max_size=20)


@given(words, st.data())
def test_taking_any_words_out_is_always_accepted(words, data):
    text = one_line(" ".join(words))
    assume(text and not any(mark in text for mark in (*MARKS, "[...]")))
    kept = [data.draw(st.sampled_from([word, "[…]"])) for word in text.split()]
    assume(any(any(c.isalnum() for c in word) for word in kept if word != "[…]"))
    assert redacted(text, " ".join(kept)) == " ".join(kept)


def test_worst_case_takes_no_time():
    """Two thousand pieces that could each stand anywhere: a pattern that goes back would never end."""
    with pytest.raises(NotARedaction):
        redacted("a " * 2000, "a […] " * 2000 + "b")
