"""Whether groups of cases fared differently under the nudge."""

from trials.stats.disparity import Disparity, compare_groups
from trials.stats.disparity_in_time import compare_in_time
from trials.stats.report import Finding
from trials.stats.strategy import Check, words
from trials.stats.wording import amount, p_words, unit_of


def run(evidence, estimates) -> Finding:
    """Fails where the groups' differences differ at alpha; else no evidence either way, with what could be seen."""
    if not evidence.groups:
        return Finding("", "not supplied", "The table does not say which group cases belong to.", {})
    found = compare_groups(evidence) if evidence.design.cells is None else compare_in_time(evidence)
    if isinstance(found, str):
        return Finding("", "cannot tell", found, {"groups": sorted(evidence.groups)})
    if found.together.p_value <= evidence.plan.alpha:
        return Finding("", "fails", _differ(found, evidence), _facts(found))
    return Finding("", "cannot tell", _no_evidence(found, evidence), _facts(found))


def _differ(found: Disparity, evidence) -> str:
    apart = [
        f"{name} {_points(value, evidence)} from the others (adjusted {p_words(p)})"
        for name, value, p in zip(found.groups, found.contrast, found.adjusted, strict=True)
        if p <= evidence.plan.alpha
    ]
    which = f": {'; '.join(apart)}" if apart else ", though no one group by itself"
    what = "change" if "uncontrolled" in evidence.offers else "difference"
    return f"The {what} is not the same in every group ({p_words(found.together.p_value)}){which}."


def _no_evidence(found: Disparity, evidence) -> str:
    least = float(found.detectable.max())
    return (
        f"No evidence either way that groups fared differently ({p_words(found.together.p_value)}). "
        f"A disparity under {_points(least, evidence)} would often have been missed."
    )


def _points(value: float, evidence) -> str:
    kind, scale = evidence.panel.kind.name, evidence.plan.scale
    return f"{amount(value, kind, scale)}{unit_of(kind, scale)}"


def _facts(found: Disparity) -> dict:
    columns = ("effect", "contrast", "low", "high", "adjusted", "detectable")
    by_group = {
        name: {column: float(getattr(found, column)[place]) for column in columns}
        for place, name in enumerate(found.groups)
    }
    return {
        "p_value": found.together.p_value,
        "reference": found.together.reference,
        "groups": by_group,
        "units": len(found.units),
        "left_out_groups": list(found.left_out),
        "units_without_every_group": list(found.incomplete),
        "smallest_detectable": float(found.detectable.max()),
    }


CHECK = Check(question="Did groups of cases fare alike?", needs=words("groups"), run=run)
