"""Raking against R's survey package; trimming, effective numbers, both means side by side."""

import numpy as np
import pandas as pd
import pytest

from surveys.scales import SurveyRefused, rake, weighted_scores
from surveys.scales.arithmetic.raking import weighted_mean
from tests.surveys.scales.answers_of_r import R
from tests.surveys.scales.made_up import instrument, officers

O = officers()  # noqa: E741
MARGINS = {
    "role": {"constable": 790, "sergeant": 260},
    "area": {"north": 300, "east": 280, "south": 250, "west": 220},
    "service": {"under 5": 400, "5 to 15": 450, "over 15": 200},
}
FREE = (1e-6, 1e6)


def test_weights_are_those_of_rs_survey_rake():
    found = rake(O, MARGINS, limits=FREE)
    assert found.weights[:40] == pytest.approx(R["raking"]["weights"], abs=1e-9)
    assert found.n_effective == pytest.approx(R["raking"]["effective"], abs=1e-6)
    assert found.trimmed == 0


def test_trimmed_weights_are_those_of_rs_survey():
    found = rake(O, MARGINS, limits=(0.6, 1.5))
    assert found.weights[:40] == pytest.approx(R["raking"]["trimmed"], abs=1e-9)
    assert found.trimmed > 0 and np.mean(found.weights) == pytest.approx(1)


def test_weighted_mean_and_its_error_are_those_of_rs_svymean():
    weights = np.array(rake(O, MARGINS, limits=FREE).weights)
    mean, se, n = weighted_mean(O.x.to_numpy(float), weights)
    assert (mean, se, n) == pytest.approx((R["raking"]["mean"], R["raking"]["se"], 240), abs=1e-9)


def test_margins_are_met_before_trimming_and_shown_after():
    free, held = rake(O, MARGINS, limits=FREE), rake(O, MARGINS)
    assert all(level.weighted == pytest.approx(level.workforce, abs=1e-9) for level in free.levels)
    assert max(abs(level.weighted - level.workforce) for level in held.levels) > 1e-3
    assert min(held.weights) >= 0.3 and max(held.weights) <= 3 and held.n_effective > free.n_effective


def test_sample_that_has_the_margins_already_gets_weights_of_one():
    counts = {column: O[column].value_counts().to_dict() for column in MARGINS}
    found = rake(O, counts)
    assert np.allclose(found.weights, 1) and found.n_effective == pytest.approx(240)


def test_responses_that_leave_a_band_out_keep_the_others_weight():
    sample = O.assign(area=O.area.where(O.index % 5 > 0))
    found = rake(sample, {"area": MARGINS["area"]}, limits=FREE)
    assert dict(found.not_said) == {"area": 48}
    assert {round(w, 9) for w, area in zip(found.weights, sample.area, strict=True) if pd.isna(area)} == {1.0}


def test_weighted_stands_beside_unweighted():
    one = instrument({"x": "C-Ps"})
    found = weighted_scores(one, O[["x"]], rake(O, MARGINS, limits=FREE))["C-Ps"]
    assert found.mean == pytest.approx(R["mean"]["mean"]) and found.weighted_mean == pytest.approx(
        R["raking"]["mean"]
    )
    assert found.weighted_high - found.weighted_low > found.high - found.low
    assert found.n == 240 and found.n_effective == pytest.approx(R["raking"]["effective"], abs=1e-6)


def test_level_that_nobody_answered_from_is_refused_in_words():
    found = rake(O, {"area": MARGINS["area"] | {"centre": 40}})
    assert "Nobody from centre (area) answered" in str(found)


def test_margins_that_contradict_each_other_are_refused_in_words():
    sample = pd.DataFrame({"a": ["x"] * 10 + ["y"] * 10, "b": ["p"] * 10 + ["q"] * 10})
    assert "cannot be met together" in str(rake(sample, {"a": {"x": 3, "y": 1}, "b": {"p": 1, "q": 3}}))


@pytest.mark.parametrize(
    "margins, words",
    [
        ({}, "0 margins"),
        (MARGINS | {"team": {"t0": 1, "t1": 2}}, "4 margins"),
        ({"colour": {"a": 1, "b": 2}}, "A margin has no column"),
        ({"role": {"constable": 1}}, "two levels or more"),
        ({"role": {"constable": 1, "sergeant": 0}}, "headcount over nought"),
        ({"role": {"constable": 1, "sergeant": float("nan")}}, "headcount over nought"),
        ({"role": {"constable": 1, "inspector": 2}}, "lacks"),
    ],
)
def test_unsound_margins_are_refused(margins, words):
    with pytest.raises(SurveyRefused, match=words):
        rake(O, margins)


@pytest.mark.parametrize("limits", [(0, 3), (1.2, 3), (0.3, 0.9)])
def test_limits_that_cannot_hold_are_refused(limits):
    with pytest.raises(SurveyRefused, match="within these limits"):
        rake(O, MARGINS, limits=limits)


def test_no_responses_are_refused_and_weights_of_another_table_too():
    with pytest.raises(SurveyRefused, match="no responses to weight"):
        rake(O.head(0), MARGINS)
    with pytest.raises(SurveyRefused, match="240 weights for 10"):
        weighted_scores(instrument({"x": "C-Ps"}), O[["x"]].head(10), rake(O, MARGINS))
