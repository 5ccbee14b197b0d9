"""Nobody's answer follows from what is set beside a survey: an earlier one, a session's occasions, varied details.

Each sight is of one survey's answers, from its own release, from that of the same people less one, and from every
table of another release that it stands in. The same tables unrounded show that the attack finds the leaver.
"""

from dataclasses import replace

import pytest

from surveys.release.attack import disagreeing, exposed, surely_exposed
from surveys.release.attack.decisions import decisions_made, figure_of_effect, weights_by_effect
from tests.surveys.attack import beside
from tests.surveys.attack.waves import materials_apart

FEW = ("C-Ps", "C-Ps of k2 k3", "agreement", "b1")  # quantities of the ordinary run
LAST = beside.OCCASIONS[-1]
SIGHTS = {
    "an earlier survey": beside.earlier_wave,
    "an earlier survey in other words": lambda seed: beside.earlier_wave(seed, changed=True),
    "changed statements": beside.changed_statements,
    "before a session": lambda seed: beside.session(seed, "before"),
    "straight after it": lambda seed: beside.session(seed, "after"),
    "weeks after it": lambda seed: beside.session(seed, LAST),
    "varied details": beside.decisions,
}
THIN = (
    "an earlier survey in other words",
    "straight after it",
    "varied details",
)  # one of each kind; all on demand


@pytest.mark.parametrize("name", THIN)
def test_answers_of_which_a_table_beside_them_tells_determine_nobody(name, seed=0, few=FEW):
    sight = SIGHTS[name](seed)
    asked = sight.named(few if name != "varied details" else None)
    assert disagreeing(sight.people, sight.answers, sight.figures) == []
    assert any(figure.quantity == one.name for figure in sight.figures for one in asked)
    assert exposed(sight.people, sight.answers, sight.figures, asked) == []


@pytest.mark.on_demand
@pytest.mark.parametrize("name", SIGHTS)
@pytest.mark.parametrize("seed", range(10))
def test_ten_sets_of_officers_are_determined_by_no_table_beside_them(name, seed):
    test_answers_of_which_a_table_beside_them_tells_determine_nobody(name, seed, few=None)


@pytest.mark.parametrize(
    ("sight", "table", "quantity"),
    [
        (lambda: beside.earlier_wave(0, 60), "compared.components", "C-Ps"),
        (lambda: beside.changed_statements(0, 60), "compared.components", "C-Ps of k2 k3"),
        (lambda: beside.session(0, "before", 60), "training.learning", "C-Ps"),
        (lambda: beside.session(0, "after", 60), "training.learning", "agreement"),
        (lambda: beside.session(0, LAST, 60), "training.behaviour", "b1"),
    ],
)  # fmt: skip
def test_the_same_table_unrounded_exposes_the_leaver(sight, table, quantity):
    """The negative control: only this table's means, exact."""
    sight = sight()
    about = [one for one in sight.figures if f" {table} " in one.group and one.quantity == quantity]
    found = exposed(
        sight.people, sight.answers, [_exact(sight, one) for one in about], sight.named([quantity])
    )
    assert sight.people[sight.leaver] in {one.groups for one in found if one.proved}


def _exact(sight, figure):
    """The Figure with the true sum in place of its bounds."""
    total = sum(
        figure.counts(groups) * figure.weights.get(answer[figure.quantity], 0)
        for groups, answer in zip(sight.people, sight.answers, strict=True)
    )
    return replace(figure, low=total, high=total)


def test_unrounded_effects_a_leaver_apart_expose_the_decisions_of_the_leaver():
    sight = beside.decisions(0, 120)
    figures = [figure for one in _with_waves(120) for figure in _effects(*one)]
    found = surely_exposed(sight.people, sight.answers, figures, sight.quantities)
    assert disagreeing(sight.people, sight.answers, figures) == []
    assert sight.people[sight.leaver] in {one.groups for one in found}


def _with_waves(number):
    first, second, _ = materials_apart(0, number)
    return (first, "w1"), (second, "w2")


def _effects(material, wave):
    """Sums as exact as the effects would give them, detail by detail: how many of each were sent out of court."""
    made = decisions_made(material)
    levels = next(one for one in material.modules if one.kind == "vignettes").levels
    for name in weights_by_effect(material, levels):
        detail, level = name.split(".", 1)
        inside = (made[detail] == level).to_numpy(float)
        total = float(inside @ (made["choice"] == "divert"))
        yield figure_of_effect(wave, inside, total, 0.0, name)
