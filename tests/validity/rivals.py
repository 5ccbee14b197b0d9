"""Other tests of the same difference of unit values, units counting alike: what the default's power is held against.

Estimating equations with an identity link on unit values are least squares, so that Kauermann and Carroll's and
Mancl and DeRouen's variances are those with residuals over sqrt(1 - leverage) and over 1 - leverage. Random effects
with Knapp and Hartung's error and equal weights are the pooled t. Several arms: the least p-value over arms by Holm.
"""

from functools import lru_cache
from itertools import combinations, product
from math import comb, prod

import numpy as np
from scipy.special import stdtr

from tests.validity.drawing import Drawn

MOST_LISTED, DRAWS = (
    1000,
    999,
)  # as many as settle a p-value at 5 %; fixed seeds, as no run depends on another
TIE = 1e-10
Wanted = frozenset[str] | None  # the names asked for; None: all


def rivals_of_arms(cell: dict, drawn: Drawn, block: np.ndarray, wanted: Wanted = None) -> dict[str, float]:
    """p-values of a cluster trial: means over the months after the start, a long baseline beside them."""
    months = np.arange(drawn.share.shape[1])
    y, before = (drawn.mean_over(side) for side in (months >= cell["before"], months < cell["before"]))
    seen = ~np.isnan(y)
    baseline = np.empty((int(seen.sum()), 0))
    if cell["before"] >= 6 and seen.sum() >= 10:
        known = before[seen]
        baseline = np.where(np.isnan(known), np.nanmean(known), known)[:, None]
    return rivals_of(y[seen], drawn.arm[seen], block[seen], baseline, wanted)


def rivals_of_changes(drawn: Drawn, wanted: Wanted = None) -> dict[str, float]:
    """p-values of a difference in differences: each unit's mean after less its mean before."""
    after = np.arange(1, drawn.share.shape[1] + 1) >= drawn.start
    change = drawn.mean_over(after) - drawn.mean_over(~after)
    seen = ~np.isnan(change)
    arm, block = drawn.treated[seen].astype(int), np.zeros(int(seen.sum()), int)
    return rivals_of(change[seen], arm, block, np.empty((int(seen.sum()), 0)), wanted)


def rivals_of(
    y: np.ndarray, arm: np.ndarray, block: np.ndarray, covariates: np.ndarray, wanted: Wanted = None
) -> dict[str, float]:
    """p-values by name of method, those that can be computed. Arms count from 0, the control."""
    count = int(arm.max(initial=0))
    if not count or not (arm == 0).any():
        return {}
    indicators = (arm[:, None] == np.arange(1, count + 1)).astype(float)
    nuisance = np.column_stack([(block[:, None] == np.unique(block)).astype(float), covariates])
    found = _least_squares(y, indicators, nuisance)
    if count > 1:
        return found
    if nuisance.shape[1] == 1 and min(np.bincount(arm)) > 1:
        found["welch"] = welch(y, arm == 1)
    if wanted is None or "permutation" in wanted:
        found["permutation"] = permutation(y, arm, block, nuisance)
    if "gee_kc" in found and (wanted is None or "wild_bootstrap" in wanted):
        found["wild_bootstrap"] = wild(y, indicators[:, 0], nuisance)
    return found


def _least_squares(y: np.ndarray, indicators: np.ndarray, nuisance: np.ndarray) -> dict[str, float]:
    """The t, and the sandwich tests where no unit alone decides a coefficient."""
    design, count = np.column_stack([indicators, nuisance]), indicators.shape[1]
    inverse = np.linalg.pinv(design)
    left = np.eye(len(y)) - design @ inverse
    df = len(y) - np.linalg.matrix_rank(design)
    residual = left @ y
    rows, beta = inverse[:count], inverse[:count] @ y
    if df < 1 or not residual @ residual > 0:
        return {}
    found = {"pooled_t": _least(beta, np.sqrt((rows**2).sum(axis=1) * (residual @ residual) / df), df)}
    spare = np.diag(left)
    if spare.min() < 1e-9:
        return found
    kc, md = (np.sqrt((rows**2) @ (residual**2 / spare**power)) for power in (1, 2))
    weights = rows**2 / spare
    freedom = (weights @ spare) ** 2 / np.einsum("ai,ij,aj->a", weights, left**2, weights)
    return found | {
        "cr2_satterthwaite": _least(beta, kc, freedom),
        "gee_kc": _least(beta, kc, df),
        "gee_md": _least(beta, md, df),
        "gee_mean": _least(beta, (kc + md) / 2, df),
    }


