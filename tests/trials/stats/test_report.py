"""A report is plain, frozen and the same bytes for the same input."""

import json
import math

import pytest

from tests.trials.stats.frames import panel_frame
from trials.stats import Estimate, Finding, InputRefused, Plan, Report, analyse
from trials.stats.canonical import canonical_json

FRAME = panel_frame(units=8, treated=4, periods=6, start=4, seed=5)
PLAN = Plan("difference_in_differences", seed=3)


def test_report_comes_back_from_its_json():
    report = analyse(PLAN, FRAME)
    again = Report.from_json(report.to_json())
    assert again.to_json() == report.to_json()
    assert again.primary.value == pytest.approx(report.primary.value, rel=1e-9)
    assert again.finding("missing_cells") == report.finding("missing_cells")


def test_same_input_gives_the_same_bytes():
    assert analyse(PLAN, FRAME).to_json() == analyse(PLAN, FRAME.copy()).to_json()


def test_numbers_have_ten_significant_digits():
    assert canonical_json({"b": 1 / 3, "a": 2e-20 / 3}) == '{"a":6.666666667e-21,"b":0.3333333333}'
    assert canonical_json(-0.0) == "0.0"


def test_not_a_number_never_enters_a_report():
    for number in (math.nan, math.inf):
        with pytest.raises(ValueError):
            canonical_json([number])
        with pytest.raises(ValueError):
            Estimate("risk_difference", number, None, None, None, None, "", "")


def test_other_json_is_refused_in_words():
    for text in ("{}", "[]", "3", "not json"):
        with pytest.raises(InputRefused, match="no report"):
            Report.from_json(text)


def test_a_finding_has_one_of_four_statuses():
    with pytest.raises(ValueError):
        Finding("key", "probably", "")
    with pytest.raises(KeyError):
        analyse(PLAN, FRAME).finding("no such check")


def test_report_names_seal_seed_engine_and_libraries():
    values = json.loads(analyse(PLAN, FRAME).to_json())
    assert values["plan_seal"] == PLAN.seal()
    assert values["seed"] == 3
    assert set(values["versions"]) == {"numpy", "scipy", "pandas", "statsmodels", "diff-diff"}
    assert values["engine_version"]


def test_the_one_contrast_is_the_primary_under_the_arms_name():
    frame = FRAME.assign(arm=FRAME["unit"].map(lambda name: "prompt" if name < "unit 04" else "usual"))
    report = analyse(Plan("difference_in_differences", control="usual"), frame)
    assert report.contrasts == {"prompt": report.primary}
