"""How long a survey takes, measured on the pages as built: what is read, each text once, and what is marked."""

import math

from surveys.scales.minutes import SECONDS_TO_ANSWER, WORDS_A_MINUTE


def minutes(pages, said, marks=0):
    """Whole minutes, begun ones counted. pages: of one officer; said: every text of the other pages that is read;
    marks: what is chosen or typed there.

    A text that comes again is read once: nobody reads the ends of a scale, or the same choices, fifteen times over.
    """
    read = dict.fromkeys([*said, *(text for page in pages for text in texts_of(page))])
    words = sum(len(text.split()) for text in read)
    seconds = marks * SECONDS_TO_ANSWER["item"] + sum(seconds_of(page) for page in pages)
    return math.ceil(words / WORDS_A_MINUTE + seconds / 60)


def texts_of(page):
    """Every text on a page of questions."""
    yield page.story
    for asked in page.asked:
        yield from (asked.text, asked.hint, asked.low_label, asked.high_label)
        yield from (label for _, label in asked.labelled)


def seconds_of(page):
    """What its answers take: a mark each, and the time to weigh a case; a text may be left out and counts as a mark."""
    weighed = SECONDS_TO_ANSWER["scenario"] - SECONDS_TO_ANSWER["item"]
    return len(page.asked) * SECONDS_TO_ANSWER["item"] + (page.about in ("case", "vignette")) * weighed
