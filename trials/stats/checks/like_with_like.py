"""Whether enough speaks for it that treated and other units would have changed alike."""

from trials.stats.checks import pre_trend
from trials.stats.report import Finding
from trials.stats.strategy import Check, words

# STATISTICS section 3, difference in differences: what level 4 asks for; without it, 3.
LEAST_UNITS = 10
WITHOUT = 3


def run(evidence, estimates) -> Finding:
    """Ten units a side, groups that moved alike before the start, and covariates the plan named."""
    sides = [len(evidence.changes.own), len(evidence.changes.others)]
    named = list(evidence.plan.covariates)
    facts = {"units": sides, "covariates": named}
    if not named:
        text = "The plan names nothing that units are alike in, so they are compared as they are."
        return Finding("", "not supplied", text, facts)
    lacking = [f"under {LEAST_UNITS} units on a side"] if min(sides) < LEAST_UNITS else []
    if pre_trend.run(evidence, estimates).status != "passes":
        lacking.append("no proof that the groups moved alike before the start")
    if lacking:
        return Finding(
            "", "cannot tell", f"Units are compared by {', '.join(named)}, with {'; '.join(lacking)}.", facts
        )
    text = f"Units are compared by {', '.join(named)}, and the groups moved alike before the start."
    return Finding("", "passes", text, facts)


CHECK = Check(
    question="Are units compared with others like them?",
    needs=words("changes"),
    run=run,
    grade=lambda level, finding: level if finding.status == "passes" else min(level, WITHOUT),
)
