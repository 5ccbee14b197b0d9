"""Outcomes drawn as a layout says they arise: unit and period effects, then binomial counts."""

import numpy as np
import pandas as pd

from trials.stats.layout import Layout

# Proportions are kept inside these; at the layouts a trial is planned with hardly any draw comes near.
LOWEST, HIGHEST = 0.001, 0.999


def draw_values(
    layout: Layout, starts: np.ndarray, periods: int, effect: float, runs: int, rng: np.random.Generator
) -> np.ndarray:
    """Proportions (units, periods, runs)."""
    counts = draw_counts(layout, starts, periods, effect, runs, rng)
    return counts / np.round(layout.sizes).clip(1)[:, None, None]


def draw_counts(layout, starts, periods, effect, runs, rng) -> np.ndarray:
    """Events (units, periods, runs) among the layout's cases, rounded to whole ones."""
    time = np.arange(1, periods + 1)
    values, vectors = np.linalg.eigh(layout.correlations(periods))
    root = vectors * np.sqrt(np.maximum(values, 0.0))
    spread = np.sqrt(layout.baseline * (1 - layout.baseline))
    noise = np.einsum("pq,uqr->upr", root, rng.standard_normal((layout.count, periods, runs))) * spread
    mean = layout.baseline + effect * (time[None, :] >= starts[:, None])
    chance = np.clip(mean[..., None] + noise, LOWEST, HIGHEST)
    sizes = np.round(layout.sizes).clip(1).astype(int)
    return rng.binomial(sizes[:, None, None], chance)


def draw_frame(layout: Layout, starts: np.ndarray, periods: int, effect: float, rng) -> pd.DataFrame:
    """One table in the engine's columns."""
    events = draw_counts(layout, starts, periods, effect, 1, rng)[..., 0]
    unit, period = (grid.ravel() for grid in np.mgrid[0 : layout.count, 1 : periods + 1])
    columns = {"unit": np.char.add("unit ", unit.astype(str)), "period": period}
    return pd.DataFrame(
        {
            **columns,
            "treated": (period >= starts[unit]).astype(int),
            "events": events.ravel(),
            "cases": np.round(layout.sizes).clip(1).astype(int)[unit],
        }
    )
