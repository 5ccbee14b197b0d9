"""Nested-exchangeable mixed model of cells by restricted maximum likelihood, as row-level lmer gives it."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from trials.stats.arithmetic.nested_cells import Cells
from trials.stats.arithmetic.nested_gls import Variances
from trials.stats.arithmetic.nested_profile import profile_at
from trials.stats.arithmetic.nested_slopes import derivatives
from trials.stats.arithmetic.student import NO_VARIATION
from trials.stats.errors import CannotEstimate

# Two starts (variances relative to that between cases), so that a fit which falls to one edge is tried from the
# other side: mostly between units, mostly between steps. Variances and not their roots are sought, since the
# deviance has no slope in a root of nought, and a search that once touched that edge would stay there.
STARTS = ((0.0625, 0.0025), (0.0025, 0.0625))
FARTHEST = 400.0  # a variance between units so many times that between cases: a correlation of 0.998
EDGE = 1e-6  # relative variances below this are at the edge, or falling to it
SHORT = 1e-4  # the search stops within 1e-8 of a deviance of thousands
CLIMBS = 15  # at most; 140 of 200 simulated wedges settle within eight, the others are sought as before
LEAP = 10.0  # a variance moves by at most this factor in one of them
NEAR = 1e-3  # a step this small, of the larger variance, is within reach of Newton's
POLISHES = 12  # Newton steps at most; two or three reach 1e-12
BENT = -1e-6  # of a Hessian with ones on its diagonal: below it there is no peak
SETTLED = 1e-8  # a Newton step this small, of the largest variance, leaves an error of its square


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
    climbed = _climbed(cells)
    if climbed is not None:
        fit, settled = _polished(cells, _with_cases(cells, climbed))
        if settled:
            return fit
    return _polished(cells, _with_cases(cells, _sought(cells, loss)))[0]


def _with_cases(cells: Cells, relative: np.ndarray) -> np.ndarray:
    """(tau2, gamma2, sigma2) from the relative variances, the last at its best."""
    sigma2 = profile_at(cells, *relative).sigma2
    if not sigma2 > NO_VARIATION * float(np.nanvar(cells.value)):
        raise _not_told_apart()
    return np.append(relative, 1.0) * sigma2


def _climbed(cells: Cells) -> np.ndarray | None:
    """Relative variances near a peak away from every edge, by average information; None where no such peak is met.

    A search that knows how the likelihood bends takes some five steps where one that learns it takes twenty.
    """
    place = np.array(STARTS[0])
    here = profile_at(cells, *place)
    for _ in range(CLIMBS):
        information = here.average_information
        if not np.linalg.det(information) > 0:
            return None
        step = np.linalg.solve(information, here.slopes)
        place = np.clip(place - step, place / LEAP, place * LEAP)
        there = profile_at(cells, *place)
        if there.deviance > here.deviance + SHORT or place.min() <= EDGE or place.max() >= FARTHEST:
            return None
        if np.abs(step).max() <= NEAR * place.max():
            return place
        here = there
    return None


def _sought(cells: Cells, loss: Callable) -> np.ndarray:
    """Relative variances at the higher end of two searches, one of them at nought where it fell to that edge."""
    bounds = ((0, FARTHEST),) * 2
    tried = []
    for start in STARTS:
        tried.append(minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds))
        if tried[-1].x.min() > EDGE:
            break
    best = min(tried, key=lambda found: found.fun).x
    for place in (0, 1):
        best = _at_edge(cells, best, place)
    return best


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


def _polished(cells: Cells, theta: np.ndarray) -> tuple[MixedFit, bool]:
    """Newton steps on the variances that are not at nought; and whether they ended where these no longer move."""
    settled = False
    for _ in range(POLISHES):
        free, found = theta > 0, derivatives(cells, theta)
        hessian, unit = _in_units(found.hessian[np.ix_(free, free)])
        if np.linalg.eigvalsh(hessian)[0] < BENT:  # no peak here to step to: the search's own end stands
            break
        step = np.zeros(3)
        # least squares, since with one case a cell the steps' variance is not told from the cases'
        step[free] = unit * np.linalg.lstsq(hessian, unit * found.gradient[free], rcond=1e-10)[0]
        step = np.where(free, np.clip(step, -theta, 0.9 * theta), 0.0)
        settled = bool(np.abs(step).max() <= SETTLED * theta.max())
        if settled:
            break
        theta = theta - step
    spread = np.zeros((3, 3))
    spread[np.ix_(free, free)] = (
        2 * np.outer(unit, unit) * np.linalg.pinv(hessian, rcond=1e-10, hermitian=True)
    )
    variances = Variances(*(float(part) for part in theta))
    deviance = profile_at(cells, theta[0] / theta[2], theta[1] / theta[2]).deviance
    fit = MixedFit(found.beta, found.covariance, variances, deviance, found.slopes, spread)
    return fit, settled


def _in_units(hessian: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The Hessian with ones on its diagonal, and the unit of each variance that makes it so.

    Billions of cases bend the likelihood so much more in their own variance than in that between units that the latter
    would count as not bent at all.
    """
    unit = 1 / np.sqrt(np.maximum(np.abs(hessian.diagonal()), np.finfo(float).tiny))
    return hessian * np.outer(unit, unit), unit
