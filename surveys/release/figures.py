"""Figures with their intervals as cells: rounded so that nobody's answer follows, and never narrower than honest."""

from surveys.release.policy import outward, tidy, to_unit, unit_of
from surveys.release.tables import cannot, interval
from surveys.scales.intervals import mean_interval
from trials.stats.arithmetic.student import critical

ALPHA = 0.05
NO_INTERVAL = "From one answer there is no interval."


def mean_cell(policy, name, mean, low, high):
    """The cell of a mean on a scale from low to high, or None under the group.

    mean: anything with n, mean, low and high. Its interval holds the exact one, and is no narrower than it would be
    if one of them stood at the far end of the scale: else "all answered much alike" would tell on each.
    """
    if not mean or mean.n < max(policy.group, 2):
        return None
    shown = policy.mean(name, mean.mean * mean.n, mean.n, low, high)
    unit = unit_of(high - low, mean.n)
    reach = max(mean.high - shown, shown - mean.low, _far_end(shown, mean.n, low, high))
    half = outward(reach, unit)
    return interval(shown, tidy(max(low, shown - half)), tidy(min(high, shown + half)))


def score_cell(policy, name, scores, scale, workforce=None):
    """The cell of the mean of some scores (an array, NaN where there is none), or None under the group."""
    bounds = (scale.low, scale.high)
    return mean_cell(policy, name, mean_interval(scores, bounds=bounds, workforce=workforce), *bounds)


def _far_end(shown, n, low, high):
    """Half an interval of n answers of which one stands at the far end and all others at the mean."""
    return float(critical(ALPHA, n - 1)) * max(shown - low, high - shown) / n


def estimate_cell(value, low, high, n, span, *, ends=None):
    """The cell of a figure that is no mean (a correlation, alpha): to its unit, the interval outward.

    span: how far it can vary; ends: what it never reaches when shown, as -1 and 1 of a correlation would tell all.
    """
    unit = unit_of(span, n)
    shown = to_unit(value, unit)
    below, above = outward(max(0, shown - low), unit), outward(max(0, high - shown), unit)
    cell = [shown, shown - below, shown + above]
    if ends:
        cell = [min(max(one, ends[0] + unit), ends[1] - unit) for one in cell]
    return interval(*map(tidy, cell))


def number_cell(value, n, span, ends=None):
    """A figure without an interval, rounded as estimate_cell rounds; a refusal in words where there is none."""
    if value is None:
        return cannot("It cannot be computed.")
    return estimate_cell(value, value, value, n, span, ends=ends)["value"]


def change_cell(before, after, change, unit, reach):
    """The cell of a change between two shown means; it holds the exact interval. None where either is hidden.

    reach: what half of the interval is at least, `change_reach`.
    """
    if before is None or after is None:
        return None
    shown = tidy(after - before)
    half = outward(max(change.high - shown, shown - change.low, unit, reach), unit)
    return interval(shown, tidy(shown - half), tidy(shown + half))


def change_reach(n, span):
    """Half an interval of n changes of which one is the whole span away from all others.

    Who knows what everybody answered before would read "all changed much alike" off a narrower one, and so what each
    answers now.
    """
    return float(critical(ALPHA, n - 1)) * span / n


def scaled(cell, factor, start=0):
    """The cell with each of its numbers turned into start + factor × number; low stays under high."""
    if not isinstance(cell, dict) or "value" not in cell:
        return cell
    ends = sorted((start + factor * cell["low"], start + factor * cell["high"]))
    return interval(tidy(start + factor * cell["value"]), *map(tidy, ends))


def p_words(p):
    """A p-value in two decimals, or "under 0.01"."""
    if p < 0.01:
        return "under 0.01"
    return f"{p:.2f}" if p < 0.995 else "over 0.99"


def reading_of(cell, lines):
    """barrier, unclear or enabler, read off the interval as it is shown."""
    if cell["high"] < lines[0]:
        return "barrier"
    return "enabler" if cell["low"] > lines[1] else "unclear"
