"""Nested-exchangeable mixed model of cells by restricted maximum likelihood, as row-level lmer gives it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.linalg.lapack import dpotrf, dpotrs, dtrtrs
from scipy.optimize import minimize

from trials.stats.arithmetic.nested_gls import Variances, inverse_blocks
from trials.stats.arithmetic.student import NO_VARIATION
from trials.stats.errors import CannotEstimate

# Two starts (variances relative to that between cases), so that a fit which falls to one edge is tried from the
# other side: mostly between units, mostly between steps. Variances and not their roots are sought, since the
# deviance has no slope in a root of nought, and a search that once touched that edge would stay there.
STARTS = ((0.0625, 0.0025), (0.0025, 0.0625))
FARTHEST = 400.0  # a variance between units so many times that between cases: a correlation of 0.998
SHORT = 1e-4  # the search stops within 1e-8 of a deviance of thousands
POLISHES = 12  # Newton steps at most; two or three reach 1e-12
SETTLED = 1e-8  # a Newton step this small, of the largest variance, leaves an error of its square


@dataclass(frozen=True)
class Cells:
    """Values and sizes (units, steps), design (units, steps, k), sum of squares within cells."""

    value: np.ndarray
    size: np.ndarray
    design: np.ndarray
    within: float

    @cached_property
    def seen(self) -> np.ndarray:
        """1 where there is a case."""
        return (self.size > 0).astype(float)

    @cached_property
    def cases(self) -> float:
        """Cases, N."""
        return float(self.size.sum())

    @cached_property
    def cells(self) -> int:
        """Cells with a case."""
        return int(self.seen.sum())

    @cached_property
    def masked(self) -> np.ndarray:
        """The design with rows of nought where there is no case."""
        return self.design * self.seen[..., None]

    @cached_property
    def filled(self) -> np.ndarray:
        """Values with nought where there is no case."""
        return np.nan_to_num(self.value)

    @cached_property
    def both(self) -> np.ndarray:
        """The design and, as its last column, the values."""
        return np.concatenate([self.masked, self.filled[..., None]], axis=2)

    @cached_property
    def per_case(self) -> np.ndarray:
        """1/n of each cell; infinite where there is no case, so that it has no weight."""
        return np.where(self.size > 0, 1 / np.where(self.size > 0, self.size, 1), np.inf)


@dataclass(frozen=True)
class Profile:
    """The restricted likelihood at relative variances tau2 and gamma2, all else at its best.

    W is the covariance of cell means over sigma2. `weight` (units, steps) is 1/(gamma2 + 1/n), `total` its sum over
    steps, `spread` 1 + tau2 total, `shared` tau2 weight/spread; `whole` (units, k + 1) are the sums over steps of
    `turned`, W^-1 times design and values; `lower` is the Cholesky factor of X'W^-1 X, `reached` its solution of
    X'W^-1 y.
    """

    cells: Cells
    weight: np.ndarray
    total: np.ndarray
    spread: np.ndarray
    shared: np.ndarray
    whole: np.ndarray
    turned: np.ndarray
    lower: np.ndarray
    reached: np.ndarray

    @property
    def df(self) -> float:
        """Cases less coefficients."""
        return self.cells.cases - len(self.lower)

    @cached_property
    def sigma2(self) -> float:
        """Variance between the cases of a cell, at its best: (SSwithin + y'Py)/(N - k)."""
        across = float((self.cells.filled * self.turned[..., -1]).sum() - self.reached @ self.reached)
        return max((max(across, 0.0) + self.cells.within) / self.df, np.finfo(float).tiny)

    @property
    def deviance(self) -> float:
        """-2 log restricted likelihood, constants left out: (N - k) log sigma2 + log|W| + log|X'W^-1 X|.

        The row-level criterion, since rows vary within cells by sigma2 alone.
        """
        log_det = np.log(self.spread).sum() - np.log(self.weight[self.weight > 0]).sum()
        log_information = 2 * np.log(self.lower.diagonal()).sum()
        return float(self.df * np.log(self.sigma2) + log_det + log_information)

    @property
    def slopes(self) -> np.ndarray:
        """The deviance's derivatives in tau2 and gamma2.

        For W = tau2 G + gamma2 H + 1/n: tr(W^-1 G) - tr((X'W^-1 X)^-1 X'W^-1 G W^-1 X) - r'W^-1 G W^-1 r / sigma2.
        """
        residual = np.ones(self.turned.shape[2])
        residual[:-1] = -dtrtrs(self.lower, self.reached, lower=1, trans=1)[0]
        traces = (self.total / self.spread).sum(), (self.weight * (1 - self.shared)).sum()
        found = []
        for trace, part in zip(traces, (self.whole, self.turned.reshape(-1, len(residual))), strict=True):
            inner = part.T @ part
            lost = dpotrs(self.lower, inner[:-1, :-1], lower=1)[0].trace()
            found.append(trace - lost - residual @ inner @ residual / self.sigma2)
        return np.array(found)


def profile_at(cells: Cells, between: float, stepwise: float) -> Profile:
    """The profile at relative variances tau2 and gamma2; LinAlgError where coefficients are not told apart."""
    weight = 1 / (stepwise + cells.per_case)
    total = weight.sum(axis=1)
    spread = 1 + between * total
    shared = weight * (between / spread)[:, None]
    weighted = weight[..., None] * cells.both
    sums = weighted.sum(axis=1)
    turned = weighted - shared[..., None] * sums[:, None, :]
    width = turned.shape[2]
    cross = cells.both.reshape(-1, width)[:, :-1].T @ turned.reshape(-1, width)
    lower, failed = dpotrf(cross[:, :-1], lower=1)
    if failed:
        raise np.linalg.LinAlgError
    reached = dtrtrs(lower, cross[:, -1], lower=1)[0]
    return Profile(cells, weight, total, spread, shared, sums / spread[:, None], turned, lower, reached)


@dataclass(frozen=True)
class MixedFit:
    """Coefficients, their covariance, the variances, and what Satterthwaite's df need."""

    beta: np.ndarray
    covariance: np.ndarray
    variances: Variances
    deviance: float
    slopes: np.ndarray
    spread: np.ndarray

    def contrast(self, weights: np.ndarray) -> tuple[float, float, float]:
        """Value, standard error and Satterthwaite's degrees of freedom of weights'beta.

        df = 2 v^2 / (g'Ag), g the slopes of v in the variances, A their covariance: Satterthwaite (1946),
        as lmerTest (Kuznetsova et al. 2017 J Stat Softw 82:13).
        """
        variance = float(weights @ self.covariance @ weights)
        gradient = np.einsum("i,kij,j->k", weights, self.slopes, weights)
        noise = float(gradient @ self.spread @ gradient)
        df = 2 * variance**2 / noise if noise > 0 else np.inf
        return float(weights @ self.beta), float(np.sqrt(variance)), df


def fit_reml(cells: Cells) -> MixedFit:
    """The fit at the peak of the restricted likelihood over (tau2, gamma2, sigma2) jointly; or CannotEstimate "b"."""

    def loss(variances: np.ndarray) -> tuple[float, np.ndarray]:
        found = profile_at(cells, *variances)
        return found.deviance, found.slopes

    try:
        return _highest(cells, loss)
    except np.linalg.LinAlgError:
        raise _not_told_apart() from None


def _highest(cells: Cells, loss: Callable) -> MixedFit:
    bounds = ((0, FARTHEST),) * 2
    tried = [minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds) for start in STARTS]
    best = min(tried, key=lambda found: found.fun).x
    for place in (0, 1):
        best = _at_edge(cells, best, place)
    sigma2 = profile_at(cells, *best).sigma2
    if not sigma2 > NO_VARIATION * float(np.nanvar(cells.value)):
        raise _not_told_apart()
    return _polished(cells, np.append(best, 1.0) * sigma2)


