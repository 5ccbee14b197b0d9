"""An instrument cut into pages: a short stack of statements, one case, or one question with its parts."""

from dataclasses import dataclass

from surveys.scales.answers import question_columns

# Three statements fit a phone's screen with their answers, and a block of three shares one component: fifteen
# items are then five pages, and no page is a grid.
STACK = 3


@dataclass(frozen=True)
class Asked:
    """One thing to answer.

    kind: "scale" (a number from low to high, or one of `choices` outside it), "choice" (one of `choices`) or "text".
    """

    key: str
    kind: str
    text: str
    hint: str = ""
    low: int = 0
    high: int = 0
    low_label: str = ""
    high_label: str = ""
    choices: tuple[str, ...] = ()
    longest: int = 0

    @property
    def numbers(self):
        return tuple(range(self.low, self.high + 1)) if self.kind == "scale" else ()


@dataclass(frozen=True)
class Page:
    """What one screen asks: `about` is "statements", "case" or "question"."""

    about: str
    asked: tuple[Asked, ...]


@dataclass(frozen=True)
class Order:
    """What chance decided for one officer: the order of the items (ids), and the parallel form of the cases."""

    items: tuple[str, ...]
    form: str


def draw_order(instrument, occasion, chance):
    """The Order for one officer; `chance` is a random.Random, or what shuffles and chooses like one."""
    items = instrument.asked_on(instrument.items, occasion)
    blocks = {code: [item.id for item in items if item.component == code] for code in instrument.components}
    if instrument.scale.order == "random within component":
        for block in blocks.values():
            chance.shuffle(block)
        ids = [item for block in blocks.values() for item in block]
    else:
        ids = [item.id for item in items]
    forms = sorted({case.form for case in instrument.asked_on(instrument.scenarios, occasion)})
    return Order(tuple(ids), chance.choice(forms) if forms else "")


def pages(instrument, occasion, order):
    """The Pages in the order in which they are shown: statements, cases of the officer's form, other questions."""
    by_id = {item.id: item for item in instrument.asked_on(instrument.items, occasion)}
    items = [_statement(by_id[i], instrument.scale) for i in order.items if i in by_id]
    stacks = [items[start : start + STACK] for start in range(0, len(items), STACK)]
    cases = [c for c in instrument.asked_on(instrument.scenarios, occasion) if c.form == order.form]
    questions = instrument.asked_on(instrument.questions, occasion)
    return (
        *(Page("statements", tuple(stack)) for stack in stacks),
        *(Page("case", (_case(case),)) for case in cases),
        *(Page("question", _parts(question)) for question in questions),
    )


def _statement(item, scale):
    return Asked(
        item.id, "scale", item.text, item.definition, scale.low, scale.high, scale.low_label, scale.high_label,
        scale.outside,
    )  # fmt: skip


def _case(case):
    return Asked(case.id, "choice", case.text, choices=case.choices)


def _parts(question):
    return tuple(
        _part(part, key) for part, key in zip(question.parts, question_columns(question), strict=True)
    )


def _part(part, key):
    if part.kind == "text":
        return Asked(key, "text", part.text, part.hint, longest=part.longest)
    if part.kind == "choice":
        return Asked(key, "choice", part.text, part.hint, choices=part.choices)
    return Asked(key, "scale", part.text, part.hint, part.low, part.high, choices=part.choices)
