"""What makes a questionnaire hard to answer, seen from its words alone: advice for its author, never a refusal.

Sentences of more than 25 words are for the author to split: that is the line that GOV.UK draws in its content design
guidance. How hard the words are is LIX (Björnsson 1968): words a sentence + the percentage of words of more than six
letters. It needs no syllables and was made for any language of Europe; 40 to 50 is the ordinary prose of newspapers,
over 60 that of laws and theses. It is taken over the whole notice: on one statement of ten words it would say nothing.
"""

import re
from dataclasses import dataclass

from surveys.scales.minutes import one_form
from surveys.scales.parsing import MOST_SCALED

LONGEST_SENTENCE = 25  # words
LONG_WORD = 6  # letters; longer ones count for LIX
HARDEST = 55  # LIX; over it a notice reads like an official report, halfway from newspapers to laws
LONGEST_STATEMENT = 20  # words: chosen so that it fits two lines of a phone
LONGEST_TEXT = (
    80  # words of one part of the notice or of a case: half a minute's reading with what goes before
)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SENTENCE = re.compile(r"[.!?:;]+(?:\s|$)")
# "and/or", "either … or", or two things asked at once; in a statement one cannot agree with the half of it.
_TWO_THINGS = re.compile(r"\b(?:and/or|and|or|as well as)\b|/", re.I)


@dataclass(frozen=True)
class Advice:
    """One thing to look at again. place: "items/k1", "notice" …, the part of the instrument that it is about."""

    place: str
    words: str


def advice(instrument):
    """Every Advice, in the order of the questionnaire. It takes an unfinished instrument too."""
    return [
        *_on_the_whole(instrument),
        *_on_notice(instrument.notice),
        *(found for item in instrument.items for found in _on_statement(item)),
        *(found for question in instrument.questions for found in _on_question(question)),
        *(found for case in instrument.scenarios for found in _on_text(f"scenarios/{case.id}", case.text)),
    ]


def lix(text):
    """How hard a text is; 0 where it has no words."""
    words = _WORD.findall(text)
    if not words:
        return 0.0
    long_ones = sum(len(word) > LONG_WORD for word in words)
    return len(words) / len(sentences(text)) + 100 * long_ones / len(words)


def sentences(text):
    """The sentences of a text, those without a word left out."""
    return [one for one in _SENTENCE.split(text) if _WORD.search(one)]


def _on_the_whole(instrument):
    number = len(instrument.items)
    if number > MOST_SCALED:
        yield Advice("items", f"{number} statements: beyond {MOST_SCALED} people stop answering with care.")
    asked = number + sum(len(q.parts) for q in instrument.questions) + len(one_form(instrument.scenarios))
    if asked > 2 * MOST_SCALED:
        yield Advice("questions", f"{asked} things are asked in all: few officers will reach the end.")


def _on_notice(notice):
    parts = {name: text for name, text in vars(notice).items() if text}
    for text in parts.values():
        yield from _on_text("notice", text)
    hard = lix(" ".join(parts.values()))
    if hard > HARDEST:
        yield Advice(
            "notice",
            f"The notice is hard to read: LIX {hard:.0f}, and newspapers have 40 to 50. Use shorter words and "
            "sentences.",
        )


def _on_statement(item):
    place = f"items/{item.id}"
    words = len(_WORD.findall(item.text))
    if words > LONGEST_STATEMENT:
        yield Advice(place, f"It has {words} words: keep a statement to {LONGEST_STATEMENT}.")
    if found := _TWO_THINGS.search(item.text):
        yield Advice(
            place,
            f"“{found[0]}”: does it ask two things at once? Somebody may agree with one and not with the other.",
        )
    yield from _on_text(place, item.definition)


def _on_question(question):
    for part in question.parts:
        yield from _on_text(f"questions/{question.id}", f"{part.text} {part.hint}")


def _on_text(place, text):
    for sentence in sentences(text):
        words = len(_WORD.findall(sentence))
        if words > LONGEST_SENTENCE:
            start = " ".join(sentence.split()[:5])
            yield Advice(place, f"A sentence of {words} words (“{start} …”): split it at {LONGEST_SENTENCE}.")
    words = len(_WORD.findall(text))
    if words > LONGEST_TEXT:
        yield Advice(place, f"A text of {words} words: keep it to {LONGEST_TEXT}.")
