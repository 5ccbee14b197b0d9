"""How far several readings of the same thing agree: intraclass correlations, six ways."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from surveys.scales.arithmetic import shrout_fleiss as sf
from surveys.scales.intervals import ALPHA
from surveys.scales.results import Refusal, Result, SurveyRefused

KINDS = (
    ("ICC1", "one judge, each subject judged by others", sf.one_way),
    ("ICC2", "one judge, drawn from many", sf.two_way_random),
    ("ICC3", "one judge, these and no others", sf.two_way_fixed),
)
UNBOUNDED = (
    "Judges differ so much beside the subjects that a coefficient or its interval has no finite value."
)


@dataclass(frozen=True)
class Intraclass(Result):
    """One coefficient with its interval and the p-value of none; `kind` as in Shrout and Fleiss, k: of the mean."""

    kind: str
    reading: str
    value: float
    low: float
    high: float
    p_value: float
    subjects: int
    judges: int
    left_out: int


def intraclass(table, *, alpha=ALPHA):
    """{kind: Intraclass} of ICC1, ICC2, ICC3 and of the means of all judges, ICC1k, ICC2k, ICC3k; or a Refusal.

    `table` has one row a subject and one column a judge (or an occasion, or an item). Rows with a gap are left
    out and counted.
    """
    numbers = _numbers(table)
    complete = numbers[~np.isnan(numbers).any(axis=1)]
    if complete.shape[0] < 2 or complete.shape[1] < 2:
        return Refusal("There are not two subjects with two readings each.", "Add complete rows.")
    if sf.is_degenerate(complete):
        return Refusal(
            "Readings do not vary, between subjects or within them.",
            "Nothing can be told from a table without variation.",
        )
    squares, left_out = sf.mean_squares(complete), len(numbers) - len(complete)
    found = {}
    for kind, reading, compute in KINDS:
        with np.errstate(all="ignore"):
            *of_one, p = compute(squares, alpha)
            of_mean = [sf.of_the_mean(figure, squares.k) for figure in of_one]
        if not np.isfinite([*of_one, *of_mean, p]).all():
            return Refusal(UNBOUNDED, "Add subjects, or look at the readings themselves.")
        size = (squares.n, squares.k, left_out)
        found[kind] = Intraclass(kind, reading, *of_one, p, *size)
        reading = reading.replace("one judge", "the mean of all judges")
        found[f"{kind}k"] = Intraclass(f"{kind}k", reading, *of_mean, p, *size)
    return {kind: found[kind] for kind in sorted(found, key=lambda name: (len(name), name))}


def _numbers(table):
    try:
        numbers = pd.DataFrame(table).to_numpy(dtype=float, na_value=np.nan)
    except (TypeError, ValueError) as wrong:
        raise SurveyRefused(
            "The readings are not all numbers", remedy="Hand in a table of numbers."
        ) from wrong
    if np.isinf(numbers).any():
        raise SurveyRefused("A reading is infinite", remedy="Mend it, or leave it empty.")
    return numbers
