"""Cluster-robust variance with the bias-reduced linearisation and Satterthwaite's degrees of freedom."""

import numpy as np


def fit_cr2(
    y: np.ndarray, design: np.ndarray, size: np.ndarray, clusters: np.ndarray, row: np.ndarray
) -> tuple[float, float, float]:
    """(contrast `row` of the coefficients, CR2 standard error, df): cells of `size` cases stand for their cases.

    Least squares weighted by size with working variance 1/size equals CR2 on single cases.
    Source: Bell and McCaffrey (2002); Pustejovsky and Tipton (2018) JBES 36:672, as clubSandwich.
    """
    root = np.sqrt(size)
    x, values = design * root[:, None], y * root
    bread = np.linalg.pinv(x.T @ x)
    beta = bread @ (x.T @ values)
    hat = x @ bread @ x.T
    leave = np.eye(len(values)) - hat
    influence = []
    for cluster in np.unique(clusters):
        inside = clusters == cluster
        adjusted = _inverse_root(leave[np.ix_(inside, inside)]) @ (x[inside] @ (bread @ row))
        influence.append(leave[inside].T @ adjusted)
    influence = np.column_stack(influence)
    variance = float(((values @ influence) ** 2).sum())  # leave is symmetric: leave'y are the residuals
    inner = influence.T @ influence
    squares = float((inner**2).sum())
    df = (
        float(np.trace(inner) ** 2) / squares if squares > 0 else 0.0
    )  # one cluster holds all there is to compare
    return float(row @ beta), float(np.sqrt(variance)), df


def _inverse_root(matrix: np.ndarray) -> np.ndarray:
    """Symmetric inverse square root, directions of eigenvalue nought left out."""
    values, vectors = np.linalg.eigh(matrix)
    scale = np.where(values > 1e-10, 1 / np.sqrt(np.maximum(values, 1e-300)), 0.0)
    return (vectors * scale) @ vectors.T
