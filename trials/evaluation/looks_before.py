"""What a look said of itself on its day, and the same handed to a later look: its spending never moves afterwards."""

from trials.stats.looks_taken import TakenLook

KEPT = ("number", "share", "z", "p_value", "bound", "level", "final")


def recorded(report, alpha):
    """{number, share, z, p_value, bound, level, final, spent} of the look a report is of; None if it tested nothing.

    `spent` is what it and the looks before it have spent of `alpha`. The share is of the planned information.
    """
    found = [one for one in report["engine"]["findings"] if one["key"] == "planned_looks"]
    stage = found[0]["facts"]["looks"][-1] if found else {"refused": True}
    if stage["refused"] or stage["share"] is None:
        return None
    kept = {name: stage[name] for name in KEPT}
    return {**kept, "spent": TakenLook(**kept).spent(alpha)}


def as_taken(lines):
    """The engine's TakenLooks of what was recorded; None where nothing says what was, as in reports made before."""
    if lines is None:
        return None
    return tuple(TakenLook(**{name: line[name] for name in KEPT}) for line in lines)
