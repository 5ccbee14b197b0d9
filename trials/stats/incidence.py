"""Cumulative incidence by arm and period from the timing table, and how far arms differ by each lag."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from trials.stats.arithmetic.aalen_johansen import incidence
from trials.stats.arithmetic.unit_bootstrap import Drawn, draw_units
from trials.stats.cluster_arms import arms_of, numbers_of
from trials.stats.errors import InputRefused
from trials.stats.panel import Panel
from trials.stats.timing import CENSORED, numbers_in, read_timing

COLUMNS = ("unit", "treated", "post", "cause", "lag_days", "count")
PERIOD = "period"  # optional: without it, starts at different times cannot be told from calendar time
# Without a cause that begins the primary outcome's key: the outcome that measures of resolutions count.
USUAL_CAUSE = "oocr"


@dataclass(frozen=True, kw_only=True)
class Incidence:
    """`counts` (units, sides, causes and censored last, lags); nobody is followed beyond the last lag.

    `sides` are pairs (arm's name, 1 from the start or 0 before); `signs` is what each adds to the difference,
    0 where it is only shown, and nowhere else than 0 where the design has no such difference. `stratum`
    numbers units that are drawn again together. `window` is the planned follow-up in days.
    """

    lags: np.ndarray
    causes: tuple[str, ...]
    cause: str
    window: int
    sides: tuple[tuple[str, int], ...]
    signs: np.ndarray
    counts: np.ndarray
    stratum: np.ndarray
    seed: int

    @cached_property
    def curves(self) -> np.ndarray:
        """(sides, causes, lags), all units pooled."""
        return incidence(*self._pooled)[0]

    @cached_property
    def unfinished(self) -> np.ndarray:
        """(sides, lags): the share of cases without an outcome yet."""
        return incidence(*self._pooled)[1]

    @property
    def _pooled(self) -> tuple[np.ndarray, np.ndarray]:
        whole = self.counts.sum(axis=0)
        return whole[:, :-1], whole[:, -1]

    @property
    def followed(self) -> int:
        """The planned window in days, shortened to the days every compared side was followed."""
        ended = not (self.unfinished[self.signs != 0, -1] > 0).any()
        return self.window if ended else int(min(self.window, self.lags[-1]))

    @property
    def place(self) -> int:
        """Place of the last lag within the window; -1 where all lags lie beyond it."""
        return int(np.searchsorted(self.lags, self.window, side="right")) - 1

    @cached_property
    def differences(self) -> np.ndarray:
        """(causes, lags): the signed sum of the sides' curves."""
        return np.tensordot(self.signs, self.curves, axes=1)

    @property
    def way(self) -> tuple[str, str, float | None]:
        """How sides were compared beyond pooling them, what the interval refers to, its degrees of freedom."""
        df = self.drawn.df
        return "", f"units drawn again {len(self.drawn.moves)} times, Student's t on {df}", float(df)

    @cached_property
    def drawn(self) -> Drawn | None:
        """Draws of `differences`, flattened; None where too few units carry them."""
        used = np.flatnonzero(self.signs)
        compared = self.counts[:, used].sum(axis=(1, 2, 3)) > 0
        stratum = self.stratum[compared]
        own = [stratum == number for number in np.unique(stratum)]
        kept = self.counts[compared][:, used]
        counts = [np.where(rows[:, None, None, None], kept, 0.0) for rows in own]
        signs = [self.signs[used] * (part.sum(axis=(0, 2, 3)) > 0) for part in counts]

        def figures(weights: np.ndarray) -> np.ndarray:
            pairs = zip(counts, signs, strict=True)
            found = [_signed(np.tensordot(weights, part, axes=1), sign) for part, sign in pairs]
            return np.stack(found, axis=1).reshape(len(weights), len(found), -1)

        return draw_units(stratum, figures, self.seed)


def _signed(whole: np.ndarray, signs: np.ndarray) -> np.ndarray:
    """Signed sum over sides of curves (draws, causes, lags); NaN where a draw leaves a side without a case."""
    curves = incidence(whole[..., :-1, :], whole[..., -1, :])[0]
    empty = (whole.sum(axis=(-1, -2)) == 0) & (signs != 0)
    return np.einsum("s,dscl->dcl", signs, np.where(empty[..., None, None], np.nan, curves))


def read_incidence(timing: Any, panel: Panel, plan: Any, design: Any) -> Incidence:
    """The timing table by unit, side, cause and lag; InputRefused where it breaks a rule.

    `design.incidence_signs` is {(1 treated or 0, 1 after or 0 before): what it adds to the difference}.
    """
    cases = _compared(typed_cases(timing), panel)
    causes = tuple(sorted(set(cases["cause"]) - {CENSORED}))
    cause = leading_cause(plan.primary.key, causes)
    cases = cases[cases["count"] > 0].reset_index(drop=True)
    names, arm, stratum_of = _arms(cases, panel, plan, design)
    own, base = numbers_of(plan, names)
    sides = tuple((name, post) for name in names for post in (0, 1))
    role = {own: 1, base: 0}
    signs = [
        design.incidence_signs.get((role.get(at), post), 0) for at in range(len(names)) for post in (0, 1)
    ]
    lags, lag = np.unique(cases["lag_days"].to_numpy(), return_inverse=True)
    units, unit = np.unique(cases["unit"].to_numpy(dtype=str), return_inverse=True)
    counts = np.zeros((len(units), len(sides), len(causes) + 1, len(lags)))
    place = cases["cause"].map([*causes, CENSORED].index).to_numpy(dtype=int)
    side = 2 * arm + cases["post"].to_numpy(dtype=int)
    np.add.at(counts, (unit, side, place, lag), cases["count"].to_numpy())
    seen = _seen_sides(counts, sides, signs)
    signs = np.array(signs, dtype=float)[seen]
    counts, lags = to_common_end(counts[:, seen], lags, signs)
    stratum = np.array([stratum_of.get(name, 0) for name in units])
    order = sorted(range(len(units)), key=lambda row: (stratum[row], *counts[row].ravel().tolist()))
    return Incidence(
        lags=lags,
        causes=causes,
        cause=cause,
        window=plan.primary.follow_up_days,
        sides=tuple(pair for pair, there in zip(sides, seen, strict=True) if there),
        signs=signs,
        counts=counts[order],
        stratum=stratum[order],
        seed=plan.seed,
    )


def leading_cause(key: str, causes: tuple[str, ...]) -> str:
    """The cause that begins the primary outcome's key, else "oocr", else the only one."""
    named = [cause for cause in causes if key == cause or key.startswith(f"{cause}_")]
    chosen = named or [cause for cause in causes if cause == USUAL_CAUSE] or list(causes)
    if len(chosen) != 1:
        raise InputRefused(
            f"the timing table does not say which of its causes ({', '.join(causes) or 'none'}) is {key}",
            remedy="Begin the primary outcome's key with its cause, as in oocr_of_eligible_within_w.",
        )
    return chosen[0]


def typed_cases(timing: Any) -> pd.DataFrame:
    """The rows of the timing table, checked, with a number for every period where it names them."""
    cases = read_timing(timing, COLUMNS)
    unknown = [str(name) for name in timing.columns if name not in (*COLUMNS, PERIOD)]
    if unknown:
        raise InputRefused(
            f"the timing table has an unknown column {', '.join(unknown)}", remedy="Take it out of the table."
        )
    if timing["unit"].isna().any():
        raise InputRefused("a row of the timing table has no unit", remedy="Name the unit in every row.")
    cases["unit"] = timing["unit"].astype(str).to_numpy()
    for name in ("treated", "post"):
        if not timing[name].isin((0, 1)).all():
            raise InputRefused(
                f"{name} is neither 0 nor 1 in the timing table", remedy="Give 0 or 1 in every row."
            )
        cases[name] = timing[name].to_numpy(dtype=int)
    if PERIOD in timing:
        cases[PERIOD] = numbers_in(timing, PERIOD)
    return cases


def _compared(cases: pd.DataFrame, panel: Panel) -> pd.DataFrame:
    """Without the periods that the counts do not compare, where the table says which period a case came in."""
    if PERIOD not in cases:
        return cases
    windows = panel.windows
    kept = cases[cases[PERIOD].isin(panel.periods[windows.before | windows.after])]
    if kept.empty:
        raise InputRefused(
            "the timing table holds no case of a period compared",
            remedy="Number its periods as in the counts.",
        )
    if ((kept[PERIOD] >= windows.start) != (kept["post"] == 1)).any():
        raise InputRefused(
            "post contradicts the period in the timing table",
            remedy=f"post is 1 from period {windows.start} on.",
        )
    return kept.reset_index(drop=True)


def _arms(
    cases: pd.DataFrame, panel: Panel, plan: Any, design: Any
) -> tuple[tuple[str, ...], np.ndarray, dict]:
    """(names, the control first; each row's arm by number; {unit: the arm its draws stay within})."""
    names, arm = arms_of(panel, plan)
    if "treated" in design.split or not design.incidence_signs:
        if len(names) > 2:
            raise InputRefused(
                "the timing table does not say which of several arms a case was in",
                remedy="Leave timing out, or compare two arms.",
            )
        return names, cases["treated"].to_numpy(), {}
    arm_of = dict(zip(panel.units, arm.tolist(), strict=True))
    check_units(cases, panel.units)
    number = cases["unit"].map(arm_of).to_numpy(dtype=int)
    _check_treated(cases, number)
    return names, number, arm_of


def check_units(cases: pd.DataFrame, units: tuple[str, ...]) -> None:
    """Raise InputRefused where a row names a unit that the counts do not hold."""
    strange = sorted(set(cases["unit"]) - set(units))
    if strange:
        raise InputRefused(
            "the timing table holds a unit that the counts do not",
            where=f"unit {strange[0]}",
            remedy="Give both tables for the same units.",
        )


def _check_treated(cases: pd.DataFrame, number: np.ndarray) -> None:
    """`treated` marks the arm, or the nudge in force; neither may contradict the counts' table."""
    wrong = np.where(number > 0, (cases["treated"] == 0) & (cases["post"] == 1), cases["treated"] == 1)
    if wrong.any():
        raise InputRefused(
            "treated in the timing table contradicts the counts",
            where=f"unit {cases['unit'].iloc[int(np.argmax(wrong))]}",
            remedy="Give treated 1 in the timing table for the same units as in the counts.",
        )


def _seen_sides(counts: np.ndarray, sides: tuple, signs: list) -> np.ndarray:
    seen = counts.sum(axis=(0, 2, 3)) > 0
    for (name, post), sign, there in zip(sides, signs, seen, strict=True):
        if sign and not there:
            raise InputRefused(
                f"the timing table has no case of {name} {'from' if post else 'before'} the start",
                remedy="Give the timing of every arm and period that is compared.",
            )
    return seen


def to_common_end(counts: np.ndarray, lags: np.ndarray, signs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Counts and lags with nobody followed beyond the last lag to which every compared side was followed."""
    whole = counts.sum(axis=0)[signs != 0]
    last = len(lags) - 1
    for side in whole:
        own = int(np.flatnonzero(side.sum(axis=0))[-1])
        last = min(last, own) if side[-1, own] > 0 else last
    kept = counts[..., : last + 1].copy()
    kept[..., -1, -1] += counts[..., last + 1 :].sum(axis=(-1, -2))
    return kept, lags[: last + 1]
