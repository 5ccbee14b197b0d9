"""A guardrail holds only where it holds in every arm, in its own unit, and by a figure that can rule anything out."""

import numpy as np
import pandas as pd
import pytest

from tests.trials.stats.frames import panel_frame
from trials.stats import Outcome, Plan, Report, analyse

ARMS = ("control", "a", "b")
GUARDED = (Outcome("oocr"), Outcome("harm", role="guardrail", margin=0.1), Outcome("more", role="secondary"))


def arms_frame(*, fall: dict[str, float], seed: int) -> pd.DataFrame:
    """Eighteen units in three arms, the level of an arm lower by `fall`."""
    rng = np.random.default_rng(seed)
    rows = [
        (f"u{unit:02d}", period, int(arm != "control"), arm, rng.binomial(80, 0.5 - fall.get(arm, 0.0)), 80)
        for unit in range(18)
        for arm in [ARMS[unit % 3]]
        for period in range(1, 7)
    ]
    return pd.DataFrame(rows, columns=["unit", "period", "treated", "arm", "events", "cases"])


def result(design="cluster_randomised", *, fall, **plan):
    """The report where the guardrail and the secondary fall alike."""
    tables = {"oocr": arms_frame(fall={}, seed=1)} | dict.fromkeys(
        ("harm", "more"), arms_frame(fall=fall, seed=2)
    )
    return analyse(Plan(design, arms=ARMS, control="control", outcomes=GUARDED, **plan), tables)


@pytest.mark.parametrize("design", ["cluster_randomised", "individually_randomised"])
@pytest.mark.parametrize("contrast", [None, ("a", "control")])
def test_harm_in_the_second_arm_breaches(design, contrast):
    found = result(design, fall={"b": 0.3}, primary_contrast=contrast).outcomes["harm"]
    assert found.status == "breached" and "b" in found.text
    assert found.estimate.value == pytest.approx(-0.3, abs=0.05)


def test_harm_in_no_arm_holds_and_names_the_arm_that_comes_nearest():
    found = result(fall={}).outcomes["harm"]
    assert found.status == "holds"


def test_each_arm_is_judged_by_its_own_95_percent_interval():
    """All must hold, so none is widened for the number of arms."""
    found = result(fall={"b": 0.05}).outcomes["harm"]
    alone = result(fall={"b": 0.05}, primary_contrast=("b", "control")).outcomes["more"].estimate
    assert (found.estimate.low, found.estimate.high) == (alone.low, alone.high)


def test_secondary_outcome_shows_every_arm():
    report = result(fall={"b": 0.3})
    found = report.outcomes["more"].contrasts
    assert set(found) == {"a", "b"} and found["b"].p_value < 0.001 < found["a"].p_value
    assert set(Report.from_json(report.to_json()).outcomes["more"].contrasts) == {"a", "b"}


@pytest.mark.parametrize("columns", [("n", "mean", "sd"), ("events", "exposure")])
def test_harm_is_said_in_the_units_it_was_measured_in(columns):
    frame = panel_frame(units=12, treated=6, periods=6, start=1, seed=3)
    rate = frame.rename(columns={"cases": "exposure"})
    mean = frame.drop(columns=["events", "cases"]).assign(n=30, mean=20 + 3.0 * frame["treated"], sd=5.0)
    mean["mean"] += np.random.default_rng(4).normal(0, 0.2, len(mean))
    table = mean if "mean" in columns else rate
    outcomes = (Outcome("oocr"), Outcome("days", role="guardrail", better="lower", margin=2.0))
    found = analyse(Plan("cluster_randomised", outcomes=outcomes), {"oocr": frame, "days": table}).outcomes[
        "days"
    ]
    assert "points" not in found.text
    assert found.status == ("breached" if "mean" in columns else "holds")


def test_description_rules_nothing_out():
    """Newcombe's interval before and after counts cases alone; months that differ by themselves are not in it."""
    frame = panel_frame(units=1, treated=1, periods=6, start=4, seed=3, cases=5000)
    outcomes = (Outcome("oocr"), Outcome("harm", role="guardrail", margin=0.1))
    found = analyse(Plan("before_after", outcomes=outcomes), {"oocr": frame, "harm": frame}).outcomes["harm"]
    assert found.status == "cannot tell"


def test_series_beside_a_description_judges_its_guardrail():
    frame = panel_frame(units=1, treated=1, periods=30, start=16, seed=3, cases=5000)
    outcomes = (Outcome("oocr"), Outcome("harm", role="guardrail", margin=0.2))
    found = analyse(Plan("before_after", outcomes=outcomes), {"oocr": frame, "harm": frame}).outcomes["harm"]
    assert found.status == "holds" and found.estimate.method.startswith("Mean")
