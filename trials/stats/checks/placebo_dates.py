"""Whether the same analysis finds effects at dates before the start, when there was none."""

from dataclasses import replace

import numpy as np

from trials.stats.arithmetic.series import LEAST_POINTS, average_over_rho, fit_series, post_effect
from trials.stats.errors import CannotEstimate
from trials.stats.pooled import Pooled
from trials.stats.report import Finding
from trials.stats.strategy import Check, words

# Enough to see a pattern; spread evenly, so that neighbouring dates do not repeat one another.
MOST_DATES = 12
# Share of dates found at the plan's alpha above which the series is taken to move by itself. Neighbouring
# dates share data, so the share is often 0 and now and then large: this line was crossed in
# 1 to 5 % of sound series of 48 points, in 14 % at an autocorrelation of 0.8.
MOST_FOUND = 0.25


def run(evidence, estimates) -> Finding:
    """p-values of the primary analysis at false starts, on the data before the true one."""
    early = evidence.pooled.keep(~evidence.pooled.after)
    starts = early.periods[LEAST_POINTS : len(early.periods) - LEAST_POINTS + 1]
    if not len(starts):
        text = f"Too few periods before the start to try false ones (needs {2 * LEAST_POINTS})."
        return Finding("", "cannot tell", text, {"dates": []})
    chosen = starts[np.unique(np.linspace(0, len(starts) - 1, min(MOST_DATES, len(starts))).astype(int))]
    p_values = [_p_value(evidence, early, int(start)) for start in chosen]
    tested = [p_value for p_value in p_values if p_value is not None]
    found = sum(p_value <= evidence.plan.alpha for p_value in tested)
    facts = {"dates": chosen.tolist(), "p_values": p_values, "found": found}
    text = f"{found} of {len(tested)} false starts look like a change."
    return Finding("", "fails" if found > MOST_FOUND * len(tested) else "passes", text, facts)


def _p_value(evidence, early: Pooled, start: int) -> float | None:
    plan = evidence.plan
    try:
        fit = fit_series(replace(early, after=early.periods >= start), start, plan, evidence.panel.kind)
        return average_over_rho(fit.fits, *post_effect(fit, plan.scale), plan.alpha).p_value
    except CannotEstimate:  # a flat stretch before the start: that date is passed over
        return None


CHECK = Check(
    question="Does the same test find changes at dates when nothing started?",
    needs=words("long_series"),
    run=run,
)
