"""England and Wales 2024/25 against 2025/26: a comparison that must not be given a verdict."""

import json

from tests.trials.published import england_and_wales_body, england_and_wales_by_quarter
from trials.evaluation import evaluate


def report_by(basis):
    return json.loads(evaluate(england_and_wales_body(basis), england_and_wales_by_quarter()))


def test_recorded_months_are_refused_a_verdict_and_no_estimate_is_stored():
    report = report_by("recorded")
    assert report["refused"]
    assert report["primary"] is None and report["grade"] is None and report["sensitivity"] == []
    assert report["decomposition"] is None


def test_refusal_says_that_the_sign_differs_by_basis():
    report = report_by("recorded")
    assert "sign differs by basis" in report["refused"]
    assert report["by_basis"]["recorded"]["change"] > 0 > report["by_basis"]["closed"]["change"]


def test_closed_months_are_described_and_not_refused():
    report = report_by("closed")
    assert not report["refused"]
    assert report["primary"]["primary"]["value"] < 0
    assert report["grade"] == 2
