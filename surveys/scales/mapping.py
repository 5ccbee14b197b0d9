"""From barrier to function: the published tables, one file each, `mappings/<key>.toml`; a new file adds one."""

import tomllib
from collections.abc import Mapping as MappingType
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from cjnudge.behaviour import COMPONENTS
from surveys.scales.results import Result, SurveyRefused

FOLDER = Path(__file__).parent / "mappings"
KINDS = ("components to functions", "domains to functions", "functions to policies", "ideas")
UNVERIFIED = "not checked at its source"


@dataclass(frozen=True)
class Idea(Result):
    """A barrier in an officer's words, its components and items, what has been tried, and technique codes."""

    barrier: str
    components: tuple[str, ...]
    items: tuple[str, ...]
    nudges: tuple[str, ...]
    techniques: tuple[str, ...]


@dataclass(frozen=True)
class Mapping(Result):
    """One published table in one edition. `verified` is false where it was not read again at its source."""

    key: str
    kind: str
    title: str
    edition: str
    source: str
    verified: bool
    checked: str
    rows: MappingType[str, tuple[str, ...]]
    aliases: MappingType[str, str]
    components: MappingType[str, tuple[str, ...]]
    ideas: tuple[Idea, ...]

    @property
    def named(self):
        """The title as a page prints it beside a suggestion, with a warning where it is not verified."""
        return self.title if self.verified else f"{self.title} ({UNVERIFIED})"

    def row(self, name):
        """What the table says for a component, domain or function; empty where it has no such row."""
        return self.rows.get(self.aliases.get(name, name), ())


def load_mapping(key, folder=FOLDER):
    """The Mapping with this key; SurveyRefused lists those there are."""
    there = {path.stem: path for path in sorted(Path(folder).glob("*.toml"))}
    if key not in there:
        raise SurveyRefused(f"There is no mapping {key}", remedy=f"There are: {', '.join(there) or 'none'}.")
    return _read(there[key])


def all_mappings(folder=FOLDER):
    """Every Mapping, by key."""
    return {path.stem: _read(path) for path in sorted(Path(folder).glob("*.toml"))}


@cache
def _read(path):
    values = tomllib.loads(path.read_text(encoding="utf-8"))
    if values.get("kind") not in KINDS:
        raise SurveyRefused(
            f"{path.name} is of no known kind", remedy=f"Write kind = one of {', '.join(KINDS)}."
        )
    lacking = [f for f in ("title", "edition", "source", "verified", "checked") if f not in values]
    if lacking:
        raise SurveyRefused(
            f"{path.name} lacks {', '.join(lacking)}", remedy="Add it: where does it come from?"
        )
    found = Mapping(
        key=path.stem,
        **{name: values[name] for name in ("kind", "title", "edition", "source", "verified", "checked")},
        rows=_rows(values.get("functions", values.get("policies", {}))),
        aliases=MappingProxyType(values.get("aliases", {})),
        components=_rows(values.get("components", {})),
        ideas=tuple(Idea(**_tuples(idea)) for idea in values.get("idea", [])),
    )
    _check_components(path.name, found)
    return found


def _rows(table):
    return MappingProxyType({name: tuple(row) for name, row in table.items()})


def _tuples(values):
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}


def _check_components(name, found):
    """Raise SurveyRefused for a code that is none of the six."""
    codes = set().union(*found.components.values(), *(idea.components for idea in found.ideas))
    if found.kind == "components to functions":
        codes |= set(found.rows)
    if strange := sorted(codes - set(COMPONENTS)):
        raise SurveyRefused(
            f"{name} names a component that is none", where=strange[0], remedy=f"Use {', '.join(COMPONENTS)}."
        )