def _at_edge(cells: Cells, best: np.ndarray, place: int) -> np.ndarray:
    """The variances with that one at nought, where the search stopped short of an edge it was falling to."""
    there = np.where(np.arange(2) == place, 0.0, best)
    edge = profile_at(cells, *there)
    falling = edge.slopes[place] >= 0 and edge.deviance <= profile_at(cells, *best).deviance + SHORT
    return there if falling else best


def _not_told_apart() -> CannotEstimate:
    return CannotEstimate(
        "b",
        missing="There are too few cells with cases to tell the variances of the model apart.",
        would_do="Read the permuted sequences, which need no variances.",
    )


def _polished(cells: Cells, theta: np.ndarray) -> MixedFit:
    """Newton steps on the variances that are not at nought, until they no longer move."""
    for _ in range(POLISHES):
        free, found = theta > 0, _derivatives(cells, theta)
        bend = np.linalg.eigvalsh(found.hessian[np.ix_(free, free)])
        if bend[0] < -1e-6 * abs(bend[-1]):  # no peak here to step to: the search's own end stands
            break
        step = np.zeros(3)
        # least squares, since with one case a cell the steps' variance is not told from the cases'
        step[free] = np.linalg.lstsq(found.hessian[np.ix_(free, free)], found.gradient[free], rcond=1e-10)[0]
        step = np.where(free, np.clip(step, -theta, 0.9 * theta), 0.0)
        if np.abs(step).max() <= SETTLED * theta.max():
            break
        theta = theta - step
    spread = np.zeros((3, 3))
    spread[np.ix_(free, free)] = 2 * np.linalg.pinv(
        found.hessian[np.ix_(free, free)], rcond=1e-10, hermitian=True
    )
    variances = Variances(*(float(part) for part in theta))
    deviance = profile_at(cells, theta[0] / theta[2], theta[1] / theta[2]).deviance
    return MixedFit(found.beta, found.covariance, variances, deviance, found.slopes, spread)


