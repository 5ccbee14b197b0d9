"""Units that took the nudge up at different times, not by chance: each against those that had not yet."""

from trials.stats.adoption import read_adoption
from trials.stats.cells_in_time import adoption_cells
from trials.stats.designs.stepped_wedge import with_and_without
from trials.stats.errors import CannotEstimate
from trials.stats.series_data import group_series
from trials.stats.strategy import Design, words
from trials.stats.wording import amount, interval, p_words, unit_of


def verdict(evidence, estimate, findings) -> str:
    """How far treated units lay from where the untreated lead, and what the test allows one to say."""
    kind, scale, cut = evidence.panel.kind.name, estimate.scale, estimate.details["cut"]
    size = f"{amount(abs(estimate.value), kind, scale)}{unit_of(kind, scale)}"
    side = "above" if estimate.value > 0 else "below"
    ended = "" if cut is None else f" From period {cut} on nobody is untreated, so nothing is compared there."
    blocking = [found.text for found in findings if found.key in evidence.blocking(findings)]
    if blocking:
        reading = f"Whether this is more than chance cannot be told: {' '.join(blocking)}"
    elif estimate.p_value > evidence.plan.alpha:
        reading = "Units differ by this much without any special cause, so the figures cannot say why."
    else:
        reading = "Chance differences between units would seldom give one this large."
    return (
        f"After they started, units lay {size} {side} where units that had not started lead, on average "
        f"{interval(estimate, kind)}; {p_words(estimate.p_value)} ({estimate.reference}). {reading}{ended}"
    )


def series(evidence) -> dict:
    """Unit values by period and each unit's start, where the cells can be compared."""
    found = {key: held for key, held in group_series(evidence).items() if key not in ("changes", "placebo")}
    try:
        adoption = evidence.derive(read_adoption)
    except CannotEstimate:  # the chart shows what was observed
        return found
    starts = adoption.starts[adoption.cohort].tolist()
    named = {
        name: None if start == float("inf") else int(start)
        for name, start in zip(adoption.units, starts, strict=True)
    }
    return {**found, "starts": named}


DESIGN = Design(
    title="Staggered adoption",
    estimand=(
        "The difference, averaged over units and periods with the nudge in force, from what units not treated "
        "yet let expect of them, whatever was delivered."
    ),
    maryland=3,
    offers=words("adoption"),
    scales=words("risk_difference", "log_risk_ratio", "log_odds_ratio"),
    kinds=words("proportion", "rate", "continuous"),
    honours=words("start", "washout", "exclude_periods", "periods_per_year", "groups"),
    primary=lambda evidence: "etwfe",
    verdict=verdict,
    series=series,
    check_frame=lambda panel: None,
    staggered=True,
    sides=("with", "without"),
    counts=with_and_without,
    cells=adoption_cells,
)
