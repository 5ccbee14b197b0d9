"""Two arms of single cases against published tables and R."""

import numpy as np
import pandas as pd
import pytest

from trials.stats import Outcome, Plan, analyse

# Newcombe (1998) Stat Med 17:873, table II, method 10: eight examples as events and cases of either arm
NEWCOMBE = [
    ((56, 70, 48, 80), (0.0524, 0.3339)),
    ((9, 10, 3, 10), (0.1705, 0.8090)),
    ((6, 7, 2, 7), (0.0582, 0.8062)),
    ((5, 56, 0, 29), (-0.0381, 0.1926)),
    ((0, 10, 0, 20), (-0.1611, 0.2775)),
    ((0, 10, 0, 10), (-0.2775, 0.2775)),
    ((10, 10, 0, 20), (0.6791, 1.0)),
    ((10, 10, 0, 10), (0.6075, 1.0)),
]


def table(events1, size1, events0, size0, *, size="cases"):
    """One unit, one period, both arms."""
    return pd.DataFrame(
        {"unit": "all", "period": 1, "treated": [1, 0], "events": [events1, events0], size: [size1, size0]}
    )


def compare(frame, **plan):
    """The primary of a trial of single cases."""
    return analyse(Plan("individually_randomised", **plan), frame).primary


@pytest.mark.parametrize(("counts", "published"), NEWCOMBE)
def test_newcombes_eight_examples(counts, published):
    found = compare(table(*counts))
    assert (round(found.low, 4), round(found.high, 4)) == published


@pytest.mark.parametrize(("counts", "published"), NEWCOMBE)
def test_newcombes_examples_turned_round_are_their_mirror_image(counts, published):
    events1, size1, events0, size0 = counts
    found = compare(table(events0, size0, events1, size1))
    assert (round(-found.high, 4), round(-found.low, 4)) == published


def test_physicians_health_study():
    """R: log((189/11034)/(104/11037)), sqrt(1/189 - 1/11034 + 1/104 - 1/11037), and the same of the odds.

    Agresti, Categorical Data Analysis: ratio of risks 1.82 (1.43 to 2.31), odds ratio 1.83.
    """
    frame = table(189, 11034, 104, 11037)
    risk, odds = compare(frame, scale="log_risk_ratio"), compare(frame, scale="log_odds_ratio")
    assert risk.value == pytest.approx(0.597627965859, rel=1e-10)
    assert risk.details["standard_error"] == pytest.approx(0.121347256296, rel=1e-10)
    assert odds.value == pytest.approx(0.605437710092, rel=1e-10)
    assert odds.details["standard_error"] == pytest.approx(0.122841623648, rel=1e-10)
    assert [round(float(np.exp(bound)), 2) for bound in (risk.value, risk.low, risk.high)] == [
        1.82,
        1.43,
        2.31,
    ]


def test_breast_cancers_after_fluoroscopy():
    """Boice and Monson (1977): 41 in 28,010 and 15 in 19,017 person-years.

    Stata's manual, `iri 41 15 28010 19017`: difference 0.000675 (0.0000749 to 0.0012751), ratio 1.855759.
    """
    frame = table(41, 28010, 15, 19017, size="exposure")
    found, ratio = compare(frame), compare(frame, scale="log_risk_ratio")
    assert [round(value, 7) for value in (found.value, found.low, found.high)] == [
        0.000675,
        0.0000749,
        0.0012751,
    ]
    assert round(float(np.exp(ratio.value)), 6) == 1.855759


def test_students_sleep():
    """R: t.test(extra ~ group, data = sleep), the groups' n, mean and sd given."""
    frame = pd.DataFrame({"unit": "all", "period": 1, "treated": [1, 0], "n": 10, "mean": [0.75, 2.33],
                          "sd": [1.78900965776, 2.00224873580]})  # fmt: skip
    found = compare(frame)
    assert found.df == pytest.approx(17.77647352, rel=1e-9)
    assert found.p_value == pytest.approx(0.0793941402, rel=1e-8)
    assert [found.low, found.high] == pytest.approx([-3.365483230712, 0.205483230712], rel=1e-9)


def test_same_counts_before_and_after_give_newcombes_interval():
    frame = table(56, 70, 48, 80).assign(period=[2, 1])
    found = analyse(Plan("before_after"), frame).primary
    assert (round(found.low, 4), round(found.high, 4)) == (0.0524, 0.3339)
    assert found.p_value is None


def test_non_inferiority_of_a_guardrail_is_farrington_and_mannings():
    """Reference folder `noninferiority`: 82/100 against 85/100, margin 0.10, p 0.09345."""
    frame = table(82, 100, 85, 100)
    plan = Plan(
        "individually_randomised", outcomes=(Outcome("a"), Outcome("b", role="guardrail", margin=0.1))
    )
    found = analyse(plan, {"a": frame, "b": frame}).outcomes["b"]
    assert found.estimate.details["non_inferiority_p"] == pytest.approx(0.093454794453, rel=1e-8)
    assert found.status == "watch"
