"""Which answers and refusals STATISTICS section 4 makes due for a sound table, worked out apart from the engine.

Each reason is found from the table by counting, as a page would explain it; `holds` are reasons that may be given,
`must` those under which an answer would be one too many.
"""

from dataclasses import dataclass, field
from math import factorial, prod

import numpy as np
import pandas as pd

from tests.trials.stats.any_plan import Case

# Input rules that tables drawn as sound may still break, and that only looking at the whole table shows.
RULES = (
    "no unit is ever treated",
    "no period before the start is left to compare",
    "no period from the start is left to compare",
    "the plan starts at period",
    "treated units start at different periods",
    "all units start at the same period",
    "there is no case",
    "no treated unit has cases both before and after the start",
    "the table holds units where nothing changed",
    "no unit of the arm",
    "the arm",
    "arm and treated contradict each other",
    "no period compared has a case",
    "the table ends before look",
    "the timing table",
    "no case of the table is in the group",
    "the plan has no arm",
    "the primary contrast",
    "the plan names no control arm",
    "treated in the timing table contradicts",
    "the primary outcome is",
    "the table has no rows",
    "the plan names baseline as a covariate",
)


@dataclass
class Due:
    """Letters of the closed list: `holds` may be given as the reason, `must` be."""

    holds: set[str] = field(default_factory=set)
    must: set[str] = field(default_factory=set)

    def add(self, letter: str, condition: bool, *, certain: bool = True) -> None:
        if condition:
            self.holds.add(letter)
            if certain:
                self.must.add(letter)


def why_not_due(case: Case, end: str, rule: str) -> str:
    """What is wrong with that end of a sound case, or nothing."""
    if end == "input rule":
        return "" if rule.startswith(RULES) else f"a sound table was refused: {rule}"
    due = find_due(case)
    if end == "answered":
        return f"answered where ({'), ('.join(sorted(due.must))}) is due" if due.must else ""
    letter = end[len("refused (")]
    return "" if letter in due.holds else f"refused under ({letter}), which does not hold"


def find_due(case: Case) -> Due:
    """The reasons that hold for the case's primary table."""
    due = Due()
    cells = _cells(case)
    _FOUND[case.plan.design](case, cells, due)
    if case.plan.looks:
        due.holds.add("a")  # a look that may spend less than any p-value attains
        due.must.clear()
    return due


def _cells(case: Case) -> pd.DataFrame:
    """Unit, period, treated, arm, size, value; compared periods that hold cases, and which side they are on."""
    frame, plan = case.frames["oocr"], case.plan
    size = next(name for name in ("cases", "exposure", "n") if name in frame)
    cells = pd.DataFrame({name: frame[name].to_numpy(dtype=float) for name in ("period", "treated")})
    cells["unit"] = frame["unit"].astype(str).to_numpy()
    cells["size"] = frame[size].to_numpy(dtype=float)
    cells["total"] = (
        cells["size"] * frame["mean"].to_numpy(float) if size == "n" else frame["events"].to_numpy(float)
    )
    cells["spread"] = frame["sd"].to_numpy(float) if size == "n" else 0.0
    for name in ("arm", "stratum", "pair"):
        if name in frame:
            cells[name] = frame[name].astype(str).to_numpy()
    if case.look is not None:
        cells = cells[cells["period"] <= plan.looks[case.look - 1].after_period]
    cells["first"] = cells["period"].where(cells["treated"] == 1).groupby(cells["unit"]).transform("min")
    start = plan.start or cells["period"].where(cells["treated"] == 1).min()
    staggered = plan.design in ("staggered_adoption", "stepped_wedge")
    own = cells["first"].fillna(np.inf) if staggered else start
    washed = (cells["period"] >= own) & (cells["period"] < own + plan.washout)
    kept = ~cells["period"].isin(plan.exclude_periods) & ~washed & (cells["size"] > 0)
    return cells[kept].assign(after=cells["period"] >= start)


def _value(cells: pd.DataFrame, by: list[str]) -> pd.Series:
    """Mean of the monthly values by unit (and side)."""
    monthly = cells.groupby([*by, "period"])[["total", "size"]].sum()
    return (monthly["total"] / monthly["size"]).groupby(by).mean()


def _still(values) -> bool:
    """Whether values do not vary beyond rounding, or might not."""
    values = np.asarray(values, dtype=float)
    return len(values) == 0 or np.ptp(values) <= 1e-9 * max(np.abs(values).max(), 1e-300)


