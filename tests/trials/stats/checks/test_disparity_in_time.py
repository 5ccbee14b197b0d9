"""Groups of cases where units start at different times: compared by the design's own effect in each."""

import numpy as np
import pandas as pd
import pytest

from trials.stats import Plan, Report, analyse

DESIGNS = {"stepped_wedge": 0, "staggered_adoption": 4}


def grouped(
    *, units=12, sequences=4, never=0, more=(0.0, 0.0, 0.0), cases=40, share=1.0, seed=1
) -> pd.DataFrame:
    """Three groups with levels of their own; `more` is what the nudge adds in each, `share` the last one's size."""
    rng = np.random.default_rng(seed)
    rows = []
    for unit in range(units):
        start = unit % sequences + 2 if unit < units - never else np.inf
        level = 0.4 + 0.05 * rng.standard_normal()
        own = [level + 0.03 * group + 0.02 * rng.standard_normal() for group in range(3)]
        for period in range(1, sequences + 2):
            on = int(period >= start)
            for group, name in enumerate("abc"):
                count = int(cases * (share if name == "c" else 1))
                chance = np.clip(own[group] + more[group] * on + 0.02 * period, 0, 1)
                rows.append((f"u{unit:02d}", period, on, name, rng.binomial(count, chance), count))
    return pd.DataFrame(rows, columns=["unit", "period", "treated", "group", "events", "cases"])


def plan(design, **options):
    return Plan(design, groups=("age",), **options)


@pytest.mark.parametrize(("design", "never"), DESIGNS.items())
def test_group_left_behind_is_found_and_named(design, never):
    found = analyse(plan(design), grouped(more=(0.2, 0.2, 0.0), never=never, cases=120)).finding("disparity")
    assert found.status == "fails" and "c −" in found.text
    own = found.facts["groups"]["c"]
    assert own["contrast"] < 0 and own["adjusted"] < 0.05 and own["high"] < 0


@pytest.mark.parametrize(("design", "never"), DESIGNS.items())
def test_same_effect_everywhere_reads_no_evidence_either_way(design, never):
    found = analyse(plan(design), grouped(more=(0.2, 0.2, 0.2), never=never)).finding("disparity")
    assert found.status == "cannot tell" and found.text.startswith("No evidence either way")
    assert 0 < found.facts["smallest_detectable"] < 0.5


@pytest.mark.parametrize(("design", "never"), DESIGNS.items())
def test_each_groups_effect_is_the_designs_own_on_its_cases(design, never):
    frame = grouped(more=(0.1, 0.2, 0.0), never=never)
    report = analyse(plan(design), frame)
    for name, own in report.finding("disparity").facts["groups"].items():
        alone = analyse(Plan(design), frame[frame["group"] == name].drop(columns="group"))
        assert own["effect"] == pytest.approx(alone.primary.value, abs=1e-9)
    whole = frame.groupby(["unit", "period", "treated"], as_index=False)[["events", "cases"]].sum()
    assert report.primary == analyse(Plan(design), whole).primary
    assert Report.from_json(report.to_json()).to_json() == report.to_json()


def test_group_with_few_cases_is_left_out_and_one_alone_is_not_compared():
    few = grouped(share=0.05)
    found = analyse(plan("stepped_wedge", min_cell=100), few).finding("disparity")
    assert found.facts["left_out_groups"] == ["c"]
    only = few[few["group"] != "b"]
    assert "two are needed" in analyse(plan("stepped_wedge", min_cell=100), only).finding("disparity").text


@pytest.mark.parametrize("scale", ["log_risk_ratio", "log_odds_ratio"])
def test_ratios_are_compared_on_their_own_scale(scale):
    frame = grouped(more=(0.2, 0.2, 0.2))
    found = analyse(plan("stepped_wedge", scale=scale), frame).finding("disparity")
    alone = analyse(Plan("stepped_wedge", scale=scale), frame[frame["group"] == "a"].drop(columns="group"))
    assert found.facts["groups"]["a"]["effect"] == pytest.approx(alone.primary.value, abs=1e-9)


def test_order_of_rows_changes_no_byte():
    frame = grouped()
    first, second = (
        analyse(plan("staggered_adoption"), table) for table in (frame, frame.sample(frac=1, random_state=2))
    )
    assert first.to_json() == second.to_json()


@pytest.mark.parametrize("design", ["before_after", "interrupted_series", "controlled_series"])
def test_series_compare_groups_within_their_units(design):
    rng = np.random.default_rng(1)
    rows = [
        (f"u{unit:02d}", period, int(period > 10 and (unit < 8 or design != "controlled_series")), name,
         rng.binomial(60, 0.4 + (0.2 if name == "a" and period > 10 and unit < 8 else 0)), 60)
        for unit in range(16) for period in range(1, 21) for name in "abc"
        if unit < 8 or design == "controlled_series"
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["unit", "period", "treated", "group", "events", "cases"])
    found = analyse(plan(design), frame).finding("disparity")
    assert found.status == "fails" and found.facts["groups"]["a"]["contrast"] > 0.15
    assert ("change" if design != "controlled_series" else "difference") in found.text
