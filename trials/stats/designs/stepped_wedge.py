"""Every unit gets the nudge, in an order drawn at random: with against without, within each step of time."""

import numpy as np

from trials.stats.arm_series import flow_of
from trials.stats.cells_in_time import wedge_cells
from trials.stats.errors import InputRefused
from trials.stats.estimators.sequence_permutation import planned
from trials.stats.series_data import group_series
from trials.stats.strategy import Design, words
from trials.stats.wedge import information, sum_to_steps, unit_starts
from trials.stats.wording import amount, interval, p_words, unit_of

# Findings that say the order may not be what chance made it.
SPOILED = ("sequence_kept", "sample_ratio_in_time", "missing_in_time")


def verdict(evidence, estimate, findings) -> str:
    """What the nudge changed, with its interval and test, and what stands in the way of reading it so."""
    kind, scale = evidence.panel.kind.name, estimate.scale
    size = f"{amount(abs(estimate.value), kind, scale)}{unit_of(kind, scale)}"
    blocking = [found.text for found in findings if found.key in evidence.blocking(findings)]
    direction = "higher" if estimate.value > 0 else "lower"
    opening = (
        f"With the nudge the outcome was {size} {direction} than without it in the same steps of time "
        f"{interval(estimate, kind)}; {p_words(estimate.p_value)} by permuting which unit started when."
    )
    if blocking:
        return f"{opening} Whether this is more than chance cannot be told: {' '.join(blocking)}"
    if estimate.p_value > evidence.plan.alpha:
        return f"{opening} The order units happened to start in gives this much by itself often enough."
    spoiled = [found.text for found in findings if found.key in SPOILED and found.status == "fails"]
    if spoiled:
        return (
            f"{opening} Chance would seldom give this much, but the order may be spoiled. {' '.join(spoiled)}"
        )
    return f"{opening} The order of starting was drawn at random, and chance would seldom give this much."


def refuse_one_start(panel) -> None:
    """Raise InputRefused where all units start together: that is no stepped wedge."""
    first = unit_starts(panel)
    if len(np.unique(first)) < 2:
        raise InputRefused(
            "all units start at the same period",
            where=f"period {first[0]:g}",
            remedy="Give the period each unit started in, or choose a design with one start.",
        )


def with_and_without(evidence) -> tuple[tuple[float, float], tuple[float, float]]:
    """(events, cases) of the cells in which the nudge is in force, and of the others, all pooled."""
    panel = evidence.panel
    sides = ((panel.in_force == flag) & (panel.size > 0) for flag in (1, 0))
    return tuple((float(panel.total[side].sum()), float(panel.size[side].sum())) for side in sides)


def gls_information(evidence, estimate) -> float:
    """1/SE² of the effect, with the weights the plan fixed."""
    wedge, plan = evidence.derive(sum_to_steps), evidence.plan
    return information(wedge, evidence.panel, plan, planned(plan))


def series(evidence) -> dict:
    """Unit values by period, each unit's start, and the values by step with and without the nudge."""
    wedge = evidence.derive(sum_to_steps)
    starts = [*wedge.starts.tolist(), None]
    seen = {key: held for key, held in group_series(evidence).items() if key not in ("changes", "placebo")}
    return {
        **seen,
        "starts": {name: starts[place] for name, place in zip(wedge.units, wedge.sequence, strict=True)},
        "flow": _flow(evidence.panel, wedge, evidence.plan),
        "with": _by_step(wedge, wedge.treated > 0),
        "without": _by_step(wedge, wedge.treated == 0),
    }


def _flow(panel, wedge, plan) -> dict:
    """Units and cases on their way into the comparison, by the period their sequence starts in."""
    first, kept = unit_starts(panel), ~np.isin(panel.periods, plan.exclude_periods)
    names = [(str(start), first == start) for start in wedge.starts.tolist()]
    never = np.isinf(first)
    named = [*names, *([("never", never)] if never.any() else [])]
    return {name: flow_of(panel, chosen, kept) for name, chosen in named}


def _by_step(wedge, chosen: np.ndarray) -> list:
    """Mean of unit values by step over the chosen cells; None where there is none."""
    counted = wedge.seen & chosen
    return [
        float(wedge.natural[mask, step].mean()) if mask.any() else None for step, mask in enumerate(counted.T)
    ]


DESIGN = Design(
    title="Stepped wedge, order of starting drawn at random",
    estimand=(
        "The difference between a unit's outcomes with the nudge in force and without it in the same step of "
        "time, averaged over steps, whatever was delivered."
    ),
    maryland=5,
    offers=words("steps", "randomised"),
    scales=words("risk_difference", "log_risk_ratio", "log_odds_ratio"),
    kinds=words("proportion", "rate", "continuous"),
    honours=words(
        "start",
        "washout",
        "exclude_periods",
        "periods_per_year",
        "allocation",
        "groups",
        "icc",
        "cac",
        "looks",
        "max_information",
    ),
    primary=lambda evidence: "sequence_permutation",
    verdict=verdict,
    series=series,
    check_frame=refuse_one_start,
    staggered=True,
    baseline=False,
    sides=("with", "without"),
    counts=with_and_without,
    information=gls_information,
    cells=wedge_cells,
)
