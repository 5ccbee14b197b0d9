"""What one section of the quality page says: sentences, findings, tables and a chart."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Table:
    """headings: [(label, kind)]; a cell is a value, a text, or None: hidden.

    kind: "text", "count" (hidden: it is under the threshold), "part" (hidden: it or the rest of its whole is), "share".
    """

    caption: str
    headings: list
    rows: list

    def as_json(self):
        return {"caption": self.caption, "headings": self.headings, "rows": self.rows}


@dataclass(frozen=True)
class Picture:
    """A chart that is not drawn yet; `draw()` gives its SVG. `alt` says what it shows to who cannot see it."""

    title: str
    alt: str
    draw: Callable[[], str]


@dataclass(frozen=True)
class Found:
    """One section's answer. `findings` are what a reader should know first; `sentences` say how to read it."""

    sentences: list = field(default_factory=list)
    findings: list = field(default_factory=list)
    tables: list = field(default_factory=list)
    picture: Picture | None = None


@dataclass(frozen=True)
class Section:
    """One part of the page. look(material) gives a Found, or None where the snapshot has nothing of the kind.

    schemas: "cases", "counts" or both; `order` is its place on the page.
    """

    order: int
    title: str
    schemas: tuple
    look: Callable
