"""Outcomes of single allocated cases missing though followed in full, by arm."""

import numpy as np
from scipy.special import chdtrc

from trials.stats.checks.missing_outcomes import ALPHA, MOST_APART, MOST_MISSING
from trials.stats.cluster_arms import arms_of
from trials.stats.grading import one_step_if_failed
from trials.stats.report import Finding
from trials.stats.strategy import Check, words


def run(evidence, estimates) -> Finding:
    """Share of entered cases without an outcome, by arm, with Pearson's chi-square; worst-case bounds."""
    panel = evidence.panel
    if "entered" not in panel.flow or panel.kind.name != "proportion":
        return Finding("", "not supplied", "The number of eligible cases (entered) was not given.", {})
    names, arm = arms_of(panel, evidence.plan)
    after = panel.windows.after
    sums = [
        [float(np.nansum(matrix[arm == number][:, after])) for number in range(len(names))]
        for matrix in (panel.flow["entered"], panel.size, panel.total)
    ]
    entered, known, events = map(np.array, sums)
    missing = entered - known
    by_arm, share = missing / np.maximum(entered, 1), float(missing.sum() / max(entered.sum(), 1))
    p_value = _chi_square(missing, entered, share)
    least, most = events / np.maximum(entered, 1), (events + missing) / np.maximum(entered, 1)
    low, high = float(least[1] - most[0]), float(most[1] - least[0])
    facts = {"share": share, "by_arm": dict(zip(names, by_arm.tolist(), strict=True)), "p_value": p_value}
    facts["bounds"] = [low, high]
    worst = f"If all of them had gone one way, the difference would lie between {low:.1%} and {high:.1%}."
    if np.ptp(by_arm) > MOST_APART and p_value < ALPHA:
        return Finding("", "fails", f"More outcomes are missing in one arm than in another. {worst}", facts)
    if share > MOST_MISSING:
        return Finding("", "fails", f"{share:.0%} of outcomes are missing. {worst}", facts)
    return Finding("", "passes", f"{share:.1%} of outcomes are missing, alike in the arms.", facts)


def _chi_square(missing: np.ndarray, entered: np.ndarray, share: float) -> float:
    """p-value of equal shares; 1 where none or all are missing."""
    if not 0 < share < 1:
        return 1.0
    used = entered > 0
    expected = entered[used] * share * (1 - share)
    return float(chdtrc(int(used.sum()) - 1, ((missing[used] - entered[used] * share) ** 2 / expected).sum()))


CHECK = Check(
    question="Are outcomes missing, and alike in the arms?",
    needs=words("arm_counts"),
    run=run,
    grade=one_step_if_failed,
)
