"""What the result pages say of the worked cases: as much as this, and nothing causal."""

import json
import re

import pytest

from tests.trials.published import (
    england_and_wales_body,
    england_and_wales_by_quarter,
    forces_by_year,
    hertfordshire_body,
)
from trials.evaluation import evaluate
from trials.presenters import decomposition, evidence
from trials.presenters.headline import verdict_of
from trials.presenters.limits import limits_of
from trials.presenters.numbers import stand
from trials.presenters.subject import subject_of

TITLE = "Out-of-court resolutions in 100 positive outcomes"
CAUSAL = re.compile(
    r"\b(caus(e|es|ed|ing)|led to|leads to|result(s|ed)? in|drove|driven|brought about|produced|improved"
    r"|boosted|reduced|worked|due to|because of|thanks to|attribut\w+|(?<!random )effects?|impacts?|affect(s|ed)?"
    r"|made (it|them))\b",
    re.IGNORECASE,
)


def everything_said(body, cells):
    report = json.loads(evaluate(body, cells))
    subject = subject_of(body.data, cells)
    rows = evidence.key_numbers(report, subject) + decomposition.rows(report, subject)
    parts = [
        *verdict_of(report, body, cells, subject, TITLE),
        *(" ".join(row) for row in rows),
        *evidence.together_sentences(report, subject),
        *(f"{title} {text}" for title, _, _, text in evidence.gates_and_findings(report)),
        *decomposition.sentences(report, subject),
        *limits_of(report, body, subject, ()),
        evidence.naive_words(report) or "",
    ]
    return " ".join(parts)


@pytest.fixture(scope="module")
def hertfordshire():
    return everything_said(hertfordshire_body(), forces_by_year())


@pytest.mark.parametrize(
    "words",
    [
        "rose 9.2 points while the other 42 forces fell 2.8 on average",
        "2023/24 was the lowest of four years and was chosen after seeing the figures",
        "The figures cannot say why",
        "4 of 43 forces stand as far from the rest; two-sided placebo p = 0.093",
        "3 of 43 forces stand as far above the rest: p = 0.070",
        "12.1 points (−0.5 to 24.6)",
        "8.8 points (−3.8 to 21.4); 8 of 43; p = 0.186",
        "z = 14.1",
        "Level 3 of 5, with 12.1 points (−0.5 to 24.6)",
        "cannot be told apart here",
        "written after the data were seen",
        "from 35.2 % to 32.5 %",
    ],
)
def test_hertfordshire_page_says_as_much_as(hertfordshire, words):
    assert words in hertfordshire


def test_naive_z_comes_with_the_order_not_to_use_it(hertfordshire):
    assert "do not use it" in hertfordshire[hertfordshire.index("z = 14.1") :]


@pytest.mark.parametrize("basis", ["closed", "recorded"])
def test_page_without_a_control_group_has_no_causal_verb(basis):
    said = everything_said(england_and_wales_body(basis), england_and_wales_by_quarter())
    assert CAUSAL.findall(said) == []


def test_retrospective_page_with_a_comparison_has_no_causal_verb_either(hertfordshire):
    assert CAUSAL.findall(hertfordshire) == []


def test_search_for_causal_verbs_finds_one():
    assert CAUSAL.search("The prompt led to more resolutions")


def test_refused_verdict_shows_words_and_no_figure_of_an_estimate():
    said = everything_said(england_and_wales_body("recorded"), england_and_wales_by_quarter())
    assert said.startswith("No verdict. The counts are by the month in which the crime was recorded")
    assert "p =" not in said and "Maryland" not in said and "z =" not in said


def test_one_force_stands_and_four_stand():
    assert (stand(1), stand(4)) == ("stands", "stand")
