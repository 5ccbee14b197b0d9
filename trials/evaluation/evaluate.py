"""One analysis: gates first, then the engine for the primary contrast and each planned sensitivity."""

import json

from cjnudge.cases.sources import is_typed
from trials.evaluation.changes import (
    lowest_or_highest,
    pooled_by_basis,
    series_by_period,
    together,
)
from trials.evaluation.decomposition import decompose
from trials.evaluation.engine_frame import engine_frame, engine_plan
from trials.rules import equal_follow_up, maturity
from trials.stats import CannotEstimate, InputRefused, analyse
from trials.stats.canonical import canonical_json
from trials.stats.version import ENGINE_VERSION, library_versions

FORMAT = 1
NOT_SHOWN = "Not shown: the two sides were not followed equally long, and the outcomes would mislead."


def evaluate(body, cells, stage=lambda name: None):
    """The report of a PlanBody on Cells, as canonical JSON. `stage` is told the name of each step.

    Where a gate refuses a verdict the engine is not asked: no estimate is stored that a page could show.
    """
    data = body.data
    by_basis = pooled_by_basis(cells, data.treated, data.primary)
    gates = gates_of(cells, data, by_basis)
    refused = next((gate.text for gate in gates if gate.blocks), "")
    stage("estimate")
    primary = None if refused else estimate(body, cells, data.primary)
    stage("checks")
    sensitivity = [] if refused else sensitivity_of(body, cells)
    stage("decomposition")
    return canonical_json(
        {
            "format": FORMAT,
            "gates": [vars(gate) for gate in gates],
            "refused": refused,
            "primary": primary,
            "grade": grade_of(primary, gates),
            "sensitivity": sensitivity,
            "by_basis": by_basis,
            "together": together(cells, data, data.primary),
            "start_is": lowest_or_highest(cells, data, data.primary),
            "series": series_by_period(cells, data),
            "decomposition": None if refused else decompose(cells, data, data.primary),
            "decomposition_refused": NOT_SHOWN if refused else cells.parts_refused,
            "engine": {
                "version": ENGINE_VERSION,
                "libraries": library_versions(),
                "seed": body.analysis["seed"],
            },
        }
    )


def gates_of(cells, data, by_basis):
    """Every gate's outcome for these cells."""
    changes = {basis: found["change"] for basis, found in by_basis.items()}
    known = {"basis": data.basis, "follow_up_days": cells.follow_up_days, "typed": is_typed(data.feed)}
    gates = [equal_follow_up(**known, changes=changes)]
    if cells.flow:
        gates.append(maturity(cells.flow))
    return gates


def estimate(body, cells, contrast):
    """The engine's report as a dictionary; its `refusal` says why where there is no estimate."""
    try:
        report = analyse(engine_plan(body, contrast), engine_frame(cells, body.data, contrast))
    except CannotEstimate as error:
        report = error.report
    return json.loads(report.to_json())


def sensitivity_of(body, cells):
    """The same analysis with each of the plan's other definitions of before and after."""
    return [
        {"key": contrast.key, "label": contrast.label, "report": beside(body, cells, contrast)}
        for contrast in body.data.sensitivity
    ]


def beside(body, cells, contrast):
    """As `estimate`; a table the engine refuses is an answer too, and leaves the primary one standing."""
    try:
        return estimate(body, cells, contrast)
    except InputRefused as refusal:
        return {"primary": None, "verdict": f"No verdict. {refusal}"}


def grade_of(primary, gates):
    """Our reading of the Maryland scale: the engine's level under the gates' caps, or None."""
    if primary is None or primary["primary"] is None:
        return None
    return min(primary["grade"], *(gate.grade_at_most for gate in gates))
