"""The quick climb and the patient search for a mixed model's variances end at the same peak."""

import numpy as np
import pytest

from tests.trials.stats.wedges import wedge_frame
from trials.stats import Plan
from trials.stats.arithmetic import nested_reml
from trials.stats.arithmetic.nested_profile import profile_at
from trials.stats.reading import read_evidence
from trials.stats.strategy import all_designs
from trials.stats.wedge import sum_to_steps
from trials.stats.wedge_model import model_cells

PLAN = Plan("stepped_wedge")


def drawn(seed):
    """The cells of a small wedge; units and cases differ from seed to seed."""
    frame = wedge_frame(
        units=6 + 2 * (seed % 5), sequences=3, months=1, seed=seed, cases=20 + 40 * (seed % 4)
    )
    wedge = sum_to_steps(read_evidence(PLAN, all_designs()["stepped_wedge"], frame).panel, PLAN)
    return model_cells(wedge, wedge.labels[..., None])


def sought(cells):
    def loss(variances):
        found = profile_at(cells, *variances)
        return found.deviance, found.slopes

    return nested_reml._sought(cells, loss)


def test_climb_ends_where_the_search_ends_or_leaves_it_to_the_search():
    met = 0
    for seed in range(40):
        cells = drawn(seed)
        climbed = nested_reml._climbed(cells)
        if climbed is not None:
            met += 1
            assert profile_at(cells, *climbed).deviance == pytest.approx(
                profile_at(cells, *sought(cells)).deviance, abs=1e-4
            )
    assert met >= 10


def test_average_information_is_the_mean_of_observed_and_expected():
    cells = drawn(3)
    place = np.array([0.05, 0.02])
    found = profile_at(cells, *place)
    weights = np.diag(1 / (place[1] + cells.per_case[cells.seen]))
    unit = np.broadcast_to(np.arange(len(cells.value))[:, None], cells.value.shape)[cells.seen]
    by_unit = (unit[:, None] == unit).astype(float)
    inverse = np.linalg.inv(place[0] * by_unit + np.linalg.inv(weights))
    design = cells.design[cells.group][cells.seen]
    projected = inverse - inverse @ design @ np.linalg.solve(design.T @ inverse @ design, design.T @ inverse)
    y = cells.y[cells.seen]
    parts = (by_unit, np.eye(len(y)))
    through = np.array([[y @ projected @ a @ projected @ b @ projected @ y for a in parts] for b in parts])
    plain = np.array([y @ projected @ a @ projected @ y for a in parts])
    expected = through / found.sigma2 - np.outer(plain, plain) / found.sigma2**2 / found.df
    np.testing.assert_allclose(found.average_information, expected, rtol=1e-9)
