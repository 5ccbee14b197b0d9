"""One series, its past continued past a date: what came after against what would have followed."""

from trials.stats.designs._uncontrolled import refuse_untreated
from trials.stats.series_data import fitted_series
from trials.stats.sides import OWN_CHANGE
from trials.stats.strategy import Design, words
from trials.stats.unit_effects import unit_own_moves
from trials.stats.wording import amount, interval, p_words, unit_of


def verdict(evidence, estimate, findings) -> str:
    """How far the series lies from its own past continued, and that the figures cannot say why."""
    kind, start = evidence.panel.kind.name, evidence.panel.windows.start
    size = amount(abs(estimate.value), kind, estimate.scale)
    side = "above" if estimate.value > 0 else "below"
    blocking = [found.text for found in findings if found.key in evidence.blocking(findings)]
    if blocking:
        reading = f"Whether this is more than chance cannot be told: {' '.join(blocking)}"
    elif estimate.p_value > evidence.plan.alpha:
        reading = "The series itself moves by this much, so no change from its own past is shown."
    else:
        reading = "The series by itself would seldom move by this much."
    return (
        f"From period {start} on, the series lay {size}{unit_of(kind, estimate.scale)} {side} its own past "
        f"continued, on average {interval(estimate, kind)}; {p_words(estimate.p_value)}. {reading} "
        "There is nothing to compare with, so the figures cannot say why."
    )


DESIGN = Design(
    title="Interrupted series",
    estimand=(
        "The mean difference, over the periods from the start, between the series and "
        "its own past continued, whatever was delivered."
    ),
    maryland=2,
    offers=words("series", "uncontrolled"),
    scales=words("risk_difference", "log_risk_ratio", "log_odds_ratio"),
    kinds=words("proportion", "rate", "continuous"),
    honours=words("start", "washout", "exclude_periods", "periods_per_year", "harmonics", "groups"),
    primary=lambda evidence: "mean_post_effect",
    verdict=verdict,
    series=fitted_series,
    check_frame=refuse_untreated,
    unit_effects=unit_own_moves,
    incidence_signs=OWN_CHANGE,
)
