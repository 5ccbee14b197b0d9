"""Plans over the options their design acts on, with the frames, timing and look they are analysed with."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from tests.trials.stats.any_draw import DESIGNS, TRIALS, WITH_ARMS, Drawn, draw_table, pick
from trials.stats import Allocation, Look, Outcome, Plan

SCALES = {
    "events": ("risk_difference", "log_risk_ratio", "log_odds_ratio"),
    "exposure": ("risk_difference", "log_risk_ratio"),
    "mean": ("risk_difference",),
}


@dataclass(frozen=True)
class Case:
    """What is handed to `analyse`. `bent` names what was done to the tables; `due` says what then must come.

    "answer": a number, or a refusal whose reason STATISTICS section 4 lists and that holds; "refusal": an input
    rule; "either".
    """

    seed: int
    number: int
    plan: Plan
    frames: dict[str, Any]
    look: int | None = None
    timing: Any = None
    bent: tuple[str, ...] = ()
    due: str = "answer"


def draw_case(seed: int, number: int) -> Case:
    """Case `number` of a seed, before anything is bent: designs in turn."""
    rng = np.random.default_rng([seed, number])
    design = DESIGNS[number % len(DESIGNS)]
    drawn = draw_table(rng, design)
    outcomes = [Outcome("oocr", follow_up_days=int(pick(rng, 0, 30, 120)))]
    frames = {"oocr": drawn.frame}
    for name, role in (
        ("nfa", "secondary"),
        ("charge", "secondary"),
        ("harm", "guardrail"),
        ("time", "exploratory"),
    ):
        if rng.random() < 0.12:
            outcomes.append(_other(rng, name, role))
            if rng.random() < 0.8:
                frames[name] = draw_table(rng, design, like=drawn).frame
    options = _options(rng, design, drawn, [*frames.values()])
    look = _look(rng, drawn, options) if options.get("looks") else None
    plan = Plan(design, outcomes=tuple(outcomes), seed=int(rng.integers(100)), **options)
    timing = draw_timing(rng, plan, drawn) if "cases" in drawn.frame and rng.random() < 0.1 else None
    return Case(seed, number, plan, frames, look, timing)


def _other(rng, name: str, role: str) -> Outcome:
    margin = pick(rng, None, 0.02, 0.5) if role == "guardrail" else None
    return Outcome(name, role=role, better=pick(rng, "higher", "lower"), margin=margin,
                   margin_scale=pick(rng, None, "risk_difference") if margin else None)  # fmt: skip


def _options(rng, design: str, drawn: Drawn, frames: list[pd.DataFrame]) -> dict[str, Any]:
    measured = next(name for name in ("mean", "exposure", "events") if any(name in frame for frame in frames))
    found = {"scale": pick(rng, *SCALES[measured]), "alpha": pick(rng, 0.05, 0.05, 0.01, 0.1)}
    periods = drawn.frame["period"]
    if design != "individually_randomised" or rng.random() < 0.5:
        found["washout"] = int(pick(rng, 0, 0, 0, 0, 1, 2))
        found["exclude_periods"] = pick(rng, (), (), (), (), (3,), (1, 2), (int(periods.max()),))
        found["periods_per_year"] = pick(rng, 12, 12, 4, 52)
    if design in ("cluster_randomised", "difference_in_differences"):
        found["weights"] = pick(rng, "equal", "equal", "precision")
    if design in ("before_after", "interrupted_series", "controlled_series"):
        found["harmonics"] = pick(rng, 1, 2)
    if design in ("cluster_randomised", "stepped_wedge") and rng.random() < 0.3:
        found |= {"icc": pick(rng, 0.0, 0.02, 0.3, 1.0), "cac": pick(rng, 0.0, 0.7, 1.0)}
    if "group" in drawn.frame:
        found["groups"] = pick(rng, ("kind",), ("kind",), tuple(sorted(set(drawn.frame["group"]))))
        found["min_cell"] = pick(rng, 0, 10)
    if "age" in drawn.frame:
        found["covariates"] = ("age",)
    if design == "cluster_randomised" and rng.random() < 0.1:
        found["covariates"] = (*found.get("covariates", ()), "baseline")
    return found | _arms(rng, design, drawn) | _looks(rng, design, drawn)


def _arms(rng, design: str, drawn: Drawn) -> dict[str, Any]:
    found = {}
    if design == "individually_randomised" and rng.random() < 0.3:
        found["cluster"] = "officer" if "officer" in drawn.frame else "unit"
    if not drawn.arms or rng.random() < 0.3:
        return found
    found["control"] = drawn.arms[0]
    seen = set(drawn.frame["arm"])
    if set(drawn.arms) <= seen and rng.random() < 0.6:
        found["arms"] = drawn.arms
        found["primary_contrast"] = pick(
            rng, None, (drawn.arms[-1], drawn.arms[0]), (drawn.arms[-1], drawn.arms[1])
        )
        if found["primary_contrast"] is not None and len(set(found["primary_contrast"])) < 2:
            del found["primary_contrast"]
    if design == "cluster_randomised" and rng.random() < 0.5:
        units = drawn.frame.drop_duplicates("unit")
        found["allocation"] = _allocation(units)
    return found


def _allocation(units: pd.DataFrame) -> Allocation:
    arms = tuple(zip(units["unit"], units["arm"], strict=True))
    if "pair" in units:
        pairs = tuple(tuple(part) for _, part in units.groupby("pair")["unit"])
        return Allocation("matched_pairs", arms=arms, pairs=pairs)
    if "stratum" in units:
        return Allocation(
            "stratified", arms=arms, strata=tuple(zip(units["unit"], units["stratum"], strict=True))
        )
    return Allocation("simple", arms=arms)


def _looks(rng, design: str, drawn: Drawn) -> dict[str, Any]:
    last = int(drawn.frame["period"].max())
    if design not in TRIALS or rng.random() > 0.15:
        return {}
    looks = [Look(last // 2, 0.5), Look(last, 1.0)] if last > 1 else [Look(1, 1.0)]
    return {"looks": tuple(looks), "max_information": pick(rng, 1e-6, 50.0, 1e4)}


def _look(rng, drawn: Drawn, options: dict) -> int | None:
    return pick(rng, None, *range(1, len(options["looks"]) + 1))


CAUSES = ("oocr", "charge", "nfa", "censored")


def draw_timing(rng, plan: Plan, drawn: Drawn) -> pd.DataFrame:
    """Counts by unit, side, cause and lag that fit the table of counts; some cut short, some of one cause."""
    frame = drawn.frame
    own = frame.groupby("unit")["treated"].transform("max") if plan.design not in TRIALS else frame["treated"]
    if plan.design in WITH_ARMS and "arm" in frame:
        own = (frame["arm"] != drawn.arms[0]).astype(int)
    sides = pd.DataFrame(
        {"unit": frame["unit"], "treated": own, "post": (frame["period"] >= drawn.start).astype(int)}
    )
    if plan.design in WITH_ARMS:
        sides["treated"] = sides["treated"] * sides["post"]
    sides = sides.drop_duplicates()
    last = int(pick(rng, 0, 1, 30, 150))
    causes = pick(rng, CAUSES, CAUSES, CAUSES[:3], ("oocr", "censored"), ("oocr",))
    parts = [
        sides.assign(
            cause=cause, lag_days=rng.integers(0, last + 1, len(sides)), count=rng.integers(0, 9, len(sides))
        )
        for cause in causes
        for _ in range(3)
    ]
    return pd.concat(parts, ignore_index=True)
