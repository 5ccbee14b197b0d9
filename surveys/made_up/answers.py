"""What made-up officers answer, page by page like real ones, so that every kind of question gets its kind of answer.

How high each component lies, how far people differ and what goes with the behaviour was chosen so that a page of
results looks like one: some barriers, some strengths, some people who leave things out. It is evidence of nothing.
"""

from random import Random

from surveys.answering.contents import Contents
from surveys.answering.paging import draw_order, pages, shown

# Mean agreement by component, on a scale from 0 to 10.
LEVELS = {"C-Ph": 7.5, "C-Ps": 6.2, "O-Ph": 3.9, "O-So": 5.0, "M-Re": 6.4, "M-Au": 4.7}
LEVEL = 5.5
PEOPLE_DIFFER, ITEMS_DIFFER = 1.1, 1.4  # standard deviations beside the officer's leaning
# How much of each component goes into the behaviour that somebody reports.
MATTERS = {"O-Ph": 0.35, "O-So": 0.3, "C-Ps": 0.2, "M-Au": 0.15}
LEFT_OUT, OUTSIDE = 0.03, 0.05
ALL_ALIKE = 0.02  # press the same number all the way down
WRITES = 0.3
TEXTS = (
    "Made up: a card on the custody desk that says what fits.",
    "Made up: fewer forms, and none of them twice.",
    "Made up: somebody to ask at night.",
    "Made up: a list of services that take people now.",
    "Made up: my sergeant asking for it as a matter of course.",
    "Made up: being told what became of those I referred.",
)
# How much more (or less) likely a detail makes a decision out of court, in the logit. Ethnicity moves nothing.
SWAYS = {
    ("record", "one"): -0.8,
    ("injury", "bruise"): -0.7,
    ("admission", "part"): -0.5,
    ("victim", "court"): -0.6,
    ("victim", "apology"): 0.5,
    ("age", "young"): 0.3,
}


def make_up(instrument, occasion, people, seed, *, modules=(), shift=0.0):
    """The Contents that each of these Officers hands in; the same for the same seed.

    seed: of this survey, as anything that can be written; shift: points by which answers lie higher than usual.
    """
    return [_sitting(instrument, occasion, one, seed, modules, shift) for one in people]


def _sitting(instrument, occasion, person, seed, modules, shift):
    drawn = Random(f"answers {seed} {person.number}")  # noqa: S311 - guards nothing: it must come again
    order = draw_order(instrument, occasion, drawn, modules)
    asked = pages(instrument, occasion, order, modules)
    mind = _Mind(instrument, person, drawn, shift)
    contents = Contents(order, bands=person.bands, own_code=person.own_code)
    for number in range(1, len(asked) + 1):
        page = dict(shown(asked, contents.answers)).get(number)
        if page:
            contents = contents.with_page(page, *mind.answer(page, order))
    return contents.asked_in([page for _, page in shown(asked, contents.answers)])


class _Mind:
    """How one officer answers: a tendency for each component, and chance around it."""

    def __init__(self, instrument, person, drawn, shift):
        self.items = {item.id: item for item in instrument.items}
        self.drawn = drawn
        self.tendency = {
            code: LEVELS.get(code, LEVEL) + shift + person.leaning + drawn.gauss(0, PEOPLE_DIFFER)
            for code in instrument.components
        }
        self.alike = drawn.randint(3, 8) if drawn.random() < ALL_ALIKE else None

    def answer(self, page, order):
        """({key: answer}, {key: text}) to what a page asks."""
        told = {one.key: one for one in order.told}
        answers, texts = {}, {}
        for asked in page.asked:
            if asked.kind == "text":
                if self.drawn.random() < WRITES:
                    texts[asked.key] = self.drawn.choice(TEXTS)[: asked.longest]
            elif self.drawn.random() >= LEFT_OUT:
                case = told.get(asked.key.rpartition(".")[0])
                answers[asked.key] = (
                    self._choice(asked, case) if asked.kind == "choice" else self._number(asked)
                )
        return answers, texts

    def _choice(self, asked, case):
        if case and asked.key.endswith(".choice"):
            sway = sum(SWAYS.get(detail, 0) for detail in case.details.items())
            is_diverted = self.drawn.gauss(0.6 + sway, 1.5) > 0
            return asked.choices[0 if is_diverted else -1]
        number = len(asked.choices)
        return self.drawn.choices(asked.choices, [number + 1 - place for place in range(number)])[0]

    def _number(self, asked):
        if asked.choices and self.drawn.random() < OUTSIDE:
            return self.drawn.choice(asked.choices)
        item = self.items.get(asked.key)
        if item and self.alike is not None:
            return self._on_scale(self.alike, asked)
        return self._on_scale(self._agreement(item) if item else self._report(), asked)

    def _agreement(self, item):
        """From 0 to 10: low where the statement is worded against the component, or as something that is lacking."""
        found = self.drawn.gauss(self.tendency[item.component], ITEMS_DIFFER)
        return 10 - found if item.reversed != (item.polarity == "need") else found

    def _report(self):
        """How often, or how much, from 0 to 10: it goes with some components more than with others."""
        pulled = sum(weight * self.tendency.get(code, LEVEL) for code, weight in MATTERS.items())
        return self.drawn.gauss(pulled, 1.5)

    @staticmethod
    def _on_scale(value, asked):
        width = asked.high - asked.low
        return min(max(round(asked.low + value / 10 * width), asked.low), asked.high)
