"""A questionnaire cut into pages: a short stack of statements, one case, or one question with its parts."""

from dataclasses import dataclass, field, replace

from surveys.answering.words import ENGLISH
from surveys.scales.conditions import evaluate, named
from surveys.scales.methods.vignette_blocks import draw_vignettes
from surveys.scales.module import tell

# Three statements fit a phone's screen with their answers, and a block of three shares one component: fifteen
# items are then five pages, and no page is a grid.
STACK = 3
SEED_BITS = 128  # as many as numpy itself takes from the system to begin with
SURE = (0, 10)  # how sure one is of a decision, as all scales here


@dataclass(frozen=True)
class Asked:
    """One thing to answer.

    kind: "scale" (a number from low to high, or one of `choices` outside it), "choice" (one of `choices`) or "text".
    `labels` are the words shown for the choices; a choice itself stays in English whatever the page's language.
    relevant: the condition on which it is asked, or "".
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
    labels: tuple[str, ...] = ()
    relevant: str = ""

    @property
    def numbers(self):
        return tuple(range(self.low, self.high + 1)) if self.kind == "scale" else ()

    @property
    def labelled(self):
        """((choice, the words shown for it), …)."""
        return tuple(zip(self.choices, self.labels or self.choices, strict=True))


@dataclass(frozen=True)
class Page:
    """What one screen asks: `about` is "statements", "case", "vignette" or "question"; story: told above."""

    about: str
    asked: tuple[Asked, ...]
    story: str = ""


@dataclass(frozen=True)
class Told:
    """One case with details that vary, as chance drew it: {attribute: level}."""

    module: str
    story: str
    details: dict[str, str]

    @property
    def key(self):
        """Where its answers are kept."""
        return f"v.{self.story}"


@dataclass(frozen=True)
class Order:
    """What chance decided for one officer.

    items: their ids in order; forms: {"" for the instrument, or a module's key: the parallel form of its cases};
    told: the cases with details.
    """

    items: tuple[str, ...]
    forms: dict[str, str] = field(default_factory=dict)
    told: tuple[Told, ...] = ()


def draw_order(instrument, occasion, chance, modules=()):
    """The Order for one officer; `chance` is a random.Random, or what draws like one."""
    items = instrument.asked_on(instrument.items, occasion)
    blocks = {code: [item.id for item in items if item.component == code] for code in instrument.components}
    if instrument.scale.order == "random within component":
        for block in blocks.values():
            chance.shuffle(block)
        ids = [item for block in blocks.values() for item in block]
    else:
        ids = [item.id for item in items]
    cases = cases_by_source(instrument, occasion, modules)
    forms = {source: chance.choice(forms_of(found)) for source, found in cases.items() if found}
    return Order(tuple(ids), forms, tuple(told for module in modules for told in _draw_told(module, chance)))


def _draw_told(module, chance):
    if not module.stories:
        return []
    shown = draw_vignettes(module, chance.getrandbits(SEED_BITS))
    return [Told(module.key, one.id, one.details) for one in shown]


def cases_by_source(instrument, occasion, modules=()):
    """{"" or a module's key: its short cases}, the instrument's own first."""
    own = {"": instrument.asked_on(instrument.scenarios, occasion)}
    return own | {module.key: module.scenarios for module in modules}


def forms_of(cases):
    """The names of the parallel forms in which cases come, in order."""
    return sorted({case.form for case in cases})


def pages(instrument, occasion, order, modules=(), words=ENGLISH):
    """The Pages in the order in which they are shown: statements, cases of the officer's form, other questions, told
    cases. All of them; `shown` leaves out what a condition excludes."""
    by_id = {item.id: item for item in instrument.asked_on(instrument.items, occasion)}
    items = [_statement(by_id[i], instrument.scale) for i in order.items if i in by_id]
    cases = [
        case
        for source, found in cases_by_source(instrument, occasion, modules).items()
        for case in found
        if case.form == order.forms.get(source)
    ]
    questions = instrument.asked_on(instrument.questions, occasion)
    by_key = {module.key: module for module in modules}
    return (
        *(Page("statements", tuple(stack)) for stack in _stacks(items)),
        *(Page("case", (_case(case),)) for case in cases),
        *(Page("question", _parts(question)) for question in questions),
        *(_told(by_key[told.module], told, words) for told in order.told if told.module in by_key),
    )


def labelled(pages, other):
    """The pages as `other` words them, the same questionnaire in another language; answers stay those of `pages`."""
    return tuple(
        replace(said, asked=tuple(map(_labelled, page.asked, said.asked)))
        for page, said in zip(pages, other, strict=True)
    )


def shown(pages, answers):
    """[(number from 1, Page)] of what is asked after these answers; what a condition excludes counts as unanswered."""
    known, found = {}, []
    for number, page in enumerate(pages, 1):
        asked = tuple(one for one in page.asked if evaluate(one.relevant, known))
        known |= {one.key: answers[one.key] for one in asked if one.key in answers}
        if asked:
            found.append((number, replace(page, asked=asked)))
    return found


def _stacks(items):
    """Up to three statements a page; one that depends on another never stands on that one's page."""
    stacks = []
    for item in items:
        beside = {one.key for one in stacks[-1]} if stacks else set()
        if not stacks or len(beside) == STACK or beside & set(named(item.relevant)):
            stacks.append([])
        stacks[-1].append(item)
    return stacks


def _labelled(asked, said):
    return replace(said, choices=asked.choices, labels=said.labels or said.choices)


def _statement(item, scale):
    return Asked(
        item.id, "scale", item.text, item.definition, scale.low, scale.high, scale.low_label, scale.high_label,
        scale.outside, relevant=item.relevant,
    )  # fmt: skip


def _case(case):
    return Asked(case.id, "choice", case.text, choices=case.choices)


def _parts(question):
    return tuple(
        replace(_part(part, key), relevant=question.relevant)
        for part, key in zip(question.parts, question.keys, strict=True)
    )


def _part(part, key):
    if part.kind == "text":
        return Asked(key, "text", part.text, part.hint, longest=part.longest)
    if part.kind == "choice":
        return Asked(key, "choice", part.text, part.hint, choices=part.choices)
    return Asked(key, "scale", part.text, part.hint, part.low, part.high, choices=part.choices)


def _told(module, told, words):
    """One case with its details: the decision, what weighed most, how sure."""
    story = next(one for one in module.stories if one.id == told.story)
    decision, ends = module.decision, (words.say("confidence_low"), words.say("confidence_high"))
    asked = (
        Asked(f"{told.key}.choice", "choice", decision.question, choices=("divert", "charge"),
              labels=(decision.divert, decision.charge)),
        Asked(f"{told.key}.reason", "choice", decision.weighed, choices=decision.reasons),
        Asked(f"{told.key}.confidence", "scale", decision.confidence, "", *SURE, *ends),
    )  # fmt: skip
    return Page("vignette", asked, tell(story, told.details, module.attributes))