@dataclass(frozen=True)
class Derivatives:
    """Coefficients, covariance and its slopes; gradient and Hessian of -2 log restricted likelihood."""

    beta: np.ndarray
    covariance: np.ndarray
    slopes: np.ndarray
    gradient: np.ndarray
    hessian: np.ndarray


def _derivatives(cells: Cells, theta: np.ndarray) -> Derivatives:
    """At theta = (tau2, gamma2, sigma2). With V = sum theta_k G_k and P the REML projection:

    gradient tr(P G_k) - y'P G_k P y, Hessian -tr(P G_k P G_l) + 2 y'P G_k P G_l P y; rows within cells add
    (N - cells) log sigma2 + SSwithin/sigma2. Source: Searle, Casella and McCulloch (1992), chapter 6.
    """
    inverse = inverse_blocks(cells.size, Variances(*theta))
    design, parts = cells.masked, _parts(cells)
    weighted = inverse @ design
    covariance = np.linalg.inv(np.einsum("ujk,ujl->kl", design, weighted))
    beta = covariance @ np.einsum("ujk,uj->k", weighted, cells.filled)
    residual = np.einsum("ujk,uk->uj", inverse, cells.filled - (design @ beta))
    scaled, turned = [inverse @ part for part in parts], [part @ weighted for part in parts]
    crossed = np.array([np.einsum("ujk,ujl->kl", weighted, each) for each in turned])
    pushed = [np.einsum("ujk,uk->uj", part, residual) for part in parts]
    traces = np.array([np.einsum("ujj->", each) for each in scaled]) - np.einsum(
        "kij,ji->k", crossed, covariance
    )
    gradient = traces - [np.einsum("uj,uj->", residual, each) for each in pushed]
    hessian = 2 * _bends(inverse, weighted, covariance, pushed)
    hessian -= _traces(inverse, covariance, crossed, scaled, turned)
    rows, sigma2 = cells.cases - cells.cells, theta[2]
    gradient[2] += rows / sigma2 - cells.within / sigma2**2
    hessian[2, 2] += -rows / sigma2**2 + 2 * cells.within / sigma2**3
    return Derivatives(beta, covariance, covariance @ crossed @ covariance, gradient, hessian)


def _traces(inverse, covariance, crossed, scaled, turned) -> np.ndarray:
    """tr(P G_k P G_l)."""
    found = np.array([[np.einsum("ujk,ukj->", one, other) for other in scaled] for one in scaled])
    both = [np.einsum("ujl,ulk->ujk", inverse, each) for each in turned]
    across = np.array([[np.einsum("ujk,ujl->kl", one, other) for other in both] for one in turned])
    through = covariance @ crossed
    return (
        found - 2 * np.einsum("ij,kmij->km", covariance, across) + np.einsum("kij,mji->km", through, through)
    )


def _bends(inverse, weighted, covariance, pushed) -> np.ndarray:
    """y'P G_k P G_l P y."""
    u = np.array(pushed)
    across = np.einsum("ujk,muj->mk", weighted, u)
    return np.einsum("muj,ujk,nuk->mn", u, inverse, u, optimize=True) - across @ covariance @ across.T


def _parts(cells: Cells) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """G_k by unit: all ones, the identity, 1/n on the diagonal; nought where there is no case."""
    seen, steps = cells.seen, cells.size.shape[1]
    eye = np.eye(steps) * seen[:, :, None]
    own = eye / np.where(cells.size > 0, cells.size, 1)[:, :, None]
    return seen[:, :, None] * seen[:, None, :], eye, own
