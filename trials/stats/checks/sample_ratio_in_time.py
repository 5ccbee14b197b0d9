"""Whether a stepped wedge took in as many cases with the nudge as without it, and found as many eligible."""

import numpy as np

from trials.stats.arithmetic.permutation import DRAWS
from trials.stats.checks.sample_ratio_cases import ALPHA
from trials.stats.grading import one_step_if_failed
from trials.stats.report import Finding
from trials.stats.strategy import Check, words

# As many cases a cell for the planned weights that what lasts in a unit is taken off nearly whole: units differ far
# more in size than a nudge could change it.
PLENTY = 1e6


def run(evidence, estimates) -> Finding:
    """The design's own effect on log cases per period, and on the log odds of being eligible where both are given.

    Starts are handed out again for p; half a case is added each way.
    """
    panel, cells = evidence.panel, evidence.derive(evidence.design.cells)
    entered = cells.gather(panel.flow.get("entered", panel.size))
    periods = cells.gather(panel.observed.astype(float))
    seen = periods > 0
    values = {"cases": np.log((entered + 0.5) / np.where(seen, periods, 1))}
    if {"entered", "screened"} <= set(panel.flow):
        values["eligible"] = np.log((entered + 0.5) / (cells.gather(panel.flow["screened"]) - entered + 0.5))
    found = cells.figures(np.stack(list(values.values()), axis=2), np.where(seen, PLENTY, 0.0), DRAWS)
    if not found.attains(ALPHA):
        return Finding(
            "", "cannot tell", f"Too few ways to hand out the starts for a p-value of {ALPHA:g}.", {}
        )
    p_values = found.interval(found.own, ALPHA)[2]
    facts = {
        name: {"effect": float(effect), "p_value": float(p_value)}
        for name, effect, p_value in zip(values, found.own, p_values, strict=True)
    }
    what = {
        "cases": "Other numbers of cases came in",
        "eligible": "Other shares of cases were found eligible",
    }
    failed = [f"{what[name]} with the nudge than without it (p = {fact['p_value']:.2g})"
              for name, fact in facts.items() if fact["p_value"] < ALPHA]  # fmt: skip
    if failed:
        return Finding("", "fails", f"{'; '.join(failed)}: who entered may depend on the nudge.", facts)
    return Finding(
        "", "passes", "As many cases came in with the nudge as without it, as far as can be seen.", facts
    )


CHECK = Check(
    question="Did as many cases come in with the nudge as without it?",
    needs=words("steps"),
    run=run,
    grade=one_step_if_failed,
)
