"""Officers who do not exist: where they work, how they lean, and the code they would make up of themselves."""

from dataclasses import dataclass
from random import Random

LETTERS = "ABCDEFGHIJKLMNOPRSTW"
NO_CODE = 0.15  # leave their own code out
NO_BAND = 0.12  # leave one question about themselves out
AREAS_DIFFER = 0.6  # standard deviation between areas, on a scale from 0 to 10


@dataclass(frozen=True)
class Officer:
    """One of them. leaning: how far above or below others they answer, in points of a scale from 0 to 10.

    bands: {band: key} of what they would say about their work; own_code: {element: value}, {} where they give none.
    """

    number: int
    leaning: float
    area: str
    bands: dict[str, str]
    own_code: dict[str, str]


def officers(numbers, seed, bands):
    """The Officers of these numbers: one of a number is the same person in every survey of the same seed.

    bands: {band: {key: name}} that a survey offers; areas are drawn in unlike sizes.
    """
    return [_officer(number, seed, bands) for number in numbers]


def _officer(number, seed, bands):
    drawn = Random(f"officer {seed} {number}")  # noqa: S311 - guards nothing: it must come again
    said = {band: _skewed(drawn, list(keys)) for band, keys in bands.items() if keys}
    area = said.get("area", "")
    by_area = Random(f"area {seed} {area}")  # noqa: S311 - likewise
    leaning = drawn.gauss(0, 1) + by_area.gauss(0, AREAS_DIFFER)
    kept = {band: key for band, key in said.items() if drawn.random() >= NO_BAND}
    return Officer(number, leaning, area, kept, _own_code(drawn) if drawn.random() >= NO_CODE else {})


def _skewed(drawn, keys):
    """One of the keys, the first about twice as likely as the last."""
    return drawn.choices(keys, [2 - place / len(keys) for place in range(len(keys))])[0]


def _own_code(drawn):
    return {
        "mother": drawn.choice(LETTERS),
        "birth_day": str(drawn.randint(1, 31)),
        "school": drawn.choice(LETTERS),
        "birthplace": drawn.choice(LETTERS),
        "older": str(drawn.choices(range(5), [5, 4, 2, 1, 1])[0]),
    }
