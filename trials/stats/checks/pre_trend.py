"""Whether treated and untreated units were already moving apart before the start."""

import numpy as np
from scipy.special import nctdtr

from trials.stats.arithmetic.placebo import TIE
from trials.stats.arithmetic.student import NO_VARIATION, critical, two_sided
from trials.stats.panel import row_means
from trials.stats.report import Finding
from trials.stats.strategy import Check, words

# A slope needs three points to be told from noise; the test needs two degrees of freedom.
LEAST_PERIODS, LEAST_UNITS = 3, 4
ALPHA = 0.05
# STATISTICS section 3: a test with less power than this for a trend as large as the effect settles nothing.
LEAST_POWER = 0.5


def run(evidence, estimates) -> Finding:
    """Student's t on unit slopes before the start, with its power for a trend as large as the effect."""
    panel = evidence.panel
    slopes, treated = _unit_slopes(panel)
    periods = int(panel.windows.before.sum())
    if periods < LEAST_PERIODS or len(slopes) < LEAST_UNITS or treated.all() or not treated.any():
        text = f"Periods compared before the start: {periods}; a trend needs {LEAST_PERIODS}."
        return Finding("", "cannot tell", text, {"periods_before": periods})
    difference = slopes[treated].mean() - slopes[~treated].mean()
    df = len(slopes) - 2
    se = _pooled_se(slopes, treated, df)
    if se <= NO_VARIATION * max(float(np.abs(slopes).max()), TIE):
        return Finding("", "cannot tell", "Nothing varies before the start, so no trend can be tested.", {})
    p_value = float(two_sided(difference / se, df))
    power = _power(_trend_as_large(panel) / se, df)
    facts = {
        "difference_per_period": float(difference),
        "p_value": p_value,
        "power": power,
        "periods_before": periods,
    }
    return _finding(p_value, power, facts)


def _finding(p_value: float, power: float, facts: dict) -> Finding:
    if p_value < ALPHA:
        return Finding(
            "", "fails", f"The groups were moving apart before the start (p = {p_value:.3f}).", facts
        )
    if power < LEAST_POWER:
        text = f"No trend was found, but the test had power {power:.2f} for one as large as the effect."
        return Finding("", "cannot tell", text, facts)
    return Finding("", "passes", f"The groups moved alike before the start (power {power:.2f}).", facts)


def _unit_slopes(panel) -> tuple[np.ndarray, np.ndarray]:
    """Least-squares slope per period of each unit with two or more cells before the start."""
    cells, time = panel.values[:, panel.windows.before], panel.periods[panel.windows.before].astype(float)
    seen = ~np.isnan(cells)
    enough = seen.sum(axis=1) >= 2
    cells, seen = cells[enough], seen[enough]
    count = seen.sum(axis=1, keepdims=True)
    times = np.where(seen, time, 0.0)
    centred = np.where(seen, times - times.sum(axis=1, keepdims=True) / np.maximum(count, 1), 0.0)
    slopes = (centred * np.where(seen, cells, 0.0)).sum(axis=1) / (centred**2).sum(axis=1)
    return slopes, panel.treated[enough]


def _pooled_se(slopes: np.ndarray, treated: np.ndarray, df: int) -> float:
    squares = sum(((slopes[side] - slopes[side].mean()) ** 2).sum() for side in (treated, ~treated))
    return float(np.sqrt(squares / df * (1 / treated.sum() + 1 / (~treated).sum())))


def _trend_as_large(panel) -> float:
    """The difference of slopes that alone would give the difference of changes that was observed."""
    windows = panel.windows
    change = row_means(panel.values, windows.after) - row_means(panel.values, windows.before)
    effect = np.nanmean(change[panel.treated]) - np.nanmean(change[~panel.treated])
    return float(effect / (panel.periods[windows.after].mean() - panel.periods[windows.before].mean()))


def _power(noncentrality: float, df: int) -> float:
    """Power of the two-sided t test at ALPHA."""
    bound = critical(ALPHA, df)
    # tails under about 1e-9 come back as NaN: they are nought
    below, far_below = np.nan_to_num(nctdtr(df, abs(noncentrality), [bound, -bound]))
    return float(np.clip(1 - below + far_below, 0, 1))


def lower(level: int, finding: Finding) -> int:
    """Grade 2 where it fails; at most 3 where the test had too little power to pass."""
    if finding.status == "fails":
        return min(level, 2)
    return level if finding.status == "passes" else min(level, 3)


CHECK = Check(
    question="Were the groups already moving apart before the start?",
    needs=words("changes"),
    run=run,
    grade=lower,
    warns=True,
)
