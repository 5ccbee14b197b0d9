"""Single cases allocated at random: arms compared case by case."""

from trials.stats.arm_series import arm_series
from trials.stats.cluster_arms import two_arms
from trials.stats.errors import CannotEstimate
from trials.stats.individual import (
    each_against_control,
    information,
    newcombe_difference,
    rate_difference,
    ratio_difference,
    read_totals,
    welch_difference,
)
from trials.stats.sides import ARMS_APART
from trials.stats.strategy import Design, all_estimators, words
from trials.stats.unit_effects import unit_gaps
from trials.stats.wording import amount, interval, level, p_words, unit_of

# Primary estimator and the function its contrasts are made by; ratios are those of every logarithmic scale.
PRIMARY = {
    "proportion": ("newcombe_arms", newcombe_difference),
    "rate": ("arm_rate_difference", rate_difference),
    "continuous": ("arm_mean_difference", welch_difference),
}
RATIO = ("arm_ratio", ratio_difference)
SPOILED = ("sample_ratio_allocated", "missing_by_arm")


def choose(evidence) -> tuple:
    """(key of the primary estimator, its function)."""
    return PRIMARY[evidence.panel.kind.name] if evidence.plan.scale == "risk_difference" else RATIO


def contrasts(evidence, estimate) -> dict:
    """Every arm against the control; with two arms the primary itself."""
    arms, named = evidence.derive(read_totals).arms, evidence.plan.primary_contrast
    if len(arms) == 2 and named in (None, (arms[1], arms[0])):
        return {arms[1]: estimate}
    return each_against_control(evidence, choose(evidence)[1])


def verdict(evidence, estimate, findings) -> str:
    """Both arms' levels, their difference with its interval and test, and what stands against it."""
    kind, details = evidence.panel.kind.name, estimate.details
    spoiled = [found.text for found in findings if found.key in SPOILED and found.status == "fails"]
    if estimate.p_value > evidence.plan.alpha:
        said = "Chance alone gives differences of this size often enough that none is shown."
    elif spoiled:
        said = "Chance alone would seldom give one this large."
    elif _alike(evidence) > evidence.plan.alpha:
        said = (
            f"Cases of one {evidence.plan.cluster} are alike, however: counted by it the test gives "
            f"{p_words(_alike(evidence))}, so chance differences between them are not ruled out."
        )
    else:
        said = "As cases were allocated at random and chance would seldom do this, the nudge is the likely cause."
    return " ".join(
        [
            f"Cases of the arm {details['arm']} stood at {level(details['arm_mean'], kind)} and those of "
            f"{details['base']} at {level(details['base_mean'], kind)}: a difference of "
            f"{amount(estimate.value, kind, estimate.scale)}{unit_of(kind, estimate.scale)} "
            f"{interval(estimate, kind)}, {p_words(estimate.p_value)}. {said}",
            *(["The allocation may be spoiled, however.", *spoiled] if spoiled else []),
        ]
    )


def _alike(evidence) -> float:
    """p-value with cases of one cluster as alike, where the plan names it; else nought."""
    key = "cluster_robust"
    if not all_estimators()[key].needs <= evidence.offers:
        return 0.0
    try:
        return evidence.estimate(key).p_value
    except CannotEstimate:
        return 1.0


DESIGN = Design(
    title="Individually randomised trial",
    estimand=(
        "The difference in the average case between being allocated to the arm and to the control, whatever "
        "was delivered."
    ),
    maryland=5,
    offers=words("arm_counts", "randomised"),
    scales=words("risk_difference", "log_risk_ratio", "log_odds_ratio"),
    kinds=words("proportion", "rate", "continuous"),
    honours=words(
        "start",
        "washout",
        "exclude_periods",
        "periods_per_year",
        "allocation",
        "covariates",
        "cluster",
        "looks",
        "groups",
        "max_information",
    ),
    primary=lambda evidence: choose(evidence)[0],
    verdict=verdict,
    series=arm_series,
    check_frame=lambda panel: None,
    baseline=False,
    several_arms=True,
    split=("treated", "arm", "officer"),
    contrasts=contrasts,
    counts=two_arms,
    information=information,
    unit_effects=unit_gaps,
    incidence_signs=ARMS_APART,
)