def _least(beta: np.ndarray, se: np.ndarray, df) -> float:
    """The least two-sided p-value over arms, times their number."""
    p_values = 2 * stdtr(df, -np.abs(beta) / np.maximum(se, 1e-300))
    return float(min(p_values.min() * len(beta), 1.0))


def welch(y: np.ndarray, treated: np.ndarray) -> float:
    """Welch's t of two groups."""
    groups = y[treated], y[~treated]
    parts = np.array([group.var(ddof=1) / len(group) for group in groups])
    if not parts.sum() > 0:
        return 1.0
    df = parts.sum() ** 2 / sum(part**2 / (len(group) - 1) for part, group in zip(parts, groups, strict=True))
    return float(2 * stdtr(df, -abs(groups[0].mean() - groups[1].mean()) / np.sqrt(parts.sum())))


def permutation(y: np.ndarray, arm: np.ndarray, block: np.ndarray, nuisance: np.ndarray) -> float:
    """Share of relabellings within blocks with as large a partial correlation of arm and value."""
    counts = tuple(int(arm[block == number].sum()) for number in np.unique(block))
    schemes = relabellings(tuple(block.tolist()), counts)
    basis = np.linalg.svd(nuisance, full_matrices=False)[0]
    rows = np.vstack([arm.astype(float), schemes])
    rows = rows - (rows @ basis) @ basis.T
    spread = (rows**2).sum(axis=1)
    values = np.where(spread > TIE, (rows @ y) ** 2 / np.maximum(spread, TIE), 0.0)
    extreme = (values[1:] >= values[0] * (1 - TIE)).sum()
    added = int(len(schemes) == DRAWS)
    return float((extreme + added) / (len(schemes) + added))


@lru_cache(maxsize=64)
def relabellings(block: tuple[int, ...], counts: tuple[int, ...]) -> np.ndarray:
    """Rows of 0 and 1 with `counts` ones in each block: all of them, or DRAWS at random."""
    places = [np.flatnonzero(np.array(block) == number) for number in sorted(set(block))]
    if prod(comb(len(place), count) for place, count in zip(places, counts, strict=True)) <= MOST_LISTED:
        choices = [combinations(place, count) for place, count in zip(places, counts, strict=True)]
        chosen = [np.concatenate([list(part) for part in parts]) for parts in product(*choices)]
    else:
        rng = np.random.default_rng(1)
        chosen = [
            np.concatenate([rng.permutation(p)[:count] for p, count in zip(places, counts, strict=True)])
            for _ in range(DRAWS)
        ]
    rows = np.zeros((len(chosen), len(block)))
    for row, ones in zip(rows, chosen, strict=True):
        row[ones.astype(int)] = 1.0
    return rows


def wild(y: np.ndarray, treated: np.ndarray, nuisance: np.ndarray) -> float:
    """Wild bootstrap of the heteroskedastic t, the null imposed, signs of Rademacher."""
    design = np.column_stack([treated, nuisance])
    row = np.linalg.pinv(design)[0]
    left = np.eye(len(y)) - design @ np.linalg.pinv(design)
    null = y - nuisance @ (np.linalg.pinv(nuisance) @ y)
    signs = signs_of(len(y))
    drawn = np.vstack([null, signs * null])
    spread = np.sqrt(((drawn @ left) ** 2) @ row**2)
    size = np.abs(drawn @ row)
    t = np.where(size > TIE, size / np.maximum(spread, np.finfo(float).tiny), 0.0)
    added = int(len(signs) == DRAWS)
    return float(((t[1:] >= t[0] * (1 - TIE)).sum() + added) / (len(signs) + added))


@lru_cache(maxsize=64)
def signs_of(count: int) -> np.ndarray:
    """Rows of -1 and 1: all of them, or DRAWS at random."""
    if 2**count <= MOST_LISTED:
        return np.array(list(product((-1.0, 1.0), repeat=count)))
    return np.random.default_rng(1).choice((-1.0, 1.0), size=(DRAWS, count))
