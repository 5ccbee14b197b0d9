"""The short lists a record chooses from, one file each in reference/: techniques, tags, criteria, evidence."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "reference"
UNVERIFIED = "not checked at its source"


@dataclass(frozen=True)
class Reference:
    """One list with its source. `groups` is ((title of the group, ((key, label), …)), …)."""

    title: str
    source: str
    verified: bool
    checked: str
    licence: str
    groups: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]

    @property
    def labels(self):
        """{key: label} in the order of the file."""
        return {key: label for _, entries in self.groups for key, label in entries}

    @property
    def named(self):
        """The title as a page prints it, with a warning where it was not read again at its source."""
        return self.title if self.verified else f"{self.title} ({UNVERIFIED})"

    def group(self, title):
        """{key: label} of one group."""
        return dict(dict(self.groups)[title])


@cache
def reference(name):
    """The Reference in reference/<name>.toml."""
    values = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    groups = tuple((title, tuple(entries.items())) for title, entries in values.pop("groups").items())
    return Reference(**values, groups=groups)


CRITERIA = tuple(reference("apease").group("Criteria"))
BLOCKING = ("safety", "equity")  # a 0 here is no nudge, whatever speaks for it
NO_EVALUATION = "none"  # key of the grade of evidence where nothing is known
