"""Reading one table of an instrument's file, and saying in words what is wrong with it."""

from dataclasses import dataclass

from cjnudge.characters import holds_unseen

UNSEEN = "it holds a character that cannot be seen: type it again"
LONGEST_ENTRY = 200  # characters of one answer to choose


@dataclass(frozen=True)
class Problem:
    """One thing wrong: where it stands and how to mend it."""

    file: str
    table: str
    field: str
    remedy: str

    def __str__(self):
        place = f"{self.file}, table {self.table}" + (f", field {self.field}" if self.field else "")
        return f"{place}: {self.remedy}"


class InstrumentRefused(ValueError):
    """A file that is no sound instrument; `problems` holds every one that was found."""

    def __init__(self, problems):
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Table:
    """One table of the file. A field that is amiss is noted, and an empty value stands in for it."""

    def __init__(self, file, name, values, problems):
        self.file, self.name, self.problems = file, name, problems
        self.values = values if isinstance(values, dict) else {}
        self.read = set()
        if not isinstance(values, dict):
            self.refuse("", f"write it as a table, [{name}]")

    def refuse(self, field, remedy):
        self.problems.append(Problem(self.file, self.name, field, remedy))

    def text(self, field, needed="", longest=2000):
        """A text; `needed` says what to write there and makes it required."""
        value = " ".join(self._get(field, str, "", needed, "write a text in quotes").split())
        if len(value) > longest:
            self.refuse(field, f"shorten it to {longest} characters")
        if holds_unseen(value):
            self.refuse(field, UNSEEN)
        return value

    def whole(self, field, needed="", default=0):
        return self._get(field, int, default, needed, "write a whole number without quotes")

    def flag(self, field):
        return self._get(field, bool, False, "", "write true or false without quotes")

    def texts(self, field, needed=""):
        """A tuple of texts."""
        found = self._get(field, list, [], needed, 'write a list of texts, ["…", "…"]')
        if not all(isinstance(entry, str) and entry.strip() for entry in found):
            self.refuse(field, 'every entry must be a text, ["…", "…"]')
            return ()
        found = tuple(" ".join(entry.split()) for entry in found)
        if any(len(entry) > LONGEST_ENTRY for entry in found):
            self.refuse(field, f"shorten each entry to {LONGEST_ENTRY} characters")
        if any(holds_unseen(entry) for entry in found):
            self.refuse(field, UNSEEN)
        if len(set(found)) < len(found):
            self.refuse(field, "two entries are the same: take one out")
        return found

    def one_of(self, field, allowed, default=""):
        """One of the allowed values; without a default it is required."""
        needed = "" if default else f"write one of {', '.join(allowed)}"
        value = self.text(field, needed) or default
        if value and value not in allowed:
            self.refuse(field, f"{value!r} is not known here: write one of {', '.join(allowed)}")
        return value

    def table(self, field):
        """The table of that name inside this one."""
        return Table(self.file, self._inner(field), self._take(field, {}), self.problems)

    def tables(self, field):
        """The tables of that name, numbered from 1 in messages."""
        found = self._take(field, [])
        if not isinstance(found, list):
            self.refuse(field, f"write each one as [[{field}]]")
            return []
        name = self._inner(field)
        return [Table(self.file, f"{name} {i}", entry, self.problems) for i, entry in enumerate(found, 1)]

    def refuse_the_rest(self):
        """Notes every field that nothing has read: a misspelt name would otherwise be lost in silence."""
        for field in sorted(set(self.values) - self.read):
            self.refuse(field, "there is no such field here: mend its name or take it out")

    def _inner(self, field):
        return field if self.name == "top of the file" else f"{self.name}.{field}"

    def _take(self, field, default):
        self.read.add(field)
        return self.values.get(field, default)

    def _get(self, field, kind, default, needed, shape):
        value = self._take(field, None)
        if value is None or value == [] or (isinstance(value, str) and not value.strip()):
            if needed:
                self.refuse(field, needed)
            return default
        if type(value) is not kind:
            self.refuse(field, shape)
            return default
        return value
