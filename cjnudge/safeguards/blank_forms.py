"""The blank templates a force can download and fill in: one text file each, its name is its key."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "blanks"


@dataclass(frozen=True)
class Blank:
    """A template: its key, its title (the file's first line) and what it is for (its second paragraph)."""

    key: str
    title: str
    purpose: str
    text: str


@cache
def all_blanks():
    """{key: Blank} in alphabetical order."""
    return {path.stem: _read(path) for path in sorted(FOLDER.glob("*.txt"))}


def _read(path):
    text = path.read_text(encoding="utf-8")
    title, purpose = text.split("\n\n")[:2]
    return Blank(path.stem, title.strip(), " ".join(purpose.split()), text)
