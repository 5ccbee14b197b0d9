"""Tables of trials with allocated arms: the seeded reference, and drawn ones."""

import numpy as np
import pandas as pd

from tests.trials.stats.reference import reference_file


def reference_clusters() -> pd.DataFrame:
    """The seeded twelve clusters, six of them treated, one period."""
    table = pd.read_csv(reference_file("reference", "synthetic", "crt.csv"))
    columns = {"treated": table["trt"], "events": table["y"], "cases": table["n"]}
    return pd.DataFrame({"unit": table["cluster"].astype(str), "period": 1, **columns})


def arm_frame(
    arms: dict[str, int],
    *,
    before: int = 0,
    after: int = 3,
    seed: int = 1,
    cases: int = 40,
    control="control",
) -> pd.DataFrame:
    """Binomial counts of `arms` {name: units}, `before` and `after` periods; unit levels differ."""
    rng = np.random.default_rng(seed)
    names = [name for name, count in arms.items() for _ in range(count)]
    level = rng.uniform(0.2, 0.5, size=len(names))
    rows = [
        (
            f"u{unit:02d}",
            period,
            name,
            int(name != control and period > before),
            rng.binomial(cases, p),
            cases,
        )
        for unit, (name, p) in enumerate(zip(names, level, strict=True))
        for period in range(1, before + after + 1)
    ]
    return pd.DataFrame(rows, columns=["unit", "period", "arm", "treated", "events", "cases"])
