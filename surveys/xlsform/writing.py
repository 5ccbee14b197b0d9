"""An instrument, with what it is in other languages, as the sheets of a form."""

import re

from surveys.scales.conditions import ConditionRefused
from surveys.scales.parsing import MOST_STEPS
from surveys.scales.translation import texts
from surveys.xlsform.languages import name_of
from surveys.xlsform.layout import (
    ABOUT,
    AGREEMENT,
    BEHAVIOUR,
    CHOICES,
    NOTICE,
    OWN,
    PREFIX,
    ROW_COLUMNS,
    SCALE,
    SETTINGS,
    SURVEY,
    WORDS,
)
from surveys.xlsform.references import in_names

BAR = " | "
ENGLISH = "en"


def sheets_of(instrument, translations=None, beyond=None):
    """{sheet: [[cell text]]}, headings first. translations: {tag: {address: words}}.

    beyond: {address: English words} of what a translation says beside the questionnaire, such as the words of the
    pages. `read_form` makes the same instrument and the same words of it. Numbers that have no meaning in a part
    (limits of a choice, say) are not written.
    """
    writer = _Writer(instrument, translations or {})
    survey = [writer.headings(SURVEY), *writer.notes(), *writer.items(), *writer.cases(), *writer.questions()]
    sheets = {SURVEY: survey, CHOICES: writer.choices(), SETTINGS: writer.settings()}
    return sheets | ({WORDS: writer.words(beyond or {})} if translations else {})


