"""The words of the project, from one file: the glossary page and the definitions on pages."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("glossary.toml")
_KEY = re.compile(r"[a-z][a-z_]*")


@dataclass(frozen=True)
class Term:
    """One word and what it means, in full sentences."""

    key: str
    term: str
    meaning: str


class UnknownTerm(KeyError):
    """The glossary has no such term."""


@cache
def terms():
    """Every term by key, in alphabetical order of the term."""
    entries = [Term(**entry) for entry in tomllib.loads(FILE.read_text("utf-8"))["terms"]]
    return {entry.key: entry for entry in sorted(entries, key=lambda entry: entry.term.lower())}


def term(key):
    """One term; UnknownTerm where the glossary has none, so that a template's slip fails in a test."""
    try:
        return terms()[key]
    except KeyError:
        raise UnknownTerm(f"The glossary has no term {key!r}: add it to cases/glossary.toml.") from None


def problems(text):
    """[(which entry, field, remedy)] of a glossary file's text; empty when it may be used."""
    try:
        entries = tomllib.loads(text).get("terms", [])
    except tomllib.TOMLDecodeError as error:
        return [("the file", "TOML", f"this is not valid: {error}")]
    found = [fault for number, entry in enumerate(entries, 1) for fault in _faults(f"term {number}", entry)]
    keys = [entry.get("key") for entry in entries]
    found += [
        (key, "key", "give each term a key of its own.")
        for key in sorted(set(map(str, keys)))
        if keys.count(key) > 1
    ]
    return found


def _faults(place, entry):
    if set(entry) != {"key", "term", "meaning"} or not all(
        isinstance(value, str) for value in entry.values()
    ):
        yield place, "fields", "write exactly key, term and meaning, each as text."
        return
    if not _KEY.fullmatch(entry["key"]):
        yield place, "key", "use small letters and underscores."
    if not entry["meaning"].strip().endswith("."):
        yield place, "meaning", "write full sentences."
