"""Whether season was separated from the change."""

from trials.stats.report import Finding
from trials.stats.strategy import Check, words


def run(evidence, estimates) -> Finding:
    """Passes where at least one seasonal pair was fitted."""
    pairs, span = evidence.series_fit.pairs, evidence.pooled.span
    facts = {"pairs": pairs, "periods_spanned": span}
    if pairs:
        return Finding("", "passes", "Season was fitted.", facts)
    return Finding("", "cannot tell", "Under two years: season cannot be told from the change.", facts)


CHECK = Check(question="Is season separated from the change?", needs=words("long_series"), run=run)