def _no_series(case, cells, due):
    return None


def _series(case: Case, cells: pd.DataFrame, due: Due) -> None:
    own = cells[cells["first"].notna()]
    points = own.groupby("period")["after"].first()
    if case.plan.design == "controlled_series":
        others = cells[cells["first"].isna()]
        due.add("d", not set(others["period"]) & set(points.index))
        points = points[points.index.isin(others["period"])]
    short = min(int(points.sum()), int((~points).sum())) < 8
    due.add("c", short and not due.holds)
    missing = len(cells) < cells["unit"].nunique() * cells["period"].nunique()
    if missing and case.plan.design == "controlled_series":  # units that came late are not summed
        due.holds |= {"c", "d"}
    # perfectly regular, or so extreme that the continuation leaves the range of numbers
    due.add("a", True, certain=False) if _regular(case, own, cells) else None


def _regular(case: Case, own: pd.DataFrame, cells: pd.DataFrame) -> bool:
    """Whether the series may leave nothing, or next to nothing, over after a straight line on each side."""
    pooled = own.groupby("period")[["total", "size"]].sum()
    value = pooled["total"] / pooled["size"]
    return len(value.round(12).unique()) <= 6 or bool(((value < 0.02) | (value > 0.98)).mean() > 0.2)


def _differences(case: Case, cells: pd.DataFrame, due: Due) -> None:
    sides = _value(cells, ["unit", "after"]).unstack()
    sides = sides.dropna() if sides.shape[1] == 2 else sides.iloc[:0]
    treated = cells.groupby("unit")["first"].first().notna().reindex(sides.index).astype(bool)
    own, count = int(treated.sum()), len(sides)
    due.add("d", own == count)
    due.add("e", own == 1 and count < 20)
    due.add("a", own == 1 and 1 / max(count, 1) > case.plan.alpha)
    due.add("b", count - 2 < 2)
    change = (sides[True] - sides[False]).to_numpy() if count else np.array([])
    groups = [change[treated.to_numpy()], change[~treated.to_numpy()]]
    due.add("a", all(_flat(group, sides) for group in groups), certain=False)


def _flat(values: np.ndarray, beside) -> bool:
    around = max(float(np.abs(np.asarray(beside, dtype=float)).max(initial=0)), 1e-300)
    return len(values) < 2 or np.ptp(values) <= 1e-6 * around or np.ptp(values) <= 1e-9


def _clusters(case: Case, cells: pd.DataFrame, due: Due) -> None:
    plan, after = case.plan, cells[cells["after"]]
    value = _value(after, ["unit"])
    arm = _arm(case, cells).reindex(value.index)
    counts = arm.value_counts()
    control = plan.control or "control"
    due.add("d", counts.get(control, 0) == 0)
    others = counts.drop(control, errors="ignore")
    due.add("e", bool((others == 1).any()) and len(value) < 20)
    block = after.groupby("unit")[_block(after)].first() if _block(after) else pd.Series("", value.index)
    spent = block.nunique() + len(others) + 1 * ("age" in plan.covariates)
    baseline = _baseline(case, cells, len(value))
    due.add("b", len(value) - spent < 2, certain=True)
    due.add("b", len(value) - spent - baseline < 2, certain=False)
    if (
        _block(after) or baseline or plan.covariates
    ):  # an arm alone in its blocks; what is left after them may be still
        due.add("d", bool(_block(after)), certain=False)
        due.add("b", len(value) - spent - baseline - len(plan.covariates) < 2, certain=False)
    groups = [
        value[(arm == one) & (block.reindex(value.index) == two)]
        for one in arm.unique()
        for two in block.unique()
    ]
    due.add("a", all(_flat(group.to_numpy(), value) for group in groups), certain=False)
    due.add("a", len(value) - spent - baseline - len(plan.covariates) < 4, certain=False)
    if baseline:
        past = _value(cells[~cells["after"]], ["unit"]).reindex(value.index)
        due.add("a", _flat((value - past).dropna().to_numpy(), value), certain=False)


def _arm(case: Case, cells: pd.DataFrame) -> pd.Series:
    if "arm" in cells:
        return cells.groupby("unit")["arm"].first()
    named = {True: "treated", False: case.plan.control or "control"}
    return cells.groupby("unit")["first"].first().notna().map(named)


def _block(cells: pd.DataFrame) -> str:
    return next((name for name in ("pair", "stratum") if name in cells), "")


