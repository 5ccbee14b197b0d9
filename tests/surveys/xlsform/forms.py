"""Forms for tests: sheets as they would be read, and instruments of every shape."""

from dataclasses import replace

from hypothesis import strategies as st

from surveys.scales.instrument import Behaviour, Instrument, Item, Notice, Part, Question, Scale, Scenario
from surveys.scales.parsing import TAKEN_IDS, checked
from surveys.scales.translation import texts
from surveys.scales.writing import tables_of
from surveys.xlsform.reading import read_form

SETTINGS = [["form_title", "form_id"], ["A form", "a_form"]]


def numbered(sheets):
    """{sheet: [(row number, cells)]} of {sheet: [cells]}."""
    return {name: list(enumerate(rows, 1)) for name, rows in sheets.items()}


def form(survey, choices=(), settings=SETTINGS):
    """The sheets of a form from rows, headings first."""
    sheets = {"survey": survey, "choices": list(choices), "settings": list(settings)}
    return numbered({name: [list(map(str, row)) for row in rows] for name, rows in sheets.items() if rows})


def read(survey, choices=(), settings=SETTINGS):
    return read_form(form(survey, choices, settings))


# Texts as an instrument may hold them: single spaces, nothing unseen; with whatever a spreadsheet might trip over.
SIGNS = "abcäŵ€é漢=+-@'\"<&>|_x0041_{}$.,;:!0123 \U0001f600"
LINES = st.text(SIGNS, min_size=1, max_size=12).map(lambda text: " ".join(text.split()))
TEXTS = LINES.filter(bool)
IDS = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True).filter(lambda one: one not in TAKEN_IDS)
SEVERAL = st.lists(TEXTS, min_size=1, max_size=4, unique_by=str.casefold).map(tuple)
OCCASIONS = st.lists(TEXTS.filter(lambda one: "|" not in one), max_size=3, unique=True).map(tuple)
ENDS = st.tuples(st.integers(-3, 3), st.integers(1, 10)).map(lambda ends: (ends[0], ends[0] + ends[1]))


@st.composite
def parts(draw):
    kind = draw(st.sampled_from(["count", "choice", "scale", "text"]))
    said = Part(kind, draw(TEXTS), draw(LINES), (), 0, 0, 0)
    if kind == "text":
        return replace(said, longest=draw(st.integers(1, 2000)))
    if kind == "choice":
        return replace(said, choices=draw(SEVERAL))
    low, high = draw(ENDS)
    return replace(said, low=low, high=high, choices=draw(st.one_of(st.just(()), words(low, high))))


def words(low, high):
    """Answers beside the numbers from low to high, none of which reads like one of them."""
    return SEVERAL.filter(lambda some: not {str(n) for n in range(low, high + 1)} & set(some))


@st.composite
def instruments(draw):
    """A sound Instrument."""
    ids = iter(draw(st.lists(IDS, min_size=12, max_size=12, unique=True)))
    occasions, (low, high) = draw(OCCASIONS), draw(ENDS)
    words_of_it = st.sampled_from(draw(st.lists(TEXTS, min_size=6, max_size=6)))
    polarity, some = draw(st.sampled_from(["enabler", "need"])), st.integers(0, 3)
    asked = st.lists(st.sampled_from(occasions), unique=True).map(tuple) if occasions else st.just(())
    codes = st.sampled_from(["C-Ps", "O-Ph", "M-Au"])
    made = Instrument(
        draw(IDS), draw(st.integers(1, 99)), *(draw(words_of_it) for _ in range(4)),
        Behaviour(*(draw(words_of_it) for _ in range(6))),
        Scale(low, high, draw(TEXTS), draw(TEXTS), draw(st.one_of(st.just(()), words(low, high))),
              draw(st.sampled_from(["as written", "random within component"]))),
        Notice(*(draw(words_of_it) for _ in range(7))),
        tuple(Item(next(ids), draw(codes), draw(LINES), draw(TEXTS), draw(LINES), draw(st.booleans()),
                   polarity, draw(asked)) for _ in range(1 + draw(some))),
        tuple(Question(next(ids), draw(TEXTS), tuple(draw(st.lists(parts(), min_size=1, max_size=3))),
                       draw(asked)) for _ in range(draw(some))),
        tuple(Scenario(next(ids), draw(TEXTS), draw(TEXTS), draw(SEVERAL), draw(asked))
              for _ in range(draw(some))),
        occasions,
    )  # fmt: skip
    made = replace(made, questions=tuple(draw(conditioned(made, q)) for q in made.questions))
    found, problems = checked("", made.key, made.version, tables_of(_plain(made)))
    assert found == made and not problems, problems
    return made


def _plain(instrument):
    from surveys.instruments.value import to_value

    return to_value(instrument)


@st.composite
def conditioned(draw, instrument, question):
    """The question, perhaps with a condition on what is asked before it on every sitting."""
    before = instrument.questions[: instrument.questions.index(question)]
    leaves = [f"${{{item.id}}} > {instrument.scale.low}" for item in instrument.items if not item.occasions]
    leaves += [f"${{{item.id}}} != ''" for item in instrument.items if not item.occasions]
    for asked in (one for one in before if not one.occasions):
        for key, part in zip(asked.keys, asked.parts, strict=True):
            leaves += [f"selected(${{{key}}}, '{word}')" for word in part.choices if "'" not in word]
            leaves += [f'${{{key}}} != "{word}"' for word in part.choices if '"' not in word]
    some = draw(st.lists(st.sampled_from(leaves), max_size=3)) if leaves else []
    from surveys.scales.conditions import parse_condition, written

    text = draw(st.sampled_from([" and ", " or "])).join(some)
    return replace(question, relevant=written(parse_condition(text)) if text else "")


@st.composite
def translations(draw, instrument):
    """{tag: {address: words}}: none, one or two languages, each of some of the texts."""
    english = texts(instrument) | {"page.next": "Next"}
    tags = draw(st.lists(st.sampled_from(["cy", "pl", "gd", "pt-BR"]), max_size=2, unique=True))
    found = {}
    for tag in sorted(tags):
        left = draw(st.sets(st.sampled_from(list(english)), max_size=5))
        found[tag] = {a: f"{tag} {text}" for a, text in english.items() if a not in left}
    return found
