"""Before and after a date, with nothing to compare with: a description."""

from trials.stats.designs._uncontrolled import refuse_untreated
from trials.stats.series_data import pooled_series
from trials.stats.sides import OWN_CHANGE
from trials.stats.strategy import Design, words
from trials.stats.unit_effects import unit_own_moves
from trials.stats.wording import amount, interval, level, moved, unit_of

PRIMARY = {
    "risk_difference": "newcombe",
    "log_risk_ratio": "katz_risk_ratio",
    "log_odds_ratio": "woolf_odds_ratio",
}


def verdict(evidence, estimate, findings) -> str:
    """What changed, in points, and that the figures cannot say why."""
    kind, scale = evidence.panel.kind.name, estimate.scale
    before, after = estimate.details["before"], estimate.details["after"]
    change = amount(estimate.value, kind, scale)
    return (
        f"The proportion {moved(after - before, kind, 'risk_difference')}, from {level(before, kind)} to "
        f"{level(after, kind)}: a difference of {change}{unit_of(kind, scale)} {interval(estimate, kind)}. "
        "The interval reflects the number of cases alone. "
        "There is nothing to compare with, so the figures cannot say why."
    )


DESIGN = Design(
    title="Before and after, no control",
    estimand=(
        "The difference between the average case after and the average case before, whatever was delivered."
    ),
    maryland=2,
    offers=words("counts", "series", "uncontrolled"),
    scales=words(*PRIMARY),
    kinds=words("proportion"),
    honours=words("start", "washout", "exclude_periods", "periods_per_year", "harmonics", "groups"),
    primary=lambda evidence: PRIMARY[evidence.plan.scale],
    verdict=verdict,
    series=pooled_series,
    check_frame=refuse_untreated,
    unit_effects=unit_own_moves,
    incidence_signs=OWN_CHANGE,
)
