"""Whether the nudge was delivered where it was to be, and nowhere else."""

import numpy as np

from trials.stats.report import Finding
from trials.stats.strategy import Check, words

# Four fifths delivered is the usual bar of high fidelity (Borrelli 2011 J Public Health Dent 71:S52); one case in
# twenty reached elsewhere takes a twentieth off the difference, well inside any interval here.
LEAST_DELIVERED, MOST_ELSEWHERE = 0.80, 0.05


def run(evidence, estimates) -> Finding:
    """Share of cases in cells with the nudge delivered, where in force and where not; by unit and by period."""
    panel = evidence.panel
    seen = (panel.size > 0) & ~np.isin(panel.periods, evidence.plan.exclude_periods)
    exposed, size = panel.flow["exposed"], np.nan_to_num(panel.size)
    due, elsewhere = (seen & (panel.in_force == flag) for flag in (1, 0))
    delivered, spilled = (_share(exposed, size, cells) for cells in (due, elsewhere))
    facts = {
        "delivered": delivered,
        "elsewhere": spilled,
        "by_unit": _by_unit(panel.units, exposed, size, due),
        "elsewhere_by_unit": {
            unit: share for unit, share in _by_unit(panel.units, exposed, size, elsewhere).items() if share
        },
        "periods": panel.periods.tolist(),
        "by_period": [_share(exposed[:, t], size[:, t], due[:, t]) for t in range(len(panel.periods))],
    }
    if delivered is None:
        return Finding("", "cannot tell", "No case entered where the nudge was in force.", facts)
    where = "" if spilled is None else f" and in {spilled:.0%} of cases where it was not"
    text = f"The nudge was delivered in {delivered:.0%} of cases where it was in force{where}"
    if delivered < LEAST_DELIVERED or (spilled or 0) > MOST_ELSEWHERE:
        return Finding("", "fails", f"{text}: the comparison as allocated is of what was delivered.", facts)
    return Finding("", "passes", f"{text}.", facts)


def _share(exposed: np.ndarray, size: np.ndarray, cells: np.ndarray) -> float | None:
    """Cases in exposed cells over cases in the chosen cells; None where there is none."""
    whole = float(size[cells].sum())
    return float((exposed[cells] * size[cells]).sum() / whole) if whole > 0 else None


def _by_unit(units, exposed: np.ndarray, size: np.ndarray, cells: np.ndarray) -> dict[str, float]:
    found = {}
    for unit in sorted(set(units)):
        rows = np.array([name == unit for name in units])
        share = _share(exposed[rows], size[rows], cells[rows])
        if share is not None:
            found[unit] = share
    return found


CHECK = Check(question="Was the nudge delivered as allocated?", needs=words("exposed"), run=run)
