"""Two waves of one force, one officer apart, as an attacker sees them: who answered, what is shown, what is true."""

from dataclasses import dataclass
from hashlib import sha256

from surveys.release.attack.known import answers_of, people_of, quantities_of, scaled_quantities
from surveys.release.attack.reading import Reader, figures_of, sizes_of
from surveys.release.payload import build_payload
from surveys.scales import load_instrument
from tests.surveys.release.surveys import material, officers

OFFICERS = 300
INSTRUMENT = load_instrument("oocr_com_b")


@dataclass(frozen=True)
class Sight:
    """people: [groups of each]; answers: [{quantity: value}] likewise; leaver: who answered the first wave alone."""

    people: list
    answers: list
    figures: list
    quantities: list
    leaver: int | None = None

    def named(self, names=None):
        return [one for one in self.quantities if names is None or one.name in names]

    def scaled(self):
        """What follows from the rows of an extract."""
        known = {one.name for one in scaled_quantities(INSTRUMENT)}
        return [one for one in self.quantities if one.name in known]


def one_wave(seed, number=OFFICERS):
    """The Sight of a single wave."""
    one = material(officers(number, seed))
    people = people_of(one, "w1")
    figures = _read(one, "w1", sizes_of(people))
    return Sight(people, answers_of(one.wave), figures, quantities_of(one.instrument))


def two_waves(seed, number=OFFICERS):
    """The Sight of two waves in which everybody answers alike, but one who has left before the second."""
    rows, leaver = officers(number, seed), seed % number
    stayed = [row for place, row in enumerate(rows) if place != leaver]
    both = {
        wave: material(some, key=sha256(f"{wave} {seed}".encode()).digest())
        for wave, some in (("w1", rows), ("w2", stayed))
    }
    first, second = people_of(both["w1"], "w1"), iter(people_of(both["w2"], "w2"))
    people = [groups if place == leaver else groups | next(second) for place, groups in enumerate(first)]
    figures = [figure for wave, one in both.items() for figure in _read(one, wave, sizes_of(people))]
    instrument = both["w1"].instrument
    return Sight(people, answers_of(both["w1"].wave), figures, quantities_of(instrument), leaver)


def _read(one, wave, sizes):
    return figures_of(Reader(build_payload(one), one.instrument, wave, sizes, one.whole))
