"""How large departures from parallel trends the result would survive."""

import math
import warnings

from trials.stats.adoption import read_adoption
from trials.stats.estimators.callaway_santanna import fit_callaway_santanna
from trials.stats.estimators.etwfe import long_table
from trials.stats.report import Finding
from trials.stats.strategy import Check, words

# Multiples of the largest departure between neighbouring periods before the start; 1 is "no worse than before".
MULTIPLES = (0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0)


def run(evidence, estimates) -> Finding:
    """Rambachan and Roth's relative-magnitude intervals of the mean effect, by diff-diff, and where they reach 0."""
    adoption = evidence.derive(read_adoption)
    try:
        bounds = _bounds(adoption, evidence.plan.alpha)
    except (ValueError, ZeroDivisionError, IndexError):
        bounds = []
    if not bounds or any(not math.isfinite(bound) for pair in bounds for bound in pair):
        return Finding(
            "", "cannot tell", "Too few units or periods to bound departures from parallel trends."
        )
    clear = [low > 0 or high < 0 for low, high in bounds]
    survived = (
        MULTIPLES[clear.index(False) - 1] if False in clear and clear[0] else (2.0 if all(clear) else None)
    )
    low, high = bounds[MULTIPLES.index(1.0)]
    facts = {
        "multiples": list(MULTIPLES),
        "low": [pair[0] for pair in bounds],
        "high": [pair[1] for pair in bounds],
        "survives": survived,
    }
    said = (
        "If trends had parted as far as they did at most before the starts, the interval would be "
        f"{low:.3g} to {high:.3g}"
    )
    if low > 0 or high < 0:
        return Finding("", "passes", f"{said}: still on one side of nought.", facts)
    return Finding("", "cannot tell", f"{said}: on both sides of nought.", facts)


def _bounds(adoption, alpha: float) -> list[tuple[float, float]]:
    from diff_diff import compute_honest_did  # slow to import; only this function needs it

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        course = fit_callaway_santanna(long_table(adoption)).aggregate("event_study")
        found = [
            compute_honest_did(course, "relative_magnitude", M=multiple, alpha=alpha)
            for multiple in MULTIPLES
        ]
    return [(float(each.ci_lb), float(each.ci_ub)) for each in found]


CHECK = Check(
    question="Would the result survive if trends had parted as much as before the starts?",
    needs=words("adoption", "callaway_santanna"),
    run=run,
)
