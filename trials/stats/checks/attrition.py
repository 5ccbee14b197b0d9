"""Units that could not be compared because one side of the start has no cases."""

from trials.stats.grading import one_step_if_failed
from trials.stats.report import Finding
from trials.stats.strategy import Check, words

# The share of missing outcomes STATISTICS section 3 calls a finding, used here for units.
MOST_DROPPED = 0.1


def run(evidence, estimates) -> Finding:
    """Share of treated and of untreated units left out, and their names."""
    panel, dropped = evidence.panel, set(evidence.changes.dropped)
    lost = {True: 0, False: 0}
    for name, treated in zip(panel.units, panel.treated, strict=True):
        lost[bool(treated)] += name in dropped
    shares = lost[True] / panel.treated.sum(), lost[False] / (~panel.treated).sum()
    facts = {"treated_share": float(shares[0]), "others_share": float(shares[1]), "units": sorted(dropped)}
    if not dropped:
        return Finding("", "passes", "Every unit has cases on both sides of the start.", facts)
    text = f"{lost[True]} treated and {lost[False]} other units have no cases on one side and were left out."
    return Finding("", "fails" if max(shares) > MOST_DROPPED else "passes", text, facts)


CHECK = Check(
    question="Were units lost on one side of the start?",
    needs=words("changes"),
    run=run,
    grade=one_step_if_failed,
    warns=True,
)
