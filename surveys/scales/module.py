"""Optional modules: short cases to judge, and cases with details that vary; one file each in `modules/`."""

import math
import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from surveys.scales.instrument import Scenario
from surveys.scales.minutes import SECONDS_TO_ANSWER, WORDS_A_MINUTE
from surveys.scales.reader import InstrumentRefused, Problem, Table

FOLDER = Path(__file__).parent / "modules"
FILE_NAME = re.compile(r"(?P<key>[a-z][a-z0-9_]*)\.v(?P<version>[1-9][0-9]*)\.toml")
KINDS = ("scenarios", "vignettes")
STORIES, SHOWN = 12, 4  # what the balanced sets of `methods/vignette_blocks.py` are made for


@dataclass(frozen=True)
class Attribute:
    """One detail that varies: {key of the level: its words}; `audited` where no decision should turn on it."""

    key: str
    about: str
    audited: bool
    levels: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Story:
    """One case; `{key}` in its text stands for the words of that attribute's level."""

    id: str
    text: str


@dataclass(frozen=True)
class Decision:
    """What is asked of each story: the two choices, what weighed most, how sure."""

    question: str
    divert: str
    charge: str
    weighed: str
    reasons: tuple[str, ...]
    confidence: str


@dataclass(frozen=True)
class Module:
    """One optional module in one version. `scenarios` or the four last fields are empty, by its kind."""

    key: str
    version: int
    kind: str
    title: str
    about: str
    standing: str
    notice: str
    scenarios: tuple[Scenario, ...]
    debrief: str
    attributes: tuple[Attribute, ...]
    stories: tuple[Story, ...]
    decision: Decision | None

    @property
    def levels(self):
        """{attribute: keys of its levels}, as `vignettes` takes them; the first is compared with."""
        return {a.key: tuple(key for key, _ in a.levels) for a in self.attributes}

    @property
    def audited(self):
        """The attributes that no decision should turn on."""
        return tuple(a.key for a in self.attributes if a.audited)

    @property
    def extra_minutes(self):
        """Whole minutes that it adds, by the formula of `minutes`: its notice and what one officer is shown."""
        texts, seconds = [self.notice], 0
        for scenario in self.scenarios:
            texts += [scenario.text, *scenario.choices]
            seconds += SECONDS_TO_ANSWER["scenario"]
        if self.decision:
            longest = sorted(
                (len(_longest_text(self, story).split()) for story in self.stories), reverse=True
            )
            each = [self.decision.question, self.decision.divert, self.decision.charge, self.decision.weighed]
            texts += [*each, *self.decision.reasons, self.decision.confidence] * SHOWN
            seconds += 60 * sum(longest[:SHOWN]) / WORDS_A_MINUTE
            seconds += SHOWN * (SECONDS_TO_ANSWER["scenario"] + 2 * SECONDS_TO_ANSWER["choice"])
        words = sum(len(text.split()) for text in texts)
        return math.ceil((60 * words / WORDS_A_MINUTE + seconds) / 60)


def all_modules(folder=FOLDER):
    """Every module in every version, by key and version; InstrumentRefused where a file is unsound."""
    found = [_read(path) for path in Path(folder).glob("*.toml")]
    return sorted(found, key=lambda module: (module.key, module.version))


def load_module(key, version=None, folder=FOLDER):
    """The module with this key, in its newest version unless one is named."""
    there = all_modules(folder)
    fitting = [m for m in there if m.key == key and version in (None, m.version)]
    if not fitting:
        names = ", ".join(f"{m.key} version {m.version}" for m in there) or "none"
        raise LookupError(f"There is no module {key}. There are: {names}.")
    return fitting[-1]


def with_scenarios(instrument, module):
    """The instrument with a module's scenarios after its own; ids that stand in both are refused."""
    asked = {entry.id for entry in (*instrument.items, *instrument.questions, *instrument.scenarios)}
    twice = sorted(asked & {scenario.id for scenario in module.scenarios})
    if twice:
        raise InstrumentRefused(
            [Problem(module.key, "scenario", "id", f"{twice[0]!r} stands in both: rename it")]
        )
    return replace(instrument, scenarios=(*instrument.scenarios, *module.scenarios))


