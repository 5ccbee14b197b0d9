"""How far two graders agree, and how many decisions they found inappropriate."""

from dataclasses import dataclass

from trials.panel.grades import IN_ORDER, Grade
from trials.stats.arithmetic.newcombe import newcombe, wilson

MARGIN = 0.05  # five points, as the table of guardrails suggests for a panel's grades
ALPHA = 0.05  # intervals of 95 %, as everywhere
LEAST = 10  # cases a side, under which no share is shown


@dataclass(frozen=True)
class Agreement:
    """`kappa` is Cohen's, linearly weighted (None where it cannot be computed, `why` then says it).

    `both` cases have an ordered grade from each grader; `apart` had none from one of them at least; `same` is the
    share of `both` on which the grades are equal.
    """

    kappa: float | None
    low: float | None
    high: float | None
    both: int
    apart: int
    same: float | None
    why: str = ""


def agreement(pairs):
    """The Agreement of [(grade of the first, grade of the second)]; J. Cohen, Psychological Bulletin 70 (1968) 213."""
    ordered = [pair for pair in pairs if all(grade in IN_ORDER for grade in pair)]
    apart = len(pairs) - len(ordered)
    same = sum(a == b for a, b in ordered) / len(ordered) if ordered else None
    if len(ordered) < LEAST:
        why = f"Fewer than {LEAST} cases have a grade from both: agreement is not computed."
        return Agreement(None, None, None, len(ordered), apart, None, why)
    if len({grade for pair in ordered for grade in pair}) == 1:
        why = "Both gave every case the same grade: beyond chance, agreement cannot be told."
        return Agreement(None, None, None, len(ordered), apart, same, why)
    if any(len(set(grades)) == 1 for grades in zip(*ordered, strict=True)):
        why = "One of them gave every case the same grade: beyond chance, agreement cannot be told."
        return Agreement(None, None, None, len(ordered), apart, same, why)
    found = _kappa(ordered)
    return Agreement(*found, len(ordered), apart, same)


def _kappa(pairs):
    """(kappa, low, high): Fleiss, Cohen and Everitt's interval, no farther than kappa itself can lie."""
    import numpy as np
    from statsmodels.stats.inter_rater import cohens_kappa

    table = np.zeros((len(IN_ORDER), len(IN_ORDER)))
    for first, second in pairs:
        table[IN_ORDER.index(first), IN_ORDER.index(second)] += 1
    found = cohens_kappa(table, wt="linear")
    if found.kappa_upp - found.kappa_low < NO_WIDTH:
        return float(found.kappa), None, None
    return float(found.kappa), max(float(found.kappa_low), -1.0), min(float(found.kappa_upp), 1.0)


NO_WIDTH = 1e-9  # what rounding leaves of an error of nought


@dataclass(frozen=True)
class Share:
    """Of `graded` cases, `inappropriate` were found so by either grader; share and its Wilson interval."""

    inappropriate: int
    graded: int
    share: float | None
    low: float | None
    high: float | None


def inappropriate(pairs):
    """The Share of cases that one grader at least found inappropriate: the careful reading."""
    graded = [pair for pair in pairs if any(grade in IN_ORDER for grade in pair)]
    bad = sum(Grade.INAPPROPRIATE in pair for pair in graded)
    if len(graded) < LEAST:
        return Share(bad, len(graded), None, None, None)
    low, high = wilson(bad, len(graded), ALPHA)
    return Share(bad, len(graded), bad / len(graded), low, high)


def as_guardrail(before, after):
    """(state, sentence): whether inappropriate decisions rose by more than the margin, from two Shares.

    `before` of cases without the nudge. A panel's sample is too small to tell how alike cases of one unit are.
    """
    if before.share is None or after.share is None:
        return (
            "not_counted",
            f"Fewer than {LEAST} graded cases with the nudge or without it: nothing is said.",
        )
    low, high = newcombe(after.inappropriate, after.graded, before.inappropriate, before.graded, ALPHA)
    change = after.share - before.share
    said = (
        f"Inappropriate: {_points(change)} points ({_points(low)} to {_points(high)}, cases taken one by one)"
    )
    if high < MARGIN:
        return "holds", f"{said}; a rise of {100 * MARGIN:.0f} points is ruled out."
    if low > MARGIN:
        return "breached", f"{said}; the whole interval lies past {100 * MARGIN:.0f} points."
    return "watch", f"{said}; a rise of up to {_points(high)} points is not ruled out."


def _points(value):
    return f"{100 * value:+.1f}".replace("-", "−")
