"""The change in treated units against the change in units where nothing happened, over the same time."""

from trials.stats.errors import InputRefused
from trials.stats.series_data import group_series
from trials.stats.sides import CHANGES_APART
from trials.stats.strategy import Design, words
from trials.stats.unit_effects import unit_moves
from trials.stats.wording import amount, interval, moved, p_words, unit_of


def primary(evidence) -> str:
    """The placebo rank for one treated unit; otherwise the t by the plan's weights and covariates."""
    if "one_treated" in evidence.offers:
        if evidence.plan.covariates:
            raise InputRefused(
                "one treated unit leaves covariates nothing to adjust",
                remedy="Leave the covariates out, or compare several treated units.",
            )
        return "placebo_rank"
    if evidence.plan.covariates:
        return "adjusted_change"
    return "random_effects_change" if evidence.plan.weights == "precision" else "cluster_long_difference"


def verdict(evidence, estimate, findings) -> str:
    """Both changes, their difference with its interval, and what the test allows one to say."""
    kind, scale, details = evidence.panel.kind.name, estimate.scale, estimate.details
    others = details["units"] - details["treated_units"]
    subject = (
        "The treated unit"
        if details["treated_units"] == 1
        else f"The {details['treated_units']} treated units"
    )
    mean = "" if details["treated_units"] == 1 else " on average"
    return (
        f"{subject} {moved(details['own_change'], kind, scale)}{mean} while the other {others} "
        f"{moved(details['others_change'], kind, scale)} on average: a difference of "
        f"{amount(estimate.value, kind, scale)}{unit_of(kind, scale)} {interval(estimate, kind)}. "
        f"{_test(estimate)} {_reading(evidence, estimate, findings)}"
    )


def _test(estimate) -> str:
    ranked = estimate.details.get("rank_two_sided")
    if ranked is None:
        return f"{p_words(estimate.p_value)} ({estimate.reference})."
    count = estimate.details["units"]
    place = f"{ranked} of {count} units stand as far from the rest, in either direction"
    return f"{place} (placebo {p_words(estimate.p_value)})."


def _reading(evidence, estimate, findings) -> str:
    blocking = [found.text for found in findings if found.key in evidence.blocking(findings)]
    if blocking:
        return f"Whether this is more than chance cannot be told: {' '.join(blocking)}"
    if estimate.p_value > evidence.plan.alpha:
        return "Units differ by this much without any special cause, so the figures cannot say why."
    return "Chance differences between units would seldom give one this large."


DESIGN = Design(
    title="Difference in differences",
    estimand=(
        "The change in the average treated unit beyond that in the average untreated one, whatever "
        "was delivered."
    ),
    maryland=4,
    offers=words("changes"),
    scales=words("risk_difference", "log_risk_ratio", "log_odds_ratio"),
    kinds=words("proportion", "rate", "continuous"),
    honours=words(
        "start", "washout", "exclude_periods", "periods_per_year", "weights", "groups", "covariates"
    ),
    primary=primary,
    verdict=verdict,
    series=group_series,
    check_frame=lambda panel: None,
    unit_effects=unit_moves,
    incidence_signs=CHANGES_APART,
)
