"""One series against that of comparison units: what came after the start against what both would have shown."""

from trials.stats.errors import CannotEstimate
from trials.stats.pooled import pool_against_controls
from trials.stats.series_data import fitted_series
from trials.stats.sides import CHANGES_APART
from trials.stats.strategy import Design, words
from trials.stats.unit_effects import unit_moves
from trials.stats.wording import amount, interval, p_words, unit_of


def primary(evidence) -> str:
    """The mean effect after the start; CannotEstimate "d" without comparison units."""
    if evidence.pooled.offset is None or not len(evidence.pooled.periods):
        raise CannotEstimate(
            "d",
            missing="No untreated unit has cases in the periods compared: nothing to compare with.",
            would_do="Add units where nothing changed, or use the interrupted series and its weaker reading.",
        )
    return "mean_post_effect"


def verdict(evidence, estimate, findings) -> str:
    """How far the series lies from where its own past and the comparison units lead, and what that allows."""
    kind, start = evidence.panel.kind.name, evidence.panel.windows.start
    size = f"{amount(abs(estimate.value), kind, estimate.scale)}{unit_of(kind, estimate.scale)}"
    side = "above" if estimate.value > 0 else "below"
    blocking = [found.text for found in findings if found.key in evidence.blocking(findings)]
    if blocking:
        reading = f"Whether this is more than chance cannot be told: {' '.join(blocking)}"
    elif estimate.p_value > evidence.plan.alpha:
        reading = "The difference from the comparison units moves by this much by itself."
    else:
        reading = "The difference from the comparison units would seldom move by this much by itself."
    return (
        f"From period {start} on, the series lay {size} {side} where its own past and the comparison units "
        f"lead, on average {interval(estimate, kind)}; {p_words(estimate.p_value)}. {reading} Something that "
        "happened to the treated units alone at the same time would look the same."
    )


DESIGN = Design(
    title="Interrupted series with comparison units",
    estimand=(
        "The mean difference, over the periods from the start, between the treated units' series and its own "
        "past continued as the comparison units went on, whatever was delivered."
    ),
    maryland=3,
    offers=words("series", "controlled"),
    scales=words("risk_difference", "log_risk_ratio", "log_odds_ratio"),
    kinds=words("proportion", "rate", "continuous"),
    honours=words("start", "washout", "exclude_periods", "periods_per_year", "harmonics", "groups"),
    primary=primary,
    verdict=verdict,
    series=fitted_series,
    check_frame=lambda panel: None,
    pool=pool_against_controls,
    unit_effects=unit_moves,
    incidence_signs=CHANGES_APART,
)
