"""Whether the arms took in as many cases as the units before them promised."""

import numpy as np

from trials.stats.arithmetic.unit_test_of_arms import arms_differ
from trials.stats.cluster_arms import arms_of
from trials.stats.grading import one_step_if_failed
from trials.stats.report import Finding
from trials.stats.strategy import Check, words

# STATISTICS section 3. A chi-square on cases would alarm in four sound cluster trials of five.
ALPHA = 0.001


def run(evidence, estimates) -> Finding:
    """t over arms on each unit's log(after + ½) - log(before + ½), per period; without a before, on the first."""
    panel = evidence.panel
    names, arm = arms_of(panel, evidence.plan)
    after, before = (_per_period(panel, side) for side in (panel.windows.after, panel.windows.before))
    has_before = bool((before > 0).any())
    values = np.log(after + 0.5) - (np.log(before + 0.5) if has_before else 0.0)
    found = arms_differ(values, arm)
    if found is None:
        return Finding("", "cannot tell", "Too few units to compare the arms' numbers of cases.", {})
    p_value, means = found
    arms = np.unique(arm[~np.isnan(values)])  # those with a unit seen
    facts = {
        "p_value": p_value,
        "mean_log": dict(zip((names[number] for number in arms), means, strict=True)),
        "against_before": has_before,
    }
    if p_value < ALPHA:
        text = f"The arms took in different numbers of cases (p = {p_value:.2g}): who entered may depend on the arm."
        return Finding("", "fails", text, facts)
    return Finding("", "passes", "The arms took in cases much alike.", facts)


def _per_period(panel, side: np.ndarray) -> np.ndarray:
    """Mean cases (entered, where given) per observed period of each unit; NaN where none was observed."""
    counts = panel.flow.get("entered", panel.size)[:, side]
    seen = (~np.isnan(counts) | panel.observed[:, side]).sum(axis=1)
    return np.where(seen > 0, np.nansum(counts, axis=1) / np.maximum(seen, 1), np.nan)


CHECK = Check(
    question="Did the arms take in as many cases as was to be expected?",
    needs=words("clusters"),
    run=run,
    grade=one_step_if_failed,
)
