"""What the effects of details tell of single decisions, to somebody who saw every officer's screens.

The details were drawn by chance, shown to one officer alone and stored with nothing but the answer, so nobody has
them. The worst is assumed all the same: that the attacker knows which details each decision was made on, and which
decisions were left out. An effect by least squares is then a sum over decisions with known weights.
"""

import numpy as np

from surveys.release.attack.figures import Figure, Quantity
from surveys.release.policy import unit_of
from surveys.scales.methods.vignettes import CHARGE, DIVERT

DECISION = Quantity("decision", (DIVERT, CHARGE), {DIVERT: DIVERT, CHARGE: CHARGE})


def decisions_made(material):
    """The rows of `wave.decisions` in which somebody decided."""
    decisions = material.wave.decisions
    return decisions[decisions["choice"].isin(DECISION.values)]


def people_of_decisions(material, wave):
    """[groups of each decision made]: each stands by itself."""
    return [_alone(wave, place) for place in range(len(decisions_made(material)))]


def answers_of_decisions(material):
    """[{"decision": choice}] likewise."""
    return [{DECISION.name: choice} for choice in decisions_made(material)["choice"]]


def weights_by_effect(material, levels):
    """{"detail.level": how many points of 100 each decision to divert moves the effect}, decisions in their order."""
    made = decisions_made(material)
    names = [(name, level) for name, of in levels.items() for level in of[1:]]
    columns = [np.ones(len(made)), *((made[name] == level).to_numpy(float) for name, level in names)]
    moved = 100 * np.linalg.pinv(np.column_stack(columns))
    return {f"{name}.{level}": moved[1 + place] for place, (name, level) in enumerate(names)}


def figures_of_decisions(material, payload_rows, wave):
    """The Figures of the table of effects, given its rows: each was rounded to the nearest of its unit."""
    module = next(one for one in material.modules if one.kind == "vignettes")
    weights = weights_by_effect(material, module.levels)
    unit = unit_of(200, decisions_made(material)["officer"].nunique())
    shown = [(row, row["cells"][0]) for row in payload_rows]
    return [
        figure_of_effect(wave, weights[row["key"]], cell["value"], unit / 2, row["label"])
        for row, cell in shown
        if isinstance(cell, dict) and "value" in cell
    ]


def figure_of_effect(wave, moved, shown, half, about=""):
    """The Figure of one effect that lies within `half` of what is shown; moved: by how much each decision moves it."""
    factors = {_alone(wave, place): weight for place, weight in enumerate(moved)}
    return Figure(wave, DECISION.name, {DIVERT: 1.0}, shown - half, shown + half, about, factors)


def _alone(wave, place):
    return frozenset({f"{wave} decision {place}"})
