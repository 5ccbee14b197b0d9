"""How long an instrument takes, estimated from its words until it has been measured."""

import math
from dataclasses import dataclass

# 230 words a minute is a usual pace of silent reading: 238 for non-fiction over 190 studies (Brysbaert 2019,
# J Memory and Language 109:104047). 3 s to mark an answer, 15 s to weigh a scenario and 30 s to write a line are
# chosen by judgement. To be replaced by times measured on the built questionnaire.
WORDS_A_MINUTE = 230
SECONDS_TO_ANSWER = {"item": 3, "scale": 3, "count": 3, "choice": 3, "scenario": 15, "text": 30}


@dataclass(frozen=True)
class Estimate:
    """Whole minutes, and what they were computed from."""

    words: int
    answers: dict[str, int]
    minutes: int

    @property
    def formula(self):
        """The computation in words."""
        waiting = " + ".join(
            f"{count} × {SECONDS_TO_ANSWER[kind]} s ({kind})" for kind, count in self.answers.items() if count
        )
        return f"{self.words} words at {WORDS_A_MINUTE} a minute + {waiting}, rounded up to whole minutes"


def estimate(instrument, occasion=""):
    """The Estimate for one sitting: notice, statement, items, questions, and one form of the scenarios."""
    items = instrument.asked_on(instrument.items, occasion)
    parts = [
        part for question in instrument.asked_on(instrument.questions, occasion) for part in question.parts
    ]
    scenarios = one_form(instrument.asked_on(instrument.scenarios, occasion))
    words = sum(_words(text) for text in _texts(instrument, items, parts, scenarios))
    answers = dict.fromkeys(SECONDS_TO_ANSWER, 0) | {"item": len(items), "scenario": len(scenarios)}
    for part in parts:
        answers[part.kind] += 1
    seconds = 60 * words / WORDS_A_MINUTE + sum(SECONDS_TO_ANSWER[kind] * n for kind, n in answers.items())
    return Estimate(words, answers, math.ceil(seconds / 60))


def one_form(scenarios):
    """The scenarios of the longest form: an officer answers one form a sitting."""
    forms = {}
    for scenario in scenarios:
        forms.setdefault(scenario.form, []).append(scenario)
    return max(forms.values(), key=lambda form: sum(_words(one.text) for one in form), default=[])


def _texts(instrument, items, parts, scenarios):
    notice = instrument.notice
    yield from (instrument.behaviour.statement, notice.agreement, notice.purpose, notice.who_sees)
    yield from (notice.limits, notice.kept, notice.withdrawal, notice.contact)
    for item in items:
        yield from (item.text, item.definition)
    for part in parts:
        yield from (part.text, part.hint, *part.choices)
    for scenario in scenarios:
        yield from (scenario.text, *scenario.choices)


def _words(text):
    return len(text.split())