def tell(story, details, attributes):
    """The story's text with the words of each detail; `details` is {attribute: key of the level}."""
    words = {a.key: dict(a.levels)[details[a.key]] for a in attributes}
    return re.sub(r"{(\w+)}", lambda place: words[place[1]], story.text)


def _longest_text(module, story):
    longest = {a.key: max(a.levels, key=lambda level: len(level[1].split()))[0] for a in module.attributes}
    return tell(story, longest, module.attributes)


@cache
def _read(path):
    return parse_module(path.name, path.read_text(encoding="utf-8"))


def parse_module(file, text):
    """The Module in a file of this name; InstrumentRefused lists what is wrong and how to mend it."""
    problems, name = [], FILE_NAME.fullmatch(file)
    if not name:
        raise InstrumentRefused([Problem(file, "its name", "", "name it <key>.v<version>.toml")])
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise InstrumentRefused([Problem(file, "top of the file", "", f"mend the TOML: {wrong}")]) from wrong
    found = _module(name["key"], int(name["version"]), Table(file, "top of the file", values, problems))
    problems += [Problem(file, *problem) for problem in _cross_checks(found)]
    if problems:
        raise InstrumentRefused(problems)
    return found


def _module(key, version, top):
    kind = top.one_of("kind", KINDS)
    varied = kind == "vignettes"
    found = Module(
        key=key,
        version=version,
        kind=kind,
        title=top.text("title", "write the module's name"),
        about=top.text("about", "say what it is for and how it is used"),
        standing=top.text("standing", "say what is not validated"),
        notice=top.text("notice", "say to the officer what it is for, before the first case"),
        scenarios=tuple(_scenario(table) for table in top.tables("scenario")),
        debrief=top.text("debrief", "explain afterwards what was varied" if varied else ""),
        attributes=tuple(_attribute(table) for table in top.tables("attribute")),
        stories=tuple(_story(table) for table in top.tables("vignette")),
        decision=_decision(top) if varied else None,
    )
    top.refuse_the_rest()
    return found


def _scenario(table):
    found = Scenario(
        id=table.text("id", "give it a short id"),
        form=table.text("form", "say in which parallel form it stands, for example A"),
        text=table.text("text", "tell the case", longest=600),
        choices=table.texts("choices", "list the answers to choose from"),
        occasions=(),
    )
    table.refuse_the_rest()
    return found


def _attribute(table):
    found = Attribute(
        key=table.text("key", "give it a short key, as it stands in braces in the cases"),
        about=table.text("about", "say what varies"),
        audited=table.flag("audited"),
        levels=tuple(table.table("levels").values.items()),
    )
    table.refuse_the_rest()
    return found


def _story(table):
    found = Story(
        id=table.text("id", "give it a short id"), text=table.text("text", "tell the case", longest=600)
    )
    table.refuse_the_rest()
    return found


def _decision(top):
    return Decision(
        question=top.text("question", "write the question"),
        divert=top.text("divert", "write the choice that deals with it out of court"),
        charge=top.text("charge", "write the choice that asks for a charge"),
        weighed=top.text("weighed", "write the question what weighed most"),
        reasons=top.texts("reasons", "list what may have weighed"),
        confidence=top.text("confidence", "write the question how sure one is"),
    )


def _cross_checks(found):
    if found.kind == "scenarios":
        if not found.scenarios:
            yield "scenario", "", "write at least one [[scenario]]"
        return
    keys = {attribute.key for attribute in found.attributes}
    if len(found.stories) != STORIES:
        yield "vignette", "", f"{len(found.stories)} cases: the balanced sets need {STORIES}"
    if not any(attribute.audited for attribute in found.attributes):
        yield "attribute", "audited", "mark the detail that no decision should turn on"
    for attribute in found.attributes:
        if len(attribute.levels) < 2 or not all(isinstance(words, str) for _, words in attribute.levels):
            yield "attribute", "levels", f"{attribute.key}: write two levels or more, each a text"
    for story in found.stories:
        if set(re.findall(r"{(\w+)}", story.text)) != keys:
            yield (
                "vignette",
                "text",
                f"{story.id}: name each detail once in braces: {', '.join(sorted(keys))}",
            )
