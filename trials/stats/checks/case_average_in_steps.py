"""Whether the average unit and the average case of a stepped wedge differ alike with the nudge and without it."""

import numpy as np

from trials.stats.arithmetic.nested_gls import step_columns
from trials.stats.checks.weights_agree import FRACTION
from trials.stats.report import Finding
from trials.stats.strategy import Check, words
from trials.stats.wedge import Wedge, sum_to_steps


def run(evidence, estimates) -> Finding:
    """Unit and step effects taken out, each cell counting once or by its cases; on the plan's scale."""
    wedge, primary = evidence.derive(sum_to_steps), estimates["sequence_permutation"]
    by_unit, by_case = (_effect(wedge, weight) for weight in (wedge.seen.astype(float), wedge.weight_size))
    if by_unit is None or by_case is None:
        return Finding("", "cannot tell", "No unit was seen in steps both with and without the nudge.", {})
    facts = {"unit_average": by_unit, "case_average": by_case}
    if abs(by_case - by_unit) > FRACTION * (primary.high - primary.low) / 2:
        text = "The average unit and the average case differ differently: the size of a unit is informative."
        return Finding("", "fails", text, facts)
    return Finding("", "passes", "The average unit and the average case differ much alike.", facts)


def _effect(wedge: Wedge, weight: np.ndarray) -> float | None:
    """Weighted least squares with an effect for every unit and step; None where nothing is left of the nudge."""
    whole = weight.sum(axis=1)
    share = weight / np.where(whole > 0, whole, 1)[:, None]
    columns = np.concatenate([step_columns(*weight.shape)[:, :, 1:], wedge.treated[..., None]], axis=2)
    centred = columns - np.einsum("us,usk->uk", share, columns)[:, None, :]
    weighted = centred * weight[..., None]
    information = np.einsum("usk,usl->kl", weighted, centred)
    if np.linalg.matrix_rank(information, hermitian=True) < len(information):
        return None
    return float(
        np.linalg.solve(information, np.einsum("usk,us->k", weighted, np.nan_to_num(wedge.value)))[-1]
    )


CHECK = Check(
    question="Do large and small units respond alike?", needs=words("sequence_permutation"), run=run
)
