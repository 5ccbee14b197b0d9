"""Whether the arms found the same share of cases eligible."""

import numpy as np

from trials.stats.arithmetic.unit_test_of_arms import arms_differ
from trials.stats.checks.sample_ratio_cases import ALPHA
from trials.stats.cluster_arms import arms_of
from trials.stats.grading import one_step_if_failed
from trials.stats.report import Finding
from trials.stats.strategy import Check, words


def run(evidence, estimates) -> Finding:
    """t over arms on each unit's log odds of being eligible, after less before where both were counted."""
    panel = evidence.panel
    if not {"entered", "screened"} <= set(panel.flow):
        return Finding(
            "", "not supplied", "All decisions (screened) and eligible cases (entered) were not given.", {}
        )
    names, arm = arms_of(panel, evidence.plan)
    after, before = (_log_odds(panel, side) for side in (panel.windows.after, panel.windows.before))
    has_before = bool((~np.isnan(before)).all())
    found = arms_differ(after - (before if has_before else 0.0), arm)
    if found is None:
        return Finding("", "cannot tell", "Too few units to compare the shares found eligible.", {})
    p_value, means = found
    facts = {"p_value": p_value, "mean_log_odds": dict(zip(names, means, strict=True))}
    if p_value < ALPHA:
        text = f"The arms found different shares of cases eligible (p = {p_value:.2g})."
        return Finding("", "fails", text, facts)
    return Finding("", "passes", "The arms found much the same share of cases eligible.", facts)


def _log_odds(panel, side: np.ndarray) -> np.ndarray:
    """Half a case is added each way; NaN where a unit has no decision on that side."""
    entered, screened = (np.nansum(panel.flow[name][:, side], axis=1) for name in ("entered", "screened"))
    odds = np.log((entered + 0.5) / (screened - entered + 0.5))
    return np.where(screened > 0, odds, np.nan)


CHECK = Check(
    question="Did the arms find the same share of cases eligible?",
    needs=words("clusters"),
    run=run,
    grade=one_step_if_failed,
)
