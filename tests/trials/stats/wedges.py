"""Stepped wedges for tests: built from numbers, or the seeded one with R's answers."""

import numpy as np
import pandas as pd

from tests.trials.stats.reference import reference_file


def wedge_frame(
    *, units: int, sequences: int, months: int, seed: int, cases: int = 40, effect: float = 0.0
) -> pd.DataFrame:
    """Binomial counts by month; sequence k of 1, 2 … starts after k steps of `months` months each."""
    rng = np.random.default_rng(seed)
    level = rng.uniform(0.3, 0.5, size=units)
    rows = []
    for unit in range(units):
        start = months * (unit % sequences + 1) + 1
        for period in range(1, months * (sequences + 1) + 1):
            on = int(period >= start)
            rows.append(
                (f"unit {unit:02d}", period, on, rng.binomial(cases, level[unit] + effect * on), cases)
            )
    return pd.DataFrame(rows, columns=["unit", "period", "treated", "events", "cases"])


def synthetic_wedge() -> pd.DataFrame:
    """Twelve clusters, seven periods, six sequences."""
    table = pd.read_csv(reference_file("reference", "synthetic", "sw.csv"))
    columns = {"unit": table["cluster"].astype(str), "period": table["period"], "treated": table["trt"]}
    return pd.DataFrame({**columns, "events": table["y"], "cases": table["n"]})


def as_rate(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.rename(columns={"cases": "exposure"})


def as_mean(frame: pd.DataFrame) -> pd.DataFrame:
    mean = frame["events"] / frame["cases"].where(frame["cases"] > 0, 1)
    return frame.drop(columns=["events", "cases"]).assign(n=frame["cases"], mean=mean, sd=0.5)
