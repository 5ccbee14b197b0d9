"""One new file adds one thing: a design, an estimator, a check or a method to allocate, dropped into its folder."""

import sys

import pytest

from cjnudge.registry import discover
from tests.trials.stats.frames import panel_frame
from trials.stats import (
    InputRefused,
    Plan,
    allocate,
    allocation,
    analyse,
    checks,
    designs,
    estimators,
    verify_allocation,
)

CHECK = """
from trials.stats.report import Finding
from trials.stats.strategy import Check, words
CHECK = Check(question="?", needs=words("changes", "median_change"), grade=lambda level, found: 1,
              run=lambda evidence, estimates: Finding("", "fails", "as told"))
"""
ESTIMATOR = """
import numpy as np
from trials.stats.report import Estimate
from trials.stats.strategy import Estimator, words
def run(evidence):
    value = float(np.median(evidence.changes.own) - np.median(evidence.changes.others))
    return Estimate(evidence.plan.scale, value, None, None, None, None, "medians", "none")
ESTIMATOR = Estimator(title="Medians", needs=words("changes"), run=run)
"""
DESIGN = """
from dataclasses import replace
from trials.stats.designs.difference_in_differences import DESIGN as BASE
DESIGN = replace(BASE, title="Medians", maryland=2, primary=lambda evidence: "median_change",
                 verdict=lambda evidence, estimate, findings: "A median.")
"""

METHOD = """
from trials.stats.allocation_method import Drawn, Method
def draw(request, stream):
    first = stream.below(len(request.arms))
    return Drawn(tuple((first + place) % len(request.arms) for place in range(len(request.units))))
METHOD = Method(title="In turn", needs=frozenset(), draw=draw)
"""


@pytest.fixture
def added(tmp_path, monkeypatch):
    """Files for a check, an estimator and a design, each in a folder of its own joined to the engine's."""
    parts = {"checks": ("always_fails", CHECK), "estimators": ("median_change", ESTIMATOR)}
    parts |= {"designs": ("median_difference", DESIGN), "allocation": ("in_turn", METHOD)}
    packages = {"checks": checks, "estimators": estimators, "designs": designs, "allocation": allocation}
    for name, (key, text) in parts.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{key}.py").write_text(text)
        monkeypatch.setattr(packages[name], "__path__", [*packages[name].__path__, str(tmp_path / name)])
    discover.cache_clear()
    yield
    monkeypatch.undo()
    for name, (key, _) in parts.items():
        sys.modules.pop(f"trials.stats.{name}.{key}", None)
    discover.cache_clear()


def test_new_files_take_part_without_any_other_edit(added):
    frame = panel_frame(units=8, treated=4, periods=4, start=3, seed=1)
    report = analyse(Plan("difference_in_differences"), frame)
    assert report.estimates["median_change"].method == "medians"
    assert report.finding("always_fails").status == "fails"
    assert report.grade == 1


def test_new_design_is_planned_and_analysed(added):
    frame = panel_frame(units=8, treated=4, periods=4, start=3, seed=1)
    report = analyse(Plan("median_difference"), frame)
    assert (report.primary_key, report.verdict) == ("median_change", "A median.")


def test_new_method_allocates_and_is_verified(added):
    found = allocate(["a", "b", "c", "d"], seed=1, method="in_turn")
    assert [arm for _, arm in found.assignment] in (["control", "treated"] * 2, ["treated", "control"] * 2)
    assert verify_allocation(found.to_json()).holds


def test_without_the_file_the_design_is_refused():
    with pytest.raises(InputRefused, match="not available"):
        Plan("median_difference")
