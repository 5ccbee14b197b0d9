"""The restricted likelihood of a nested-exchangeable model, all but the two relative variances at their best."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.linalg.lapack import dpotrf, dpotrs, dtrtrs

from trials.stats.arithmetic.nested_cells import Cells, diagonal, weights_of


@dataclass(frozen=True)
class Profile:
    """The profile at relative variances tau2 and gamma2.

    W is the covariance of cell means over sigma2: W^-1 = diag(weight) - shared weight weight' in each unit, weight
    1/(gamma2 + 1/n), `total` its sum over steps, `spread` 1 + tau2 total, `shared` tau2/spread. `turned` is W^-1 y;
    `lower` the Cholesky factor of X'W^-1 X, `reached` its solution of X'W^-1 y.
    """

    cells: Cells
    weight: np.ndarray
    total: np.ndarray
    spread: np.ndarray
    shared: np.ndarray
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
        across = float((self.cells.y * self.turned).sum() - self.reached @ self.reached)
        return max((max(across, 0.0) + self.cells.within) / self.df, np.finfo(float).tiny)

    @property
    def deviance(self) -> float:
        """-2 log restricted likelihood, constants left out: (N - k) log sigma2 + log|W| + log|X'W^-1 X|.

        The row-level criterion, since rows vary within cells by sigma2 alone.
        """
        log_det = np.log(self.spread).sum() - np.log(self.weight[self.cells.seen]).sum()
        log_information = 2 * np.log(self.lower.diagonal()).sum()
        return float(self.df * np.log(self.sigma2) + log_det + log_information)

    @cached_property
    def left(self) -> np.ndarray:
        """W^-1 times the residuals, (units, steps)."""
        beta = dtrtrs(self.lower, self.reached, lower=1, trans=1)[0]
        return self.turned - self.solved(self.cells.fitted(beta))

    @cached_property
    def squares(self) -> np.ndarray:
        """r'W^-1 (G, H) W^-1 r: sums of squares of `left` by unit and by cell."""
        return np.array([(self.left.sum(axis=1) ** 2).sum(), (self.left**2).sum()])

    @property
    def slopes(self) -> np.ndarray:
        """The deviance's derivatives in tau2 and gamma2.

        For W = tau2 G + gamma2 H + 1/n: tr(W^-1 G) - tr((X'W^-1 X)^-1 X'W^-1 G W^-1 X) - r'W^-1 G W^-1 r / sigma2.
        """
        cells, weight, shared = self.cells, self.weight, self.shared[:, None]
        ones = weight / self.spread[:, None]
        squares = weight**2
        across = cells.outer(weight, shared * (squares - shared * squares.sum(axis=1)[:, None] * weight / 2))
        inner = cells.outer(ones, ones), diagonal(cells.grouped(squares)) - across - across.transpose(0, 2, 1)
        traces = (self.total / self.spread).sum(), (weight - shared * squares).sum()
        lost = [dpotrs(self.lower, cells.crossed(part), lower=1)[0].trace() for part in inner]
        return np.array(traces) - lost - self.squares / self.sigma2

    @property
    def average_information(self) -> np.ndarray:
        """(2, 2): the mean of the deviance's observed and expected second derivatives, sigma2 at its best.

        y'P V P V'P y / sigma2 for V, V' among G and H, less what moves with sigma2: Gilmour, Thompson and Cullis
        (1995) Biometrics 51:1440. It has no negative direction, and asks for no traces.
        """
        by_unit = np.where(self.cells.seen, self.left.sum(axis=1)[:, None], 0.0)
        through = [(each, self.solved(each)) for each in (by_unit, self.left)]
        carried = [dtrtrs(self.lower, self.cells.carried(solved), lower=1)[0] for _, solved in through]
        found = np.empty((2, 2))
        for one, (each, _) in enumerate(through):
            for other, (_, solved) in enumerate(through):
                found[one, other] = (each * solved).sum() - carried[one] @ carried[other]
        return found / self.sigma2 - np.outer(self.squares, self.squares) / self.sigma2**2 / self.df

    def solved(self, values: np.ndarray) -> np.ndarray:
        """W^-1 times values (units, steps)."""
        weighed = self.weight * values
        return weighed - (self.shared * weighed.sum(axis=1))[:, None] * self.weight


def profile_at(cells: Cells, between: float, stepwise: float) -> Profile:
    """The profile at relative variances tau2 and gamma2; LinAlgError where coefficients are not told apart."""
    weight = weights_of(cells, stepwise)
    total = weight.sum(axis=1)
    spread = 1 + between * total
    shared = between / spread
    scaled = shared[:, None] * weight
    turned = weight * cells.y - scaled * (weight * cells.y).sum(axis=1)[:, None]
    information = cells.crossed(diagonal(cells.grouped(weight)) - cells.outer(scaled, weight))
    lower, failed = dpotrf(information, lower=1)
    if failed:
        raise np.linalg.LinAlgError
    reached = dtrtrs(lower, cells.carried(turned), lower=1)[0]
    return Profile(cells, weight, total, spread, shared, turned, lower, reached)