def _baseline(case: Case, cells: pd.DataFrame, units: int) -> int:
    before = cells.loc[~cells["after"], "period"].nunique()
    return int(before > 0 and ("baseline" in case.plan.covariates or (before >= 6 and units >= 10)))


def _single_cases(case: Case, cells: pd.DataFrame, due: Due) -> None:
    after = cells[cells["after"]]
    control = case.plan.control or "control"
    side = after["arm"] if "arm" in after else np.where(after["treated"] == 1, "treated", control)
    size = after.groupby(side)["size"].sum()
    due.add("d", size.get(control, 0) == 0)
    if "spread" in after and (case.frames["oocr"].columns == "mean").any():
        due.add("b", bool((size < 2).any()))
        still = _still(after["total"] / after["size"]) and _still(after["spread"])
        due.add("a", still or (after["spread"] == 0).all(), certain=False)


def _steps(cells: pd.DataFrame) -> pd.Series:
    starts = np.unique(cells["first"].dropna())
    return pd.Series(np.searchsorted(starts, cells["period"], side="right"), cells.index)


def _wedge(case: Case, cells: pd.DataFrame, due: Due) -> None:
    step = _steps(cells)
    both = cells.groupby(step)["treated"].agg(lambda held: held.nunique() == 2)
    due.add("d", not both.any())
    sums = cells.groupby([cells["unit"], step])[["total", "size"]].sum()
    value = sums["total"] / sums["size"]
    due.add("a", all(_flat(part.to_numpy(), value) for _, part in value.groupby(level=1)), certain=False)
    schemes = _schemes(case, cells)
    due.add("a", schemes * case.plan.alpha < 1)
    due.add(
        "a", schemes * case.plan.alpha < 4 or len(set(cells["unit"])) < 8, certain=False
    )  # mirror images, ties
    whole = len(cells) == cells["unit"].nunique() * cells["period"].nunique()
    due.add("a", not whole, certain=False)  # many hand-outs that no cell tells apart


def _schemes(case: Case, cells: pd.DataFrame) -> int:
    by_unit = cells.groupby("unit")["first"].first().fillna(np.inf)
    counts = by_unit.value_counts()
    return factorial(len(by_unit)) // prod(factorial(int(n)) for n in counts)


def _adoption(case: Case, cells: pd.DataFrame, due: Due) -> None:
    first = cells["first"].fillna(np.inf)
    if np.isfinite(first).all() and len(first):
        cells, first = cells[cells["period"] < first.max()], first[cells["period"] < first.max()]
        first = first.where(first < case_last(case), np.inf)
    seen = cells[cells["period"] < first].groupby("unit").size().index
    kept = cells["unit"].isin(seen)
    units = first[kept].groupby(cells.loc[kept, "unit"]).first()
    due.add("d", not len(units) or np.isfinite(units).all() or not np.isfinite(units).any())
    own = cells[kept & (cells["period"] >= first)]
    due.add("d", own.empty)
    beside = cells.loc[kept & (cells["period"] < first), "period"]
    due.add("d", not own["period"].isin(beside).any(), certain=False)
    due.add("b", len(units) - 1 < 2)
    due.add("b", True, certain=False)  # cells too few to tell the starts apart
    counts = units.value_counts()
    ways = factorial(len(units)) // prod(factorial(int(n)) for n in counts) if len(units) < 400 else 10**9
    due.add("a", len(units) < 30 and ways * case.plan.alpha < 1)
    value = (cells.loc[kept, "total"] / cells.loc[kept, "size"]).to_numpy()
    due.add("a", _still(value) or ways * case.plan.alpha < 4 or len(units) < 8, certain=False)
    by_unit = [part for _, part in pd.Series(value).groupby(cells.loc[kept, "unit"].to_numpy())]
    due.add("a", all(_flat(part.to_numpy(), value) for part in by_unit), certain=False)  # units never change
    grid = len(units) * cells["period"].nunique()
    due.add("a", int(kept.sum()) < 0.7 * grid, certain=False)  # many hand-outs that no cell tells apart


def case_last(case: Case) -> float:
    frame = case.frames["oocr"]
    on = frame[frame["treated"].astype(float) == 1]
    return float(on.groupby(on["unit"].astype(str))["period"].min().astype(float).max())


_FOUND = {
    "before_after": _no_series,
    "interrupted_series": _series,
    "controlled_series": _series,
    "difference_in_differences": _differences,
    "cluster_randomised": _clusters,
    "individually_randomised": _single_cases,
    "stepped_wedge": _wedge,
    "staggered_adoption": _adoption,
}
