"""Outcomes missing though followed in full, by arm, and the worst they could hide."""

import numpy as np

from trials.stats.arithmetic.unit_test_of_arms import arms_differ
from trials.stats.cluster_arms import arms_of
from trials.stats.grading import one_step_if_failed
from trials.stats.report import Finding
from trials.stats.strategy import Check, words

# STATISTICS section 3, maturity.
MOST_MISSING, MOST_APART, ALPHA = 0.10, 0.02, 0.05


def run(evidence, estimates) -> Finding:
    """Share of entered cases without an outcome, by arm; the difference if all missing had or lacked it."""
    panel = evidence.panel
    if "entered" not in panel.flow or panel.kind.name != "proportion":
        return Finding("", "not supplied", "The number of eligible cases (entered) was not given.", {})
    names, arm = arms_of(panel, evidence.plan)
    after = panel.windows.after
    entered, known, events = (
        np.nansum(matrix[:, after], axis=1) for matrix in (panel.flow["entered"], panel.size, panel.total)
    )
    used = entered > 0
    share = np.where(used, 1 - known / np.maximum(entered, 1), np.nan)
    by_arm = [
        float((entered - known)[arm == a].sum() / max(entered[arm == a].sum(), 1)) for a in range(len(names))
    ]
    tested = arms_differ(share, arm)
    facts = {
        "share": float((entered - known).sum() / max(entered.sum(), 1)),
        "by_arm": dict(zip(names, by_arm, strict=True)),
        "p_value": None if tested is None else tested[0],
        "bounds": _bounds(entered[used], known[used], events[used], arm[used]),
    }
    apart = max(by_arm) - min(by_arm) > MOST_APART and tested is not None and tested[0] < ALPHA
    return _finding(facts, apart)


def _finding(facts: dict, apart: bool) -> Finding:
    low, high = facts["bounds"]
    worst = f"If all of them had gone one way, the difference would lie between {low:.1%} and {high:.1%}."
    if apart:
        return Finding("", "fails", f"More outcomes are missing in one arm than in another. {worst}", facts)
    if facts["share"] > MOST_MISSING:
        return Finding("", "fails", f"{facts['share']:.0%} of outcomes are missing. {worst}", facts)
    return Finding("", "passes", f"{facts['share']:.1%} of outcomes are missing, alike in the arms.", facts)


def _bounds(entered, known, events, arm) -> list[float]:
    """Lowest and highest difference of mean unit values, first arm against control, missing all one way."""
    least, most = events / entered, (events + entered - known) / entered
    own, others = arm == 1, arm == 0
    if not own.any() or not others.any():
        return [-1.0, 1.0]
    return [float(least[own].mean() - most[others].mean()), float(most[own].mean() - least[others].mean())]


CHECK = Check(
    question="Are outcomes missing, and alike in the arms?",
    needs=words("clusters"),
    run=run,
    grade=one_step_if_failed,
)
