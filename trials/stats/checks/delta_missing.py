"""How different missing outcomes would have to be for the conclusion to change."""

import numpy as np

from trials.stats.arithmetic.arm_regression import fit_arms
from trials.stats.arithmetic.student import critical
from trials.stats.cluster_contrast import named_contrast
from trials.stats.clusters import read_clusters
from trials.stats.panel import row_means
from trials.stats.report import Finding
from trials.stats.strategy import Check, words

# Points by which outcomes missing in the arm compared may lie off those known: beyond a fifth of all cases an
# assumption is no longer one about missing cases but about another trial.
MOST = 0.20
STEPS = np.round(np.arange(-MOST, MOST + 0.025, 0.05), 2)


def run(evidence, estimates) -> Finding:
    """The cluster t with delta added to outcomes missing in the arm compared, those of the base as the known.

    With delta nought the missing are like the known of their cell, which is the primary. A cell's value moves by
    delta times its share missing. Source: Carpenter and Kenward (2013), chapter 10.
    """
    panel, plan = evidence.panel, evidence.plan
    if "entered" not in panel.flow:
        return Finding("", "not supplied", "The number of eligible cases (entered) was not given.", {})
    clusters = evidence.derive(read_clusters)
    arm, base = named_contrast(plan, clusters)
    missing = 1 - panel.size / np.where(panel.flow["entered"] > 0, panel.flow["entered"], np.nan)
    share = dict(zip(panel.units, row_means(missing, panel.windows.after).tolist(), strict=True))
    moved = np.array([share[unit] for unit in clusters.units]) * (clusters.arm == arm)
    rows = [_at(clusters, clusters.y + delta * moved, (arm, base), plan.alpha) for delta in STEPS]
    return judge_deltas(rows)


def _at(clusters, y: np.ndarray, contrast: tuple[int, int], alpha: float) -> tuple[float, float, float]:
    fit = fit_arms(y, clusters.indicators, clusters.nuisance)
    value, se = fit.contrast(*contrast)
    half = float(critical(alpha, fit.df)) * se
    return value, value - half, value + half


def judge_deltas(rows: list[tuple[float, float, float]]) -> Finding:
    """From (value, low, high) at each delta: fails where one up to 20 points either way turns the conclusion."""
    called = [int(low > 0) - int(high < 0) for _, low, high in rows]
    columns = zip(("value", "low", "high"), zip(*rows, strict=True), strict=True)
    facts = {"delta": STEPS.tolist(), **{name: list(column) for name, column in columns}}
    middle = called[len(called) // 2]
    turned = [delta for delta, now in zip(facts["delta"], called, strict=True) if now != middle]
    if not turned:
        text = f"Missing outcomes up to {MOST:.0%} more or less common than the known would change nothing."
        return Finding("", "passes", text, {**facts, "turns_at": None})
    nearest = min(turned, key=abs)
    more = "more" if nearest > 0 else "less"
    text = (
        f"If outcomes missing in the arm were {abs(nearest):.0%} {more} common than the known ones, the "
        f"conclusion would {'no longer hold' if middle else 'be another'}."
    )
    return Finding("", "fails", text, {**facts, "turns_at": nearest})


CHECK = Check(
    question="Would the conclusion stand if missing outcomes were unlike the known?",
    needs=words("clusters", "proportion", "risk_difference", "cluster_t"),
    run=run,
)
