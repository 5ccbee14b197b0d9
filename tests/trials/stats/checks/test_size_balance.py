"""Arms dealt by chance pass the comparison of their units' sizes; arms picked by size do not."""

import numpy as np
import pytest

from tests.trials.stats.arms import arm_frame
from trials.stats import Plan, analyse

PLAN = Plan("cluster_randomised")
UNITS = 8


def sized(order):
    """Sixteen units of 40, 60 … 340 cases a period, handed to the arms' units in that order; no effect."""
    cells = arm_frame({"control": UNITS, "prompt": UNITS}, before=0)
    names = sorted(cells["unit"].unique(), key=lambda name: (name[0], int(name[1:])))
    size = cells["unit"].map(dict(zip(names, 40 + 20 * np.array(order), strict=True)))
    return cells.assign(cases=size, events=size // 3 + cells["events"] % 5)


def test_arms_of_alike_units_pass_and_the_larger_half_fails_and_costs_a_step():
    mixed = analyse(PLAN, sized([*range(0, 16, 2), *range(1, 16, 2)]))
    assert mixed.finding("size_balance").status == "passes" and mixed.grade == 5
    report = analyse(PLAN, sized(range(16)))
    found = report.finding("size_balance")
    assert found.status == "fails" and report.grade < 5
    assert found.facts["mean_log_size"]["prompt"] > found.facts["mean_log_size"]["control"]


def test_it_is_students_t_on_log_sizes():
    found = analyse(PLAN, sized(range(16))).finding("size_balance")
    sizes = np.log(40 + 20 * np.arange(16.0))
    difference = sizes[:8].mean() - sizes[8:].mean()
    pooled = np.sqrt((sizes[:8].var(ddof=1) + sizes[8:].var(ddof=1)) / 2)
    t = difference / (pooled * np.sqrt(2 / 8))
    from scipy.stats import t as student

    assert found.facts["p_value"] == pytest.approx(2 * student.sf(abs(t), 14), rel=1e-10)
