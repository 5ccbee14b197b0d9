"""Whether the series is long enough for the test to hold its level rather than fall below it."""

from trials.stats.report import Finding
from trials.stats.strategy import Check, words

# STATISTICS section 4: under 36 months the averaged AR(1) test rejects less often than it says.
LEAST_YEARS = 3


def run(evidence, estimates) -> Finding:
    """Years spanned by the compared periods."""
    years = evidence.pooled.span / evidence.plan.periods_per_year
    facts = {"years": years, "periods_spanned": evidence.pooled.span}
    if years < LEAST_YEARS:
        text = (
            "The series is too short for the test to reach its nominal level: a real change is easily missed."
        )
        return Finding("", "cannot tell", text, facts)
    return Finding("", "passes", f"The series spans {years:.1f} years.", facts)


CHECK = Check(question="Is the series long enough?", needs=words("long_series"), run=run)
