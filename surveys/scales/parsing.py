"""From the text of a file to an Instrument, or to every reason why it is not one."""

import re
import tomllib

from cjnudge.behaviour import COMPONENTS
from surveys.scales.instrument import (
    ORDERS,
    PART_KINDS,
    POLARITIES,
    Behaviour,
    Instrument,
    Item,
    Notice,
    Part,
    Question,
    Scale,
    Scenario,
)
from surveys.scales.reader import InstrumentRefused, Problem, Table
from surveys.scales.relevance import condition_problems

FILE_NAME = re.compile(r"(?P<key>[a-z][a-z0-9_]*)\.v(?P<version>[1-9][0-9]*)\.toml")
TOP = "top of the file"
MOST_SCALED = 20  # more scaled items than this and officers stop answering with care
MOST_STEPS = 100  # each step of a scale is a button of its own on the page
LONGEST_ANSWER = 2000  # characters; more is no answer to one question
LONGEST_TITLE = 120
USABLE_ID = re.compile(r"[a-z][a-z0-9_]{0,29}")
TAKEN_IDS = frozenset({"check", "clear"})  # the answer pages send these names themselves


def parse(file, text):
    """The Instrument in a file of this name; InstrumentRefused lists what is wrong and how to mend it."""
    name = FILE_NAME.fullmatch(file)
    if not name:
        raise InstrumentRefused([Problem(file, "its name", "", "name it <key>.v<version>.toml")])
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise InstrumentRefused([Problem(file, TOP, "", f"mend the TOML: {wrong}")]) from wrong
    found, problems = checked(file, name["key"], int(name["version"]), values)
    if problems:
        raise InstrumentRefused(problems)
    return found


def checked(file, key, version, values):
    """(Instrument, [Problem]) of the tables of a file, already read: an unfinished one with blanks where it lacks."""
    problems = []
    found = _instrument(key, version, Table(file, TOP, values, problems))
    return found, problems + _cross_checks(file, found)


def _instrument(key, version, top):
    found = Instrument(
        key=key,
        version=version,
        title=top.text("title", "write the instrument's name", longest=LONGEST_TITLE),
        about=top.text("about", "say what it is for and how it is used"),
        standing=top.text("standing", "say what is not validated, for example: not validated in policing"),
        adapted=top.text("adapted", "say what it was adapted from, or that it is the project's own"),
        occasions=top.texts("occasions"),
        behaviour=_behaviour(top.table("behaviour")),
        scale=_scale(scale := top.table("scale")),
        notice=_notice(top.table("notice")),
        items=tuple(_item(table, scale.values.get("polarity", "")) for table in top.tables("item")),
        questions=tuple(_question(table) for table in top.tables("question")),
        scenarios=tuple(_scenario(table) for table in top.tables("scenario")),
    )
    top.refuse_the_rest()
    return found


def _behaviour(table):
    needed = "an instrument without a behaviour statement cannot be published: write it"
    return _finished(
        table,
        Behaviour(
            statement=table.text("statement", needed),
            actor=table.text("actor", "say who acts"),
            action=table.text("action", "say what they do"),
            context=table.text("context", "say in which situation"),
            target=table.text("target", "say for whom or to what"),
            time=table.text("time", "say when"),
        ),
    )


def _scale(table):
    table.one_of("polarity", POLARITIES)
    found = Scale(
        low=table.whole("low", "write the lowest answer"),
        high=table.whole("high", "write the highest answer"),
        low_label=table.text("low_label", "say what the lowest answer means"),
        high_label=table.text("high_label", "say what the highest answer means"),
        outside=table.texts("outside"),
        order=table.one_of("order", ORDERS, default="as written"),
    )
    _refuse_steps(table, found.low, found.high)
    return _finished(table, found)


def _refuse_steps(table, low, high):
    if high <= low:
        table.refuse("high", "make it larger than low")
    if high - low > MOST_STEPS:
        table.refuse("high", f"keep to {MOST_STEPS} steps from low to high")


def _notice(table):
    asked = {
        "agreement": "write the sentence by which an officer agrees to take part",
        "purpose": "say what the answers are used for, and that they are not used for discipline",
        "who_sees": "say who can see what",
        "limits": "say what a court order could reach and what those who run the servers could do",
        "kept": "say how long what is kept",
        "withdrawal": "say that an answer handed in cannot be found again to withdraw it",
        "contact": "say whom to ask",
    }
    return _finished(table, Notice(**{field: table.text(field, needed) for field, needed in asked.items()}))


