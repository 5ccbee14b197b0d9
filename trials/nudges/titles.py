"""Whether a title is another one with its typing mistakes mended, or another title."""

from difflib import SequenceMatcher

# How alike a word and its corrected form are, from 0 to 1. A word of four letters of which two were swapped leaves
# just this, a longer one more; "with" and "without", or "before" and "after", leave less.
ALIKE = 0.75
ANOTHER = (
    "This is another title, not the old one with a typing mistake mended: plans and results were made under the old "
    "one. Start a nudge of its own under the new title."
)
SAME = "This is the title it has: enter the corrected one."


def refusal_of_correction(first, now, wanted):
    """Why a title cannot be corrected so, in words; "" where it can.

    first: the title under which a version was first approved, which each correction is held against, so that many
    small ones do not add up to another title; now: the title it has.
    """
    if wanted == now:
        return SAME
    return "" if mends(first, wanted) else ANOTHER


def mends(title, wanted):
    """Whether each word is still the same but for letters; a blank or stop too many or too few is no word."""
    if letters(title) == letters(wanted):
        return True
    words, others = title.casefold().split(), wanted.casefold().split()
    return len(words) == len(others) and all(map(alike, words, others))


def letters(title):
    """Its letters and figures alone, small."""
    return [one for one in title.casefold() if one.isalnum()]


def alike(word, other):
    """Whether twice the letters in common, in order, by the letters of both is ALIKE or more; figures stay."""
    same_figures = [one for one in word if one.isdigit()] == [one for one in other if one.isdigit()]
    return same_figures and SequenceMatcher(None, word, other, autojunk=False).ratio() >= ALIKE


def title_as_at(title, corrections, instant):
    """The title a nudge had at an instant.

    title: the one it has now; corrections: (when, the title before it) in order of time; instant: None for now.
    """
    if instant is None:
        return title
    return next((before for at, before in corrections if at > instant), title)
