"""Whole units allocated at random: arms compared unit by unit, over the periods from the start."""

from trials.stats.arm_series import arm_series
from trials.stats.cluster_arms import two_arms
from trials.stats.cluster_contrast import against_control
from trials.stats.clusters import read_clusters
from trials.stats.sides import ARMS_APART
from trials.stats.strategy import Design, words
from trials.stats.unit_effects import unit_levels
from trials.stats.wording import amount, interval, level, p_words, unit_of

# Findings that say the arms may not be what chance made them.
SPOILED = ("allocation_kept", "sample_ratio_cases", "sample_ratio_eligible", "missing_outcomes")


def primary(evidence) -> str:
    """The cluster t; the precision-weighted difference where the plan says so."""
    return "cluster_precision" if evidence.plan.weights == "precision" else "cluster_t"


def contrasts(evidence, estimate) -> dict:
    """Every arm against the control; with two arms the primary itself."""
    arms, named = evidence.derive(read_clusters).arms, evidence.plan.primary_contrast
    if len(arms) == 2 and named in (None, (arms[1], arms[0])):
        return {arms[1]: estimate}
    return against_control(evidence, evidence.plan.weights)


def verdict(evidence, estimate, findings) -> str:
    """Both arms' levels, their difference with its interval and test, and what stands against it."""
    kind, details = evidence.panel.kind.name, estimate.details
    first = (
        f"Units of the arm {details['arm']} stood at {level(details['arm_mean'], kind)} on average and those "
        f"of {details['base']} at {level(details['base_mean'], kind)}: a difference{_adjusted(details)} of "
        f"{amount(estimate.value, kind, estimate.scale)}{unit_of(kind, estimate.scale)} "
        f"{interval(estimate, kind)}, {p_words(estimate.p_value)} ({estimate.reference})."
    )
    return " ".join([first, *_other_arms(evidence, estimate), *_reading(evidence, estimate, findings)])


def _adjusted(details) -> str:
    names = details["covariates"]
    return f", adjusted for {' and '.join(names)}," if names else ""


def _other_arms(evidence, estimate) -> list[str]:
    arms = evidence.derive(read_clusters).arms
    if len(arms) == 2:
        return []
    kind = evidence.panel.kind.name
    found = [
        f"{name} {amount(other.value, kind, other.scale)} {interval(other, kind)}, {p_words(other.p_value)}"
        for name, other in against_control(evidence, evidence.plan.weights).items()
    ]
    return [f"Each against {arms[0]}, adjusted together: {'; '.join(found)}."]


def _reading(evidence, estimate, findings) -> list[str]:
    spoiled = [found.text for found in findings if found.key in SPOILED and found.status == "fails"]
    if estimate.p_value > evidence.plan.alpha:
        said = "Chance alone gives differences of this size often enough that none is shown."
    elif spoiled:
        said = "Chance alone would seldom give one this large."
    elif any(found.key == "allocation_kept" and found.status == "passes" for found in findings):
        said = "As units were allocated at random and chance would seldom do this, the nudge is the likely cause."
    else:
        said = (
            "If units were allocated at random, as the plan says without naming them, the nudge is the likely "
            "cause: chance would seldom do this."
        )
    return [said, *(["The allocation may be spoiled, however.", *spoiled] if spoiled else [])]


DESIGN = Design(
    title="Cluster-randomised trial",
    estimand=(
        "The difference in the average unit between being allocated to the arm and to the control, over the "
        "periods from the start, whatever was delivered."
    ),
    maryland=5,
    offers=words("clusters", "randomised"),
    scales=words("risk_difference", "log_risk_ratio", "log_odds_ratio"),
    kinds=words("proportion", "rate", "continuous"),
    honours=words(
        "start",
        "washout",
        "exclude_periods",
        "periods_per_year",
        "weights",
        "allocation",
        "covariates",
        "icc",
        "cac",
        "looks",
        "groups",
        "max_information",
    ),
    primary=primary,
    verdict=verdict,
    series=arm_series,
    check_frame=lambda panel: None,
    baseline=False,
    several_arms=True,
    contrasts=contrasts,
    counts=two_arms,
    unit_effects=unit_levels,
    incidence_signs=ARMS_APART,
)