def _item(table, polarity):
    return _finished(
        table,
        Item(
            id=table.text("id", "give it a short id"),
            component=table.one_of("component", tuple(COMPONENTS)),
            domain=table.text("domain"),
            text=table.text("text", "write the statement", longest=200),
            definition=table.text("definition"),
            reversed=table.flag("reversed"),
            polarity=table.one_of("polarity", POLARITIES, default=polarity or "enabler"),
            occasions=table.texts("occasions"),
            relevant=table.text("relevant"),
        ),
    )


def _question(table):
    return _finished(
        table,
        Question(
            id=table.text("id", "give it a short id"),
            about=table.text("about", "say what it measures, for whoever reads the results"),
            parts=tuple(_part(part) for part in table.tables("part")),
            occasions=table.texts("occasions"),
            relevant=table.text("relevant"),
        ),
    )


def _part(table):
    kind = table.one_of("kind", PART_KINDS)
    numbers, text = kind in ("count", "scale"), kind == "text"
    found = Part(
        kind=kind,
        text=table.text("text", "write the question", longest=300),
        hint=table.text("hint"),
        choices=table.texts("choices", "list the answers to choose from" if kind == "choice" else ""),
        low=table.whole("low"),
        high=table.whole("high", "write the highest answer" if numbers else ""),
        longest=table.whole("longest", "say how many characters may be written" if text else ""),
    )
    if numbers:
        _refuse_steps(table, found.low, found.high)
    if text and not 0 < found.longest <= LONGEST_ANSWER:
        table.refuse("longest", f"write a number from 1 to {LONGEST_ANSWER}")
    return _finished(table, found)


def _scenario(table):
    return _finished(
        table,
        Scenario(
            id=table.text("id", "give it a short id"),
            form=table.text("form", "say in which parallel form it stands, for example A"),
            text=table.text("text", "tell the case", longest=600),
            choices=table.texts("choices", "list the answers to choose from"),
            occasions=table.texts("occasions"),
        ),
    )


def _finished(table, value):
    table.refuse_the_rest()
    return value


def _cross_checks(file, found):
    """What no single table can see."""
    checks = (
        _something_asked,
        _ids_differ,
        _ids_usable,
        _one_polarity_a_score,
        _not_too_long,
        _occasions_known,
        _parts_there,
        condition_problems,
    )
    return [Problem(file, *problem) for check in checks for problem in check(found)]


def _something_asked(found):
    return [] if found.items else [("item", "", "write at least one [[item]]")]


def _ids_differ(found):
    ids = [entry.id for entry in (*found.items, *found.questions, *found.scenarios)]
    return [
        ("item", "id", f"{i!r} stands twice: give each its own")
        for i in sorted({i for i in ids if ids.count(i) > 1})
    ]


def _ids_usable(found):
    """An id names a field of a form, a column of a table and a part of an address."""
    remedy = (
        "start it with a small letter, then small letters, digits and _, at most 30, and not check or clear"
    )
    for entry in (*found.items, *found.questions, *found.scenarios):
        if entry.id and (not USABLE_ID.fullmatch(entry.id) or entry.id in TAKEN_IDS):
            yield "item", "id", f"{entry.id!r} cannot be used: {remedy}"


def _one_polarity_a_score(found):
    """Agreement must mean the same in all items of one score, or their mean means nothing."""
    problems = []
    for component in found.components:
        if len({item.polarity for item in found.items if item.component == component}) > 1:
            remedy = f"items of {component} mix enabler and need in one score: word them one way"
            problems.append(("item", "polarity", remedy))
    return problems


def _not_too_long(found):
    over = len(found.items) > MOST_SCALED
    return [("item", "", f"{len(found.items)} scaled items: keep to {MOST_SCALED}")] if over else []


def _occasions_known(found):
    entries = (*found.items, *found.questions, *found.scenarios)
    unknown = sorted({o for entry in entries for o in entry.occasions} - set(found.occasions))
    return [
        (TOP, "occasions", f"{occasion!r} is used below but not listed here: add it") for occasion in unknown
    ]


def _parts_there(found):
    return [
        ("question", "part", f"{q.id} asks nothing: add a [[question.part]]")
        for q in found.questions
        if not q.parts
    ]
