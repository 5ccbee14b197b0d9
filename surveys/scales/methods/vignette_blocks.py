"""Which four of twelve vignettes an officer gets, and which details vary: balanced, and drawn at random.

Thirty-three sets of four: every vignette stands in eleven of them, and every two stand together in three (a
balanced incomplete block design with v = 12, k = 4, r = 11, b = 33, lambda = 3; Cochran and Cox 1957, chapter 11).
"""

from dataclasses import dataclass

import numpy as np

from surveys.scales.module import tell
from surveys.scales.results import Result, SurveyRefused

VIGNETTES, IN_A_SET = 12, 4
# Developed modulo 11 with one point that stays (11): the differences within the three sets, taken together, hold
# every number from 1 to 10 three times. Found by trying sets in order; a test counts all pairs.
BASES = ((11, 0, 1, 2), (0, 1, 4, 7), (0, 2, 5, 7))


def blocks():
    """The 33 sets, each four numbers from 0 to 11."""
    return tuple(
        tuple(sorted(point if point == 11 else (point + step) % 11 for point in base))
        for base in BASES
        for step in range(11)
    )


def draw_block(seed):
    """One of the sets, in random order. The caller takes `seed` from the system's own randomness, keeps it nowhere
    and never counts it up: a counter would tell who answered after whom."""
    rng = np.random.default_rng(seed)
    chosen = blocks()[int(rng.integers(len(blocks())))]
    return tuple(int(point) for point in rng.permutation(chosen))


@dataclass(frozen=True)
class Shown(Result):
    """One case as one officer reads it, and the details that were drawn for it ({attribute: key of the level})."""

    id: str
    text: str
    details: dict[str, str]


def draw_vignettes(module, seed):
    """The four cases Shown to one officer: a balanced set in random order, each with details of its own.

    The seed comes from the system's own randomness, as in `draw_block`.
    """
    found = []
    seeds = np.random.SeedSequence(seed).spawn(IN_A_SET + 1)
    for number, own in zip(draw_block(seeds[0]), seeds[1:], strict=True):
        story, details = module.stories[number], draw_details(module.levels, own)
        found.append(Shown(story.id, tell(story, details, module.attributes), details))
    return tuple(found)


def draw_details(attributes, seed):
    """{attribute: level} drawn evenly and independently; `attributes` is {name: levels}."""
    for name, levels in attributes.items():
        if len(levels) < 2:
            raise SurveyRefused(
                "A detail with one level does not vary", where=name, remedy="Give it two or more."
            )
    rng = np.random.default_rng(seed)
    return {name: levels[int(rng.integers(len(levels)))] for name, levels in attributes.items()}
