"""The instruments there are: one file a version, `instruments/<key>.v<version>.toml`; a new file adds one."""

from functools import cache
from pathlib import Path

from surveys.scales.parsing import parse

FOLDER = Path(__file__).parent / "instruments"


class UnknownInstrument(LookupError):
    """No file has this key, or this version of it."""


def all_instruments(folder=FOLDER):
    """Every instrument in every version, by key and version; InstrumentRefused where a file is unsound."""
    found = [_read(path) for path in Path(folder).glob("*.toml")]
    return sorted(found, key=lambda instrument: (instrument.key, instrument.version))


def load_instrument(key, version=None, folder=FOLDER):
    """The instrument with this key, in its newest version unless one is named."""
    shelf = [one for one in all_instruments(folder) if one.key == key]
    fitting = [one for one in shelf if version is None or one.version == version]
    if not fitting:
        there = ", ".join(f"{one.key} version {one.version}" for one in all_instruments(folder))
        asked = key if version is None else f"{key} version {version}"
        raise UnknownInstrument(f"There is no instrument {asked}. There are: {there or 'none'}.")
    return fitting[-1]


@cache
def _read(path):
    return parse(path.name, path.read_text(encoding="utf-8"))
