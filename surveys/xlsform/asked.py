"""Blocks of rows as the tables of an instrument's file: statements, cases, questions with their parts."""

from cjnudge.cases.extract.header import shown
from surveys.scales.parsing import TAKEN_IDS, USABLE_ID
from surveys.xlsform.layout import OWN, PREFIX
from surveys.xlsform.lists import Choices
from surveys.xlsform.other_words import Words
from surveys.xlsform.references import NO, YES, Answer
from surveys.xlsform.scales import marks_in
from surveys.xlsform.types import between, longest, range_of

OF_ITEMS, OF_CASES, OF_QUESTIONS = (
    ("component", "domain", "reversed", "polarity", "occasions"),
    ("form", "occasions"),
    ("about", "occasions"),
)
KINDS = {
    "integer": ("count", "scale", "item"),
    "range": ("scale", "count", "item"),
    "text": ("text",),
    "select_one": ("choice", "count", "scale", "item", "scenario"),
    "select_multiple": ("choice",),
}
MOST_TICKS = 20  # as many questions on one page as an instrument may have statements
LONGEST_TEXT = 300  # characters, where the form sets no limit
FLAGS = {"": False, "yes": True, "no": False, "true": True, "false": False, "true()": True, "false()": False}


class Asked:
    """Fills `tables` block by block; `places` are {name of a table: row}, `words` its Words."""

    def __init__(self, lists, scale, items, cases, found):
        self.lists, self.scale, self.items, self.cases, self.found = lists, scale, items, cases, found
        self.tables = {"item": [], "question": [], "scenario": []}
        self.places, self.answers, self.relevant, self.words = {}, {}, {}, Words()
        self.ids = set()

    def take(self, block):
        """One block: a statement, a case, or a question."""
        row = block.entries[0].row
        if block.group is None and row.number in self.items:
            self._item(block.entries[0])
        elif block.group is None and row.number in self.cases:
            self._case(block.entries[0])
        else:
            self._question(block)

    def _item(self, entry):
        row, name = entry.row, self._id(entry.row)
        if entry.kind not in ("integer", "range", "select_one"):
            self.found.refuse(
                row, "type", "a statement is answered by numbers: write select_one with its scale"
            )
            return
        self._check(entry, OF_ITEMS)
        marks = self._marks(entry)
        if marks and self.scale and marks.alike != self.scale.alike:
            remedy = "all statements are answered on one scale: use the same answers as in the first of them"
            self.found.refuse(row, "type", remedy)
        table = {
            "id": name,
            "component": row.get("cjnudge_component"),
            "domain": row.get("cjnudge_domain"),
            "text": row.get("label"),
            "definition": row.get("hint"),
            "reversed": self._flag(row, "cjnudge_reversed"),
            "occasions": self._several(row, "cjnudge_occasions"),
        }
        if row.get("cjnudge_polarity"):
            table["polarity"] = row.get("cjnudge_polarity")
        self._add("item", table, entry.row, entry.relevant)
        self._say(f"item.{name}", row, text="label", definition="hint")
        words = {choice.name: choice.label for choice in marks.words} if marks else {}
        self.answers[row.get("name")] = Answer(name, True, words)

    def _case(self, entry):
        row, name = entry.row, self._id(entry.row)
        if entry.kind != "select_one":
            self.found.refuse(
                row, "type", "a short case is judged by one of several answers: write select_one"
            )
            return
        self._check(entry, OF_CASES)
        choices = self._list(entry)
        table = {"id": name, "form": row.get("cjnudge_form"), "text": row.get("label")}
        table |= {"choices": self._choices(choices.entries, f"scenario.{name}")}
        table |= {"occasions": self._several(row, "cjnudge_occasions")}
        if entry.relevant:
            self.found.refuse(row, "relevant", "a short case is put to everybody: take the condition out")
        self._add("scenario", table, row, "")
        self._say(f"scenario.{name}", row, text="label")

    def _question(self, block):
        top = block.group or block.entries[0].row
        name, first = self._id(top), block.entries[0]
        parts = [part for entry in block.entries for part in self._parts(entry, block)]
        about = top.get("cjnudge_about") or first.heading or first.row.get("label")
        table = {
            "id": name,
            "about": about,
            "parts_of": [],
            "occasions": self._several(top, "cjnudge_occasions"),
        }
        number = len(self.tables["question"]) + 1
        for place, (entry, part, say, answer) in enumerate(parts, 1):
            key = name if len(parts) == 1 else f"{name}.{place}"
            self.places[f"question {number}.part {place}"] = entry.row
            say(f"question.{name}.{place}")
            answer(key)
            table["parts_of"].append(part)
        table["part"] = table.pop("parts_of")
        self._add("question", table, top, block.relevant)

    def _parts(self, entry, block):
        """(entry, table, what says its other words under an address, what notes its answer under a key) of a row."""
        self._check(entry, () if block.group else OF_QUESTIONS)
        if entry.kind == "select_multiple":
            yield from self._ticks(entry)
            return
        row = entry.row
        table = {"text": row.get("label"), "hint": row.get("hint")} | self._answered(entry)
        choices = self._beside(entry, table["kind"])
        table["choices"] = [choice.label for choice in choices]

        def say(address):
            self._say(address, row, text="label", hint="hint")
            self._choices(choices, address)

        def answer(key):
            words = {choice.name: choice.label for choice in choices}
            self.answers[row.get("name")] = Answer(key, table["kind"] in ("count", "scale"), words)

        yield entry, table, say, answer

    def _ticks(self, entry):
        """A question of several answers as one of yes or no for each of them: nothing else is ticked here."""
        row = entry.row
        remedy = (
            "several answers cannot be ticked here: each became a question of its own, answered by yes or no"
        )
        self.found.note(row, "type", remedy)
        ticks, choices = {}, self._list(entry).entries
        if len(choices) > MOST_TICKS:
            remedy = f"keep to {MOST_TICKS} answers where several may be given: each becomes a question"
            self.found.refuse(row, "type", remedy)
        for choice in choices[:MOST_TICKS]:
            label = with_choice(row.get("label"), choice.label)
            table = {"kind": "choice", "text": label, "hint": row.get("hint"), "choices": [YES, NO]}

            def say(address, choice=choice):
                self._say(address, row, hint="hint")
                for tag, text in row.in_other_words("label").items():
                    if tag in choice.other:
                        self._word(tag, f"{address}.text", with_choice(text, choice.other[tag]), row)

            def answer(key, choice=choice):
                ticks[choice.name] = key
                self.answers[row.get("name")] = Answer(key, False, {}, ticks)

            yield entry, table, say, answer

    def _answered(self, entry):
        """The kind of a part, and the limits of its answer."""
        row, said = entry.row, entry.row.get("cjnudge_kind").lower()
        if entry.kind == "text":
            most = longest(row, self.found)
            if most is None and not row.get("constraint"):
                self.found.note(
                    row, "constraint", f"a text without a limit: {LONGEST_TEXT} characters were taken"
                )
            return {"kind": "text", "longest": LONGEST_TEXT if most is None else most}
        if entry.kind == "select_one" and not self._by_number(entry):
            return {"kind": "choice"}
        marks = self._marks(entry)
        kind = said or ("count" if entry.kind == "integer" else "scale")
        limits = {"low": marks.low, "high": marks.high} if marks else {}
        return {"kind": kind} | {name: value for name, value in limits.items() if value is not None}

    def _by_number(self, entry):
        said = entry.row.get("cjnudge_kind").lower()
        choices = self.lists.get(entry.list_name)
        return said in ("count", "scale") or (not said and choices is not None and choices.is_plain_scale)

    def _marks(self, entry):
        """The Marks of an entry that is answered by numbers; a list without them is refused."""
        row = entry.row
        if entry.kind != "select_one":
            ends = range_of(row, self.found) if entry.kind == "range" else between(row, self.found)
            return _Ends(*ends)
        choices = self._list(entry)
        if choices.entries and not choices.marks:
            remedy = "name the answers of its list by whole numbers without a gap, as in 0, 1, 2"
            self.found.refuse(row, "type", remedy)
        return marks_in(choices) if choices.marks else None

    def _beside(self, entry, kind):
        """The answers in words of a part: all of a choice, those beside the numbers of a count or scale."""
        if entry.kind != "select_one":
            return ()
        choices = self._list(entry)
        return choices.entries if kind == "choice" else choices.words

    def _list(self, entry):
        choices = self.lists.get(entry.list_name)
        if choices is None and not entry.list_name:
            self.found.refuse(entry.row, "type", "name the list of its answers, as in select_one yes_no")
        elif choices is None:
            there = ", ".join(name for name in self.lists if name and not name.startswith(OWN)) or "none"
            remedy = f"the sheet choices has no list “{shown(entry.list_name)}”; it has {there[:200]}"
            self.found.refuse(entry.row, "type", remedy)
        return choices or Choices(entry.list_name, ())

    def _check(self, entry, allowed):
        """What stands in a column that this kind of row has no use for is told; an unknown kind is refused."""
        row, said = entry.row, entry.row.get("cjnudge_kind").lower()
        if said and said not in KINDS[entry.kind]:
            self.found.refuse(
                row, "cjnudge_kind", f"write one of {', '.join(KINDS[entry.kind])}, or leave it empty"
            )
        for column in (*OF_ITEMS, *OF_CASES, *OF_QUESTIONS):
            if column not in allowed and row.get(PREFIX + column):
                self.found.refuse(
                    row, PREFIX + column, "leave this empty: it has no meaning in this kind of row"
                )
        for column in ("label", "hint"):
            if "${" in row.get(column):
                self.found.note(row, column, "shown as it stands: no earlier answer is put into a text here")
        if row.get("required").lower() in ("yes", "true", "true()"):
            self.found.note(row, "required", "left out: an officer may leave any question unanswered")

    def _id(self, row):
        """The row's name as an id; a name that cannot be one is changed, and told."""
        name = row.get("name")
        found = name
        if not USABLE_ID.fullmatch(name) or name in TAKEN_IDS:
            found = _mended(name)
        number = 2
        while found in self.ids:
            found, number = f"{_mended(name)[:26]}_{number}", number + 1
        self.ids.add(found)
        if found != name and name:
            self.found.note(
                row, "name", f"it became “{found}”: ids here are small letters, digits and _, at most 30"
            )
        return found

    def _flag(self, row, column):
        said = row.get(column).lower()
        if said not in FLAGS:
            self.found.refuse(row, column, "write yes or no")
        return FLAGS.get(said, False)

    def _several(self, row, column):
        return split(row.get(column))

    def _choices(self, choices, address):
        """The words of the choices; those in other languages are kept under the address."""
        for number, choice in enumerate(choices, 1):
            for tag, text in choice.other.items():
                self._word(tag, f"{address}.choice.{number}", text, choice.row)
        return [choice.label for choice in choices]

    def _say(self, address, row, **columns):
        for field, column in columns.items():
            for tag, text in row.in_other_words(column).items():
                if row.get(column):
                    self._word(tag, f"{address}.{field}", text, row, column)
                else:
                    remedy = "left out: it stands in another language only"
                    self.found.note(row, f"{column}::{tag}", remedy)

    def _word(self, tag, address, text, row, column="label"):
        self.words.say(tag, address, text, row, column)

    def _add(self, name, table, row, relevant):
        self.tables[name].append(table)
        self.places[f"{name} {len(self.tables[name])}"] = row
        if relevant:
            self.relevant[f"{name} {len(self.tables[name])}"] = (table, row, relevant)


class _Ends:
    """The two ends of a number that is typed or slid: no list, no words."""

    words, choices = (), None

    def __init__(self, low, high):
        self.low, self.high = low, high

    @property
    def alike(self):
        return self.low, self.high, ()


def with_choice(label, choice):
    """A question and one of its answers, as a question of its own."""
    return f"{label} {choice}" if label[-1:] in ("?", ":", ".", "…") else f"{label}: {choice}"


def split(text):
    """The texts of a cell that holds several, between bars."""
    return [part.strip() for part in text.split("|") if part.strip()]


def _mended(name):
    letters = "".join(sign if sign.isascii() and sign.isalnum() else "_" for sign in name.lower()).strip("_")
    start = letters if letters[:1].isalpha() else f"q_{letters}"
    return f"{start[:28]}_q" if start[:30] in TAKEN_IDS else start[:30]
