"""A million case rows in memory to a finished report, against logistic regression with cluster-robust errors.

Ours holds the check of the rows, their counting, the whole cluster-randomised report (primary, ICC, intervals,
randomisation test of 9,999 draws, every check) and its JSON. statsmodels' clock holds the fit alone, on a design matrix
and integer groups made beforehand. Rates are of both on smaller tables of as many units; its bias is in log odds.
"""

import numpy as np
import pandas as pd
import statsmodels.api as sm

from tests.load.stats.case_rows import case_rows, cells_of, cluster_trial
from tests.load.stats.turns import REPEATS, in_turn, rates_of, table
from trials.stats import Plan, analyse

UNITS, MONTHS, CASES = 20, 20, 2500  # 1,000,000 rows; 184,756 ways to allocate, so 9,999 are drawn
SETS = 200
EFFECT = 0.05
PLAN = Plan("cluster_randomised", seed=11)


def reported(rows: pd.DataFrame) -> str:
    """The report's JSON from case rows."""
    return analyse(PLAN, cells_of(rows)).to_json()


def regressed(outcome: np.ndarray, design: np.ndarray, groups: np.ndarray) -> tuple[float, float]:
    """statsmodels' log odds ratio of treatment and its p-value by the cluster-robust z."""
    fit = sm.GLM(outcome, design, family=sm.families.Binomial()).fit(
        cov_type="cluster", cov_kwds={"groups": groups}
    )
    return float(fit.params[1]), float(fit.pvalues[1])


def laid_out(rows: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Outcome, design and groups of the rows after the start, as the regression wants them."""
    after = rows[rows["period"] > rows["period"].max() // 2]
    groups = pd.factorize(after["unit"])[0]
    return after["y"].to_numpy(float), sm.add_constant(after["treated"].to_numpy(float)), groups


def measured(repeats: int = REPEATS, cases: int = CASES, sets: int = SETS) -> dict:
    """Times and rates. All rows are after the start in the trial that is timed, so both read the same ones."""
    cells = cluster_trial(units=UNITS, months=2 * MONTHS, cases=cases, effect=EFFECT, seed=1)
    rows = case_rows(cells[cells["period"] > MONTHS])
    rows = rows.sample(frac=1, random_state=1, ignore_index=True)
    outcome, design = rows["y"].to_numpy(float), sm.add_constant(rows["treated"].to_numpy(float))
    groups = pd.factorize(rows["unit"])[0]
    ways = {
        "ours": lambda: reported(rows),
        "statsmodels": lambda: regressed(outcome, design, groups) and None,
    }
    seconds = in_turn(ways, repeats)
    return table("rows_to_report", seconds, _rates(sets), rows=len(rows))


def _rates(sets: int) -> dict:
    found = {}
    for effect in (0.0, EFFECT):
        many = [
            cluster_trial(units=UNITS, months=4, cases=40, effect=effect, seed=seed) for seed in range(sets)
        ]
        reports = [analyse(PLAN, cells).primary for cells in many]
        found["ours", effect] = [(one.value, one.p_value) for one in reports]
        found["statsmodels", effect] = [regressed(*laid_out(case_rows(cells))) for cells in many]
    ends = np.array([0.4, 0.4 + EFFECT])
    truths = {"ours": EFFECT, "statsmodels": float(np.diff(np.log(ends / (1 - ends)))[0])}
    return {name: rates_of(found[name, 0.0], found[name, EFFECT], truth) for name, truth in truths.items()}
