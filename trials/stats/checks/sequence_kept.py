"""Whether every unit of a stepped wedge started when the sealed allocation said."""

import numpy as np

from trials.stats.checks.allocation_kept import BROKEN
from trials.stats.report import Finding
from trials.stats.strategy import Check, words
from trials.stats.wedge import sum_to_steps, unit_starts


def run(evidence, estimates) -> Finding:
    """The table's units and first treated periods against the sealed ones, which must match exactly."""
    allocation = evidence.plan.allocation
    sealed = {str(unit): float(start) for unit, start in (allocation.sequences if allocation else ())}
    if not sealed:
        return Finding(
            "", "not supplied", "The plan does not hold when each unit was allocated to start.", {}
        )
    panel = evidence.panel
    found = dict(zip(panel.units, unit_starts(panel, allocation).tolist(), strict=True))
    empty = {name for name, size in zip(panel.units, panel.size, strict=True) if not np.nansum(size) > 0}
    lost = sorted({unit for unit in sealed if unit not in found} | empty)
    strange = sorted(unit for unit in found if unit not in sealed)
    moved = sorted(
        unit for unit in found if unit in sealed and not _same(found[unit], sealed[unit], panel.periods)
    )
    facts = {"allocated": len(sealed), "without_cases": lost, "not_allocated": strange, "other_start": moved}
    if not (lost or strange or moved):
        return Finding(
            "", "passes", f"All {len(sealed)} allocated units are compared, each from its own start.", facts
        )
    parts = [(lost, "have no case"), (strange, "were not allocated"), (moved, "started at another time")]
    said = "; ".join(f"{len(units)} {what} ({', '.join(units)})" for units, what in parts if units)
    steps = len(evidence.derive(sum_to_steps).starts)
    return Finding(
        "", "fails", f"The starts are not those allocated: {said}.", {**facts, "starts_seen": steps}
    )


def _same(found: float, sealed: float, periods: np.ndarray) -> bool:
    """A start with no row yet, after the last period or in a gap before the first treated row, contradicts nothing."""
    if np.isinf(found):
        return sealed > periods[-1]
    return sealed <= found and not ((periods >= sealed) & (periods < found)).any()


CHECK = Check(
    question="Did every unit start when it was allocated to?",
    needs=words("steps"),
    run=run,
    grade=lambda level, finding: min(level, BROKEN) if finding.status == "fails" else level,
)
