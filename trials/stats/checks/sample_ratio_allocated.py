"""Whether the arms hold the share of cases the allocation was to give them."""

import numpy as np

from trials.stats.arithmetic.sample_ratio import sample_ratio_test
from trials.stats.cluster_arms import arms_of
from trials.stats.grading import one_step_if_failed
from trials.stats.report import Finding
from trials.stats.strategy import Check, words

ALPHA = 0.001  # STATISTICS section 3


def run(evidence, estimates) -> Finding:
    """Chi-square of eligible cases (compared cases where those were not given) by arm against the planned ratio."""
    panel, plan = evidence.panel, evidence.plan
    names, arm = arms_of(panel, plan)
    if panel.kind.name == "rate" and "entered" not in panel.flow:
        return Finding("", "not supplied", "The number of allocated cases (entered) was not given.", {})
    counts = panel.flow.get("entered", panel.size)[:, panel.windows.after]
    found = [float(np.nansum(counts[arm == number])) for number in range(len(names))]
    planned = planned_ratio(plan.allocation)
    ratio = [planned.get(name, 1) for name in names]
    statistic, df, p_value = sample_ratio_test(found, ratio)
    facts = {
        "cases": dict(zip(names, found, strict=True)),
        "ratio": dict(zip(names, ratio, strict=True)),
        "chi_square": statistic,
        "df": df,
        "p_value": p_value,
    }
    if p_value < ALPHA:
        text = (
            f"The arms do not hold the planned shares of cases (p = {p_value:.2g}): some were lost or moved."
        )
        return Finding("", "fails", text, facts)
    return Finding("", "passes", "The arms hold the planned shares of cases.", facts)


def planned_ratio(allocation) -> dict[str, int]:
    """{arm: its part} where the allocation's arms are pairs of a name and a whole number; else equal parts."""
    pairs = allocation.arms if allocation is not None and allocation.arms else ()
    return {pair[0]: pair[1] for pair in pairs if isinstance(pair, tuple) and isinstance(pair[1], int)}


CHECK = Check(
    question="Do the arms hold the planned shares of cases?",
    needs=words("arm_counts"),
    run=run,
    grade=one_step_if_failed,
)
