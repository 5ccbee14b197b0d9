"""Whether the units compared are those that were allocated, each in its own arm."""

from trials.stats.cluster_arms import arms_of
from trials.stats.clusters import read_clusters
from trials.stats.report import Finding
from trials.stats.strategy import Check, words

# STATISTICS section 3, Maryland: what the lottery did not decide is no better than a comparison of changes.
BROKEN = 3


def run(evidence, estimates) -> Finding:
    """The table's units and arms against the sealed allocation, which must match exactly."""
    sealed = sealed_arms(evidence.plan.allocation)
    if not sealed:
        return Finding(
            "", "not supplied", "The plan does not hold which unit was allocated to which arm.", {}
        )
    names, arm = arms_of(evidence.panel, evidence.plan)
    found = {unit: names[number] for unit, number in zip(evidence.panel.units, arm.tolist(), strict=True)}
    lost = sorted(
        {unit for unit in sealed if unit not in found} | set(evidence.derive(read_clusters).dropped)
    )
    strange = sorted(unit for unit in found if unit not in sealed)
    crossed = sorted(unit for unit in found if unit in sealed and found[unit] != sealed[unit])
    facts = {"allocated": len(sealed), "without_cases": lost, "not_allocated": strange, "other_arm": crossed}
    if not (lost or strange or crossed):
        return Finding(
            "", "passes", f"All {len(sealed)} allocated units are compared, each in its arm.", facts
        )
    parts = [
        (lost, "have no case after the start"),
        (strange, "were not allocated"),
        (crossed, "changed arms"),
    ]
    said = "; ".join(f"{len(units)} {what} ({', '.join(units)})" for units, what in parts if units)
    return Finding("", "fails", f"The units compared are not those allocated: {said}.", facts)


def sealed_arms(allocation) -> dict[str, str]:
    """{unit: arm} where the allocation's arms are pairs of a unit and an arm; empty where they are names."""
    pairs = allocation.arms if allocation is not None and allocation.arms else ()
    if all(isinstance(pair, tuple) and len(pair) == 2 and isinstance(pair[1], str) for pair in pairs):
        return {str(unit): arm for unit, arm in pairs}
    return {}


CHECK = Check(
    question="Are the units compared those that were allocated?",
    needs=words("clusters"),
    run=run,
    grade=lambda level, finding: min(level, BROKEN) if finding.status == "fails" else level,
)