class _Writer:
    """Writes row after row. `lists` are {(choices with their words): name of their list}."""

    def __init__(self, instrument, translations):
        self.instrument, self.translations = instrument, translations
        self.english = texts(instrument)
        self.lists, self.names = {}, {}
        self._name_scale()
        for question in instrument.questions:
            for key, part in zip(question.keys, question.parts, strict=True):
                self.names[key] = slugs(part.choices)

    # The texts of one cell, once a language.

    def said(self, address, english=None):
        """[English, other languages …] of the text at an address."""
        first = self.english.get(address, "") if english is None else english
        return [first, *(words.get(address, "") for words in self.translations.values())]

    def headings(self, sheet):
        if sheet == CHOICES:
            return ["list_name", "name", *self._each("label")]
        own = [PREFIX + name for name in ROW_COLUMNS]
        fixed = ["required", "relevant", "appearance", "constraint", "parameters"]
        return ["type", "name", *self._each("label"), *self._each("hint"), *fixed, *own]

    def _each(self, column):
        if not self.translations:
            return [column]
        return [f"{column}::{name_of(tag)}" for tag in (ENGLISH, *self.translations)]

    def row(self, kind, name, label, hint="", /, **cells):
        """One row of the sheet survey; label and hint are addresses."""
        fixed = [
            cells.pop(column, "")
            for column in ("required", "relevant", "appearance", "constraint", "parameters")
        ]
        own = [cells.pop(column, "") for column in ROW_COLUMNS]
        return [kind, name, *self.said(label), *self.said(hint), *fixed, *own]

    # What stands on each page.

    def notes(self):
        yield self.row("note", f"{OWN}statement", "behaviour.statement")
        for name in NOTICE:
            yield self.row("note", OWN + name, f"notice.{name}")
        yield self.row("acknowledge", OWN + AGREEMENT, f"notice.{AGREEMENT}", required="yes")

    def items(self):
        for item in self.instrument.items:
            address = f"item.{item.id}"
            yield self.row(
                f"select_one {SCALE}",
                item.id,
                f"{address}.text",
                f"{address}.definition",
                kind="item",
                component=item.component,
                domain=item.domain,
                reversed="yes" if item.reversed else "",
                polarity=item.polarity,
                occasions=BAR.join(item.occasions),
                relevant=self._relevant(item),
            )

    def cases(self):
        for case in self.instrument.scenarios:
            address = f"scenario.{case.id}"
            listed = self._list(case.choices, f"{address}.choice")
            said = {"kind": "scenario", "form": case.form, "occasions": BAR.join(case.occasions)}
            yield self.row(f"select_one {listed}", case.id, f"{address}.text", **said)

    def questions(self):
        for question in self.instrument.questions:
            said = {"about": question.about, "occasions": BAR.join(question.occasions)}
            said["relevant"] = self._relevant(question)
            if len(question.parts) == 1:
                yield self._part(question, 1, question.id, said)
                continue
            yield self.row("begin_group", question.id, "", appearance="field-list", **said)
            for number, key in enumerate(question.keys, 1):
                yield self._part(question, number, key, {})
            yield self.row("end_group", "", "")

    def _part(self, question, number, key, said):
        part, address = question.parts[number - 1], f"question.{question.id}.{number}"
        kind, cells = self._answered(part, address)
        return self.row(kind, key, f"{address}.text", f"{address}.hint", kind=part.kind, **cells, **said)

    def _answered(self, part, address):
        """(type, cells that limit the answer)."""
        if part.kind == "text":
            return "text", {"constraint": f"string-length(.) <= {part.longest}"}
        if part.kind == "choice":
            return f"select_one {self._list(part.choices, f'{address}.choice')}", {}
        if part.choices:
            return f"select_one {self._list(part.choices, f'{address}.choice', part.low, part.high)}", {}
        if part.kind == "count":
            return "integer", {"constraint": f". >= {part.low} and . <= {part.high}"}
        return "range", {"parameters": f"start={part.low} end={part.high} step=1"}

    def _relevant(self, entry):
        try:
            return in_names(entry.relevant, self.names) if entry.relevant else ""
        except ConditionRefused:  # of a draft: it is written as it stands, and refused when it is read
            return entry.relevant

    # The lists of answers.

    def _name_scale(self):
        scale = self.instrument.scale
        ends = {scale.low: "scale.low_label", scale.high: "scale.high_label"}
        rows = [(str(n), self._mark(n, ends.get(n))) for n in steps(scale.low, scale.high)]
        outside = enumerate(slugs(scale.outside).items(), 1)
        rows += [(name, self.said(f"scale.outside.{place}")) for place, (_, name) in outside]
        self.lists[tuple((name, *said) for name, said in rows)] = SCALE
        for item in self.instrument.items:
            self.names[item.id] = slugs(scale.outside)

    def _mark(self, number, address=None):
        """The label of a number in each language, with what it means where it means something."""
        meant = self.said(address) if address else [""] * (1 + len(self.translations))
        first, *others = [f"{number}{between(text)}{text}" if text else "" for text in meant]
        return [first or str(number), *(text or (str(number) if not address else "") for text in others)]

    def _list(self, choices, address, low=0, high=-1):
        """The name of the list with these answers; answers that read alike in every language share one."""
        rows = [(str(number), *self._mark(number)) for number in steps(low, high)]
        names = slugs(choices)
        rows += [(names[c], *self.said(f"{address}.{place}", c)) for place, c in enumerate(choices, 1)]
        return self.lists.setdefault(tuple(rows), f"answers_{len(self.lists)}")

    def choices(self):
        """The sheet choices; to be asked for after every row of the sheet survey was written."""
        rows = [[name, *row] for rows, name in self.lists.items() for row in rows]
        return [self.headings(CHOICES), *rows]

    # What concerns the whole.

    def settings(self):
        one = self.instrument
        said = {"form_title": one.title, "form_id": one.key, "version": str(one.version)}
        if self.translations:
            said["default_language"] = name_of(ENGLISH)
        said |= {PREFIX + name: getattr(one, name) for name in ABOUT}
        said |= {PREFIX + "occasions": BAR.join(one.occasions), PREFIX + "order": one.scale.order}
        said |= {PREFIX + name: getattr(one.behaviour, name) for name in BEHAVIOUR}
        titles = {
            f"{PREFIX}title::{name_of(tag)}": words["title"]
            for tag, words in self.translations.items()
            if words.get("title")
        }
        said |= titles
        return [list(said), list(said.values())]

    def words(self, english):
        """The words of the pages, and of whatever else a translation holds."""
        said = {address: "" for words in self.translations.values() for address in words}
        beyond = [address for address in english | said if address not in self.english]
        rows = [[address, *self.said(address, english.get(address, ""))] for address in beyond]
        return [["address", *self._each("words")], *(row for row in rows if any(row[1:]))]


def steps(low, high):
    """The numbers of a scale; none of one that no page could show, as a draft may have."""
    return range(low, high + 1) if 0 < high - low <= MOST_STEPS else ()


def between(text):
    """What stands between a mark and its words: a dash where they begin with a sign that might be taken for it."""
    return " – " if re.match(r"[-–—:.)=](\s|$)", text) else " "


def slugs(choices):
    """{words: name} of answers: short names that conditions can use, none of them a number, each once."""
    names = {}
    for choice in choices:
        plain = re.sub(r"[^a-z0-9]+", "_", choice.lower())[:40].strip("_")
        name = plain if plain[:1].isalpha() else f"c_{plain}".rstrip("_")
        taken, number = set(names.values()), 2
        while name in taken:
            name, number = f"{plain or 'c'}_{number}", number + 1
        names[choice] = name
    return names
