"""Whether the treated units are of a size with those they are compared with."""

from dataclasses import replace

import numpy as np

from trials.stats.arithmetic.student import two_sided
from trials.stats.report import Finding
from trials.stats.strategy import Check, words

# STATISTICS section 3: with one or two treated units, from half to double the median of the others.
FEW, LEAST, MOST = 2, 0.5, 2.0
ALPHA = 0.05
POOLED = "There are not as many of the one as of the other, and the test takes both to vary alike."


def run(evidence, estimates) -> Finding:
    """One or two treated units: ratio to the others' median. More: t on log sizes, and full separation.

    Groups unlike in size and in number leave the verdict at "cannot tell": the error is pooled over both. Of 1,000
    panels of units of 200 against 10 cases in which nothing happened, 7 % were found to differ with 6 against 6 units,
    9 % with 8 against 6, 18 % with 8 against 4 and 33 % with 12 against 3.
    """
    changes = evidence.changes
    own, others = changes.size[changes.treated], changes.size[~changes.treated]
    found = compare_sizes(own, others)
    if found.status == "passes" or len(own) <= FEW or len(own) == len(others):
        return found
    return replace(found, status="cannot tell", text=f"{found.text} {POOLED}")


def compare_sizes(own: np.ndarray, others: np.ndarray) -> Finding:
    """The finding on the cases of treated units and of the others."""
    ratios = own / np.median(others)
    facts = {"ratios_to_median": np.sort(ratios).tolist(), "median_of_others": float(np.median(others))}
    if len(own) <= FEW:
        return _few(ratios, facts)
    p_value = _size_test(np.log(own), np.log(others))
    apart = own.min() > others.max() or own.max() < others.min()
    facts["p_value"] = p_value
    if apart or p_value < ALPHA:
        return Finding(
            "", "fails", "The treated units differ in size from the others; size may explain both.", facts
        )
    return Finding("", "passes", "The treated units are of a size with the others.", facts)


def _few(ratios: np.ndarray, facts: dict) -> Finding:
    if ((ratios < LEAST) | (ratios > MOST)).any():
        ratio = float(ratios[np.argmax(np.abs(np.log(ratios)))])
        text = f"A treated unit has {ratio:.2g} times the cases of the middle one of the others."
        return Finding("", "cannot tell", text, facts)
    return Finding(
        "", "passes", "The treated units have between half and double the others' median cases.", facts
    )


def _size_test(own: np.ndarray, others: np.ndarray) -> float:
    """p-value of the equal-variance t test; 1 where sizes do not vary."""
    df = len(own) + len(others) - 2
    squares = ((own - own.mean()) ** 2).sum() + ((others - others.mean()) ** 2).sum()
    if df < 1 or squares <= 1e-18 * df:  # all of one size up to rounding of logarithms
        return 1.0 if np.isclose(own.mean(), others.mean()) else 0.0
    se = np.sqrt(squares / df * (1 / len(own) + 1 / len(others)))
    return float(two_sided((own.mean() - others.mean()) / se, df))


CHECK = Check(
    question="Are treated and untreated units of comparable size?",
    needs=words("changes"),
    run=run,
    blocks_verdict=True,
    warns=True,
)
