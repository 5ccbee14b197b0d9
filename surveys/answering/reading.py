"""From what a page sent to answers: only what was offered is kept, and nothing need be answered."""

import re
from dataclasses import dataclass

from cjnudge.characters import UNSEEN
from surveys.answering.words import ENGLISH

_UNSEEN = re.compile(UNSEEN)
# A text is kept this far beyond its limit, so that it can be shown again to be shortened.
BEYOND = 2000


@dataclass(frozen=True)
class Fault:
    """Why one answer cannot be handed in as it stands, and what to do."""

    key: str
    words: str


def answers_of(page, sent):
    """({key: number or words}, {key: text}) from a mapping of what was sent; what was not offered is left out."""
    answers, texts = {}, {}
    for asked in page.asked:
        value = sent.get(asked.key, "")
        if asked.kind == "text":
            texts[asked.key] = shown_text(value)[: asked.longest + BEYOND]
        elif (found := _offered(asked, value)) is not None:
            answers[asked.key] = found
    return answers, {key: text for key, text in texts.items() if text}


def faults(page, texts, words=ENGLISH):
    """A Fault for every text on the page that is too long, in the language of `words`."""
    found = [(asked, len(texts.get(asked.key, ""))) for asked in page.asked if asked.kind == "text"]
    return [
        Fault(asked.key, words.say("too_long", most=asked.longest, length=length))
        for asked, length in found
        if length > asked.longest
    ]


def _offered(asked, value):
    """The answer as it is kept: a number of the scale, one of the choices, or None for anything else."""
    if value in asked.choices:
        return value
    return next((number for number in asked.numbers if value == str(number)), None)


def shown_text(value):
    """The text without characters that cannot be seen: they would be a trace, or trouble, and never an answer."""
    lines = value.replace("\r\n", "\n").replace("\r", "\n")
    return _UNSEEN.sub("", lines).strip()
