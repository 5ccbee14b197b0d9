"""Other tests of a stepped wedge's effect with the same planned weights: the plain t and small-sample sandwiches."""

import numpy as np
from scipy.special import stdtr

from tests.validity.drawing import Drawn
from trials.stats.arithmetic.nested_gls import Variances, inverse_blocks, step_columns
from trials.stats.estimators.sequence_permutation import PLANNING_CAC, PLANNING_ICC


def rivals_of_steps(drawn: Drawn, months: int) -> dict[str, float]:
    """p-values by name: GLS with its own residual variance; estimating equations with KC, MD and their mean."""
    rows, periods = drawn.cases.shape
    shape = (rows, periods // months, months)
    size, total = (
        np.where(drawn.seen, matrix, 0).reshape(shape).sum(axis=2) for matrix in (drawn.cases, drawn.events)
    )
    value = np.where(size > 0, total / np.maximum(size, 1), 0.0)
    blocks = inverse_blocks(size, Variances.planned(PLANNING_ICC, PLANNING_CAC))
    on = drawn.on[:, ::months].astype(float)
    return p_values_of(value, on, blocks, int((size > 0).sum()))


def p_values_of(value: np.ndarray, on: np.ndarray, blocks: np.ndarray, cells: int) -> dict[str, float]:
    """The p-values; units are clusters, t on units - 2, the plain t on cells - coefficients."""
    units, steps = value.shape
    design = np.concatenate([on[:, :, None], step_columns(units, steps)], axis=2)
    weighted = blocks @ design
    inverse = np.linalg.pinv(np.einsum("ujk,ujl->kl", design, weighted))
    beta = inverse @ np.einsum("ujk,uj->k", weighted, value)
    residual = value - design @ beta
    left = np.eye(steps) - design @ inverse @ weighted.transpose(0, 2, 1)
    row = weighted @ inverse[0]
    squares = np.einsum("uj,ujk,uk->", residual, blocks, residual)
    df = cells - steps - 1
    kc, md = (
        float(np.sqrt((np.einsum("uj,uj->u", row, _over(left, residual, power)) ** 2).sum()))
        for power in (0.5, 1.0)
    )
    errors = {
        "gls_t": (float(np.sqrt(squares / df * inverse[0, 0])), df),
        "gee_kc": (kc, units - 2),
        "gee_md": (md, units - 2),
        "gee_mean": ((kc + md) / 2, units - 2),
    }
    return {name: float(2 * stdtr(df, -abs(beta[0]) / max(se, 1e-300))) for name, (se, df) in errors.items()}


def _over(left: np.ndarray, residual: np.ndarray, power: float) -> np.ndarray:
    """Residuals over I - H to a power, unit by unit; `left` is similar to a symmetric matrix."""
    values, vectors = np.linalg.eig(left)
    scaled = np.linalg.solve(vectors, residual[:, :, None].astype(complex))
    scaled = scaled / np.maximum(values.real, 1e-9)[:, :, None] ** power
    return (vectors @ scaled)[:, :, 0].real
