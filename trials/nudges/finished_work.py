"""Past work that comes with the software, one file each in finished/, registered without a made-up figure."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from trials.nudges.record import NudgeRecord, Origin

FOLDER = Path(__file__).parent / "finished"


@dataclass(frozen=True)
class Finished:
    """One entry. `figures` and `to_fill` say what is not known, and what an evaluation of it would need."""

    key: str
    title: str
    when: str
    evaluation_elsewhere: str
    figures: str
    to_fill: str
    record: NudgeRecord


@cache
def all_finished():
    """{key: Finished} of every entry, by key."""
    return {path.stem: _read(path) for path in sorted(FOLDER.glob("*.toml"))}


def _read(path):
    values = tomllib.loads(path.read_text(encoding="utf-8"))
    held = values.pop("record")
    lists = {name: tuple(value) if isinstance(value, list) else value for name, value in held.items()}
    origin = Origin(kind="finished", id=path.stem, title=values["title"])
    return Finished(key=path.stem, record=NudgeRecord(**lists, origin=origin), **values)
