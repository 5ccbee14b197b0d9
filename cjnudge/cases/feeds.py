"""What a feed is: which headers it reads, what its rows become, and what its numbers can bear."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from cjnudge.cases.outcomes import OUTCOME_TYPES


class Row(NamedTuple):
    """One line of the schema that every feed yields; `n` is 1 for a case row."""

    place: str
    territorial: bool | None
    basis: str  # entry, recorded or closed
    period: date  # first day
    grain_period: str  # month, quarter or year
    outcomes: str  # canonical set of outcome types
    offence_group: str | None
    case: str | None
    n: int


@dataclass(frozen=True)
class Option:
    """What a layout must be told because its file does not say it; `read` raises ValueError in words."""

    key: str
    help: str
    read: Callable[[str], Any]
    default: str | None = None


@dataclass(frozen=True)
class Layout:
    """One exact header and how a record under it becomes rows.

    `rows(record, options)`: record maps column names to text; CellProblem where a cell cannot be read.
    `unique`: a row of the same place, basis, period, offence group and outcome types may not come twice.
    """

    key: str
    header: tuple[str, ...]
    rows: Callable[[dict, dict], Iterable[Row]]
    options: tuple[Option, ...] = ()
    covers: frozenset = OUTCOME_TYPES  # outcome types whose absence means none happened
    unique: bool = True


@dataclass(frozen=True, kw_only=True)
class Feed:
    """One kind of file, and what counts made from it can bear.

    `holds`: what it has beside outcome types (keys of measures.value.NEEDS). `follow_up_known`: the option
    `follow_up_days` says for how many days each case was followed, or the cases' own dates do. `mapping_version`
    names the version of the table that turns labels into outcome types. `schema`: what its parts hold, "counts"
    (schema.COLUMNS) or "cases" (extract.fields.CASE_COLUMNS); a feed of cases has no layouts, because each force's
    own mapping says how its files are read. `typed`: a person typed the counts, so that nothing behind them can be
    looked at; they bear a verdict only by month of entry with a known follow-up. `members`: how the files that it
    reads are named in its publisher's archives ("*" for anything), "" where there are no archives.
    """

    key: str
    version: int
    title: str
    grain: str
    bases: tuple[str, ...]
    layouts: tuple[Layout, ...]
    published: bool
    source: str
    mapping_version: int = 0
    holds: frozenset = frozenset()
    follow_up_known: bool = False
    known_problems: tuple[str, ...] = field(default=())
    schema: str = "counts"
    typed: bool = False
    members: str = ""

    @property
    def has_cases(self):
        """Whether its parts hold case rows, read through a force's mapping."""
        return self.schema == "cases"

    def layout(self, header):
        """The layout with exactly this header, or None."""
        return next((layout for layout in self.layouts if layout.header == tuple(header)), None)

    def nearest_layout(self, header):
        """The layout that shares most columns with a header: what the sender probably meant."""
        return max(self.layouts, key=lambda layout: len(set(layout.header) & set(header)))

    @property
    def options(self):
        """Every option of its layouts by key."""
        return {option.key: option for layout in self.layouts for option in layout.options}

    @property
    def heading(self):
        """Its title at the start of a line; an address such as data.police.uk stays as it is."""
        return self.title if "." in self.title.partition(" ")[0] else self.title[0].upper() + self.title[1:]
