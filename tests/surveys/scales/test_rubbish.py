"""Whatever is handed in: a sound figure, a refusal in words, or SurveyRefused; never NaN, never another error."""

import json
import math
import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from surveys.scales import (
    Refusal,
    Side,
    SurveyRefused,
    compare_waves,
    diagnose,
    intraclass,
    link_own_codes,
    rake,
    reliability,
    response_quality,
    score,
    weighted_scores,
    with_and_without,
)
from surveys.scales.results import Result
from tests.surveys.scales.made_up import BEHAVIOUR, instrument

SAMPLE = instrument(
    {"k1": "C-Ps", "k2": ("C-Ps", "reversed = true"), "k3": "C-Ps", "a1": "M-Au", "a2": "M-Au", "s1": "O-So"},
    extra=BEHAVIOUR,
)
WORDS = ["does not apply to my role", "prefer not to say"]
SOUND = st.one_of(st.none(), st.integers(0, 10), st.floats(0, 10), st.sampled_from(WORDS))
ALIKE = st.sampled_from([None, 0, 10])
WRONG = st.one_of(
    st.integers(), st.floats(), st.text(max_size=5), st.booleans(), st.lists(st.integers(), max_size=2)
)
QUICK = settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))


@st.composite
def tables(draw, cells, columns=("k1", "k2", "k3", "a1", "a2", "s1", "b1"), most=45):
    n = draw(st.integers(0, most))
    # A few values a column, repeated in a drawn order: quick to draw, and rich in ties and gaps.
    values = {c: draw(st.lists(cells, min_size=1, max_size=6)) for c in columns}
    rng = np.random.default_rng(draw(st.integers(0, 2**16)))
    return pd.DataFrame(
        {c: pd.Series([v[i] for i in rng.integers(len(v), size=n)], dtype=object) for c, v in values.items()}
    )


def check(result):
    """Every number in it is finite, and it can be written down."""
    plain = {k: v.as_dict() for k, v in result.items()} if isinstance(result, dict) else result.as_dict()
    json.dumps(plain, allow_nan=False, default=str)
    for value in result.values() if isinstance(result, dict) else [result]:
        assert isinstance(value, Result)


def everything(table):
    """Every computation on one table of answers."""
    yield lambda: score(SAMPLE, table)
    yield lambda: score(SAMPLE, table, teams=["a", "b", None] * (len(table) // 3) + ["c"] * (len(table) % 3))
    yield lambda: score(SAMPLE, table, workforce=200, by="tdf")
    yield lambda: reliability(SAMPLE, table)
    yield lambda: reliability(SAMPLE, table, missing="complete")
    yield lambda: diagnose(SAMPLE, table)
    yield lambda: response_quality(SAMPLE, table)
    yield lambda: with_and_without(SAMPLE, table, response_quality(SAMPLE, table))
    half = len(table) // 2
    sides = Side(SAMPLE, table.iloc[:half]), Side(SAMPLE, table.iloc[half:])
    yield lambda: compare_waves(*sides)
    yield lambda: compare_waves(*sides, linked=list(zip(range(half), range(half, 2 * half), strict=True)))
    teams = ["a", "b", "c", "d", "e"] * len(table)
    known = [Side(s.instrument, s.answers, teams[: len(s.answers)]) for s in sides]
    yield lambda: compare_waves(*known)


@QUICK
@given(tables(st.one_of(SOUND, SOUND)))
def test_sound_answers_give_figures_or_refusals(table):
    with warnings.catch_warnings():
        warnings.simplefilter(
            "error"
        )  # a division by nought on the way is a figure that was not thought about
        for compute in everything(table):
            check(compute())


@QUICK
@given(tables(ALIKE))
def test_answers_at_the_ends_only_give_figures_or_refusals(table):
    for compute in everything(table):
        check(compute())


@QUICK
@given(tables(st.one_of(SOUND, WRONG), most=8))
def test_rubbish_is_refused_in_words_or_computed(table):
    for compute in everything(table):
        try:
            check(compute())
        except SurveyRefused as refused:
            assert str(refused).strip() and "nan" not in str(refused).lower()


@QUICK
@given(st.lists(st.lists(st.one_of(st.none(), st.floats(-1e6, 1e6)), min_size=3, max_size=3), max_size=12))
@example([[0.0, 0.0, 0.0], [0.0, 28.0, -19.0]])
@example([[0.0, 0.0, 0.0], [0.0, 3.0, -6.0]])
def test_any_table_of_readings(rows):
    found = intraclass(rows)
    check(found)


@QUICK
@given(
    tables(st.sampled_from(["a", "b", "c", None]), columns=("area", "role"), most=30),
    st.dictionaries(st.sampled_from("abc"), st.integers(0, 50), max_size=3),
)
def test_any_margins(sample, counts):
    try:
        found = rake(sample, {"area": counts, "role": {"a": 5, "b": 5, "c": 9}})
        check(found)
    except SurveyRefused as refused:
        assert str(refused)
        return
    if found:
        assert all(0.3 - 1e-9 <= w <= 3 + 1e-9 for w in found.weights)
        answers = pd.DataFrame({"k1": [1] * len(sample)})
        check(weighted_scores(instrument({"k1": "C-Ps"}), answers, found))


@QUICK
@given(
    tables(st.sampled_from(["x", "y", "z", None, ""]), columns=tuple("abcde"), most=20),
    tables(st.sampled_from(["x", "y", "z", None]), columns=tuple("abcde"), most=20),
)
def test_any_codes(first, second):
    check(link_own_codes(first, second))


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_result_with_a_figure_that_is_none_cannot_be_made(value):
    from surveys.scales.intervals import Mean

    with pytest.raises(SurveyRefused, match="cannot be computed from these answers"):
        Mean(3, value, None, None, None, "")


def test_refusal_counts_as_false_and_reads_as_two_sentences():
    refusal = Refusal("Nothing was asked.", "Ask.")
    assert not refusal and str(refusal) == "Nothing was asked. Ask."
    assert refusal.as_dict() == {"missing": "Nothing was asked.", "would_do": "Ask."}
