"""Whether the same units make up a summed series from its beginning to its end."""

import numpy as np

from trials.stats.grading import one_step_if_failed
from trials.stats.pooled import seen_throughout, summed_rows
from trials.stats.report import Finding
from trials.stats.strategy import Check, words

# The share of missing outcomes STATISTICS section 3 calls a finding, used here for cases of units left out.
MOST_LEFT_OUT = 0.10


def run(evidence, estimates) -> Finding:
    """Units that came late or left early are not summed, on either side; their names and share of the cases."""
    panel = evidence.panel
    throughout, compared = seen_throughout(panel), panel.windows.before | panel.windows.after
    cases = np.nansum(panel.size[:, compared], axis=1)
    left_out, unsteady = np.zeros(len(cases), dtype=bool), []
    for name, side in (("treated", panel.treated), ("comparison", ~panel.treated)):
        rows = summed_rows(panel, side)
        left_out |= side & ~rows
        if (rows & ~throughout).any() and side.sum() > 1:
            unsteady.append(name)
    share = float(cases[left_out].sum() / max(cases.sum(), 1))
    names = [unit for unit, out in zip(panel.units, left_out, strict=True) if out]
    facts = {"left_out": names, "share": share}
    if unsteady:
        text = (
            f"Too few {' or '.join(unsteady)} units were seen from the beginning to the end, so the sum moves with "
            "who is in it."
        )
        return Finding("", "cannot tell", text, facts)
    if not names:
        return Finding("", "passes", "The same units were summed from the beginning to the end.", facts)
    text = f"{len(names)} units that came late or left early, {share:.0%} of the cases, were left out of the sum."
    return Finding("", "fails" if share > MOST_LEFT_OUT else "passes", text, facts)


CHECK = Check(
    question="Were the same units summed throughout?",
    needs=words("series"),
    run=run,
    grade=one_step_if_failed,
    blocks_verdict=True,
)
