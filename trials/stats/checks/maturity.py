"""Whether enough eligible cases had been followed when they were counted, and alike on the sides compared."""

import numpy as np

from trials.stats.report import Finding
from trials.stats.strategy import Check, words

# STATISTICS section 3, maturity: in observational designs no verdict over these.
MOST_OPEN, MOST_APART = 0.10, 0.02


def run(evidence, estimates) -> Finding:
    """Share of entered cases that are not among those followed, over the compared cells and by side."""
    panel = evidence.panel
    if "entered" not in panel.flow:
        return Finding("", "not supplied", "The number of eligible cases (entered) was not given.", {})
    entered, followed = np.nan_to_num(panel.flow["entered"]), np.nan_to_num(panel.size)
    sides = {name: cells for name, cells in _sides(panel).items() if entered[cells].sum() > 0}
    shares = {name: float(1 - followed[cells].sum() / entered[cells].sum()) for name, cells in sides.items()}
    if not shares:
        return Finding("", "not supplied", "No eligible case entered in the periods compared.", {})
    every = np.logical_or.reduce(list(sides.values()))
    share = float(1 - followed[every].sum() / entered[every].sum())
    facts = {"share": share, "by_side": shares}
    apart = max(shares.values()) - min(shares.values())
    if share > MOST_OPEN:
        text = f"{share:.0%} of eligible cases were not followed in full when they were counted."
        return Finding("", "cannot tell", text, facts)
    if apart > MOST_APART:
        text = (
            f"Eligible cases were not followed alike: the sides compared lie {100 * apart:.1f} points apart."
        )
        return Finding("", "cannot tell", text, facts)
    return Finding("", "passes", f"{share:.1%} of eligible cases were not followed in full.", facts)


def _sides(panel) -> dict[str, np.ndarray]:
    """Compared cells with the nudge in force, those of the same units before it, and other units before and after."""
    before, after = panel.windows.before[None, :], panel.windows.after[None, :]
    own, on = panel.treated[:, None], panel.in_force == 1
    return {
        "with the nudge": own & on & after,
        "the same units without it": own & ~on & (before | after),
        "other units before": ~own & before,
        "other units after": ~own & after,
    }


CHECK = Check(
    question="Had cases been followed long enough when they were counted?",
    needs=words("unrandomised", "proportion"),
    run=run,
    blocks_verdict=True,
)
