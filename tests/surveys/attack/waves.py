"""Two waves of one force, one officer apart, as an attacker sees them: who answered, what is shown, what is true."""

from dataclasses import dataclass, field
from hashlib import sha256

from surveys.release.attack.known import AGREEMENT, agreements_of, answers_of, scaled_quantities
from surveys.release.attack.reading import figures_of, reader_of
from surveys.release.payload import build_payload
from surveys.scales import load_instrument, load_module
from tests.surveys.release.surveys import fielding, material, officers

OFFICERS = 300
INSTRUMENT = load_instrument("oocr_com_b")
MODULES = (load_module("knowledge"), load_module("vignettes"))
RULES = {
    "version": 1,
    "answers": {
        "c1": "could be dealt with out of court",
        "c2": "could be, after a further check",
        "c3": "could not be dealt with out of court",
    },
}
EARLIER = 1000  # what is added to a seed to draw the answers of the same officers in an earlier survey


@dataclass(frozen=True)
class Sight:
    """people: [groups of each]; answers: [{quantity: value}] likewise; leaver: who answered the first wave alone.

    weights: {groups of somebody in the first wave: weight of their answers}.
    """

    people: list
    answers: list
    figures: list
    quantities: list
    leaver: int | None = None
    weights: dict = field(default_factory=dict)

    def named(self, names=None):
        return [one for one in self.quantities if names is None or one.name in names]

    def scaled(self):
        """What follows from the rows of an extract."""
        known = {one.name for one in scaled_quantities(INSTRUMENT)}
        return [one for one in self.quantities if one.name in known]


def one_wave(seed, number=OFFICERS):
    """The Sight of a single wave."""
    rows = _rows(seed, number)
    reader, one = _read(rows, _earlier(rows, seed), "w1", seed)
    return Sight(list(reader.people), _answers(one), figures_of(reader), _quantities(reader))


def two_waves(seed, number=OFFICERS):
    """The Sight of two waves in which everybody answers alike, but one who has left before the second.

    Each is compared with an earlier wave in which the same officers answered otherwise.
    """
    rows, leaver = _rows(seed, number), seed % number
    stayed, earlier = [row for place, row in enumerate(rows) if place != leaver], _earlier(rows, seed)
    first, one = _read(rows, earlier, "w1", seed)
    second, _ = _read(stayed, earlier, "w2", seed)
    later = iter(second.people)
    people = [
        groups if place == leaver else groups | next(later) for place, groups in enumerate(first.people)
    ]
    figures = [*figures_of(first), *figures_of(second)]
    return Sight(people, _answers(one), figures, _quantities(first), leaver, first.weights)


def _rows(seed, number):
    return officers(number, seed, modules=MODULES)


def _earlier(rows, seed):
    """The Fielding of an earlier wave: the same officers by band and own code, with other answers to everything."""
    drawn = officers(len(rows), EARLIER + seed, missing=0, words=0)
    same = [
        new | {"bands": old["bands"], "own_code": old["own_code"]}
        for old, new in zip(rows, drawn, strict=True)
    ]
    return fielding(same, title="Spring survey", key=sha256(f"earlier {seed}".encode()).digest())


def materials_apart(seed, number=OFFICERS):
    """(Material of a wave, that of the same officers less one, place of the leaver), both compared with one earlier."""
    rows, leaver = _rows(seed, number), seed % number
    stayed, earlier = [row for place, row in enumerate(rows) if place != leaver], _earlier(rows, seed)
    return _material(rows, earlier, "w1", seed), _material(stayed, earlier, "w2", seed), leaver


def one_material(seed, number=OFFICERS):
    """The Material of a wave with everything that a release can tell of it."""
    rows = _rows(seed, number)
    return _material(rows, _earlier(rows, seed), "w1", seed)


def _material(rows, earlier, wave, seed):
    key = sha256(f"{wave} {seed}".encode()).digest()
    return material(rows, key=key, modules=MODULES, rules=RULES, earlier=earlier)


def _read(rows, earlier, wave, seed):
    """(the Reader of a wave's release, its Material)."""
    one = _material(rows, earlier, wave, seed)
    return reader_of(one, build_payload(one), wave), one


def _answers(one):
    shares = agreements_of(one)
    return [answer | {AGREEMENT: share} for answer, share in zip(answers_of(one.wave), shares, strict=True)]


def _quantities(reader):
    return list(reader.quantities.values())
