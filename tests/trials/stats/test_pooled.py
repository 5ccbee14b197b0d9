"""A unit that comes late or leaves early does not shift a summed series: it is left out and named."""

import numpy as np
import pandas as pd
import pytest

from trials.stats import Plan, analyse


def joined(*, late=0, high=0.4, controls=0, seed=1, entered=20, months=36, start=20):
    """Six steady units, and `late` ones of a higher level that are first seen in period `entered`."""
    rng = np.random.default_rng(seed)
    rows = []
    for unit in range(6 + late + controls):
        level, first = (0.3 + high, entered) if 6 <= unit < 6 + late else (0.3, 1)
        treated = unit < 6 + late
        rows += [
            (f"u{unit:02d}", period, int(treated and period >= start), rng.binomial(60, level), 60)
            for period in range(first, months + 1)
        ]
    return pd.DataFrame(rows, columns=["unit", "period", "treated", "events", "cases"])


@pytest.mark.parametrize("design", ["before_after", "interrupted_series", "controlled_series"])
def test_units_that_came_late_change_nothing_and_are_named(design):
    controls = 4 if design == "controlled_series" else 0
    frame = joined(late=2, controls=controls, high=0.4)
    report = analyse(Plan(design), frame)
    steady = analyse(Plan(design), frame[~frame["unit"].isin(["u06", "u07"])])
    assert report.primary == steady.primary
    found = report.finding("same_units_summed")
    assert found.facts["left_out"] == ["u06", "u07"]
    assert found.status == ("fails" if found.facts["share"] > 0.1 else "passes")
    assert report.grade == steady.grade - (found.status == "fails")
    assert steady.finding("same_units_summed").status == "passes"


def test_summed_all_together_they_would_have_made_an_effect(monkeypatch):
    frame = joined(late=2)
    monkeypatch.setattr(
        "trials.stats.pooled.seen_throughout", lambda panel: np.ones(len(panel.units), dtype=bool)
    )
    assert analyse(Plan("interrupted_series"), frame).primary.p_value < 0.01
    monkeypatch.undo()
    assert analyse(Plan("interrupted_series"), frame).primary.p_value > 0.05


def test_unit_that_left_early_is_left_out_and_one_missing_row_is_not():
    frame = joined()
    gone = frame[~((frame["unit"] == "u02") & (frame["period"] > 25))]
    assert analyse(Plan("interrupted_series"), gone).finding("same_units_summed").facts["left_out"] == ["u02"]
    for period in (1, 36):
        hole = frame[~((frame["unit"] == "u02") & (frame["period"] == period))]
        assert analyse(Plan("interrupted_series"), hole).finding("same_units_summed").facts["left_out"] == []


def test_where_nobody_stayed_all_are_summed_and_no_verdict_given():
    frame = joined(months=36)
    half = frame["unit"] < "u03"
    moving = frame[np.where(half, frame["period"] <= 24, frame["period"] > 12)]
    report = analyse(Plan("interrupted_series"), moving)
    assert report.finding("same_units_summed").status == "cannot tell"
    assert "cannot be told" in report.verdict


def test_one_unit_alone_is_its_own_series():
    frame = joined()
    late = frame[(frame["unit"] == "u00") & (frame["period"] > 5)]
    assert analyse(Plan("interrupted_series"), late).finding("same_units_summed").status == "passes"
