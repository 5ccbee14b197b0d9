"""Figures between their limits: the profile, the barriers, what goes with a detail, two occasions side by side."""

from surveys.charts.drawing import has_columns, label_of, lines_of
from surveys.charts.strips import AFTER, BEFORE, DASHES, Strip, draw_strips
from surveys.presenters.shown_cells import HIDDEN, ends, figure, is_number, refusal

SCALE, LINES = (0, 10), (5, 7)  # SURVEYS sections 2 and 3: of the shipped instruments, and a convention
OCCASIONS = {"before": (BEFORE, "square"), "after": (AFTER, "circle")}
APART = {"scenarios"}  # rows of a table of changes that are shares, not means on the scale
SPARE = 1.08  # of the longest reach from nought, so that no mark touches the edge


def draw_profile(table, payload):
    """(description, SVG) of the mean of each component on the scale, with the lines of the convention."""
    instrument = payload["instrument"]
    lines = instrument.get("lines", LINES)
    convention = f"The lines {' and '.join(f'{line:g}' for line in lines)}: a convention"
    legend = [(label_of(table, "mean"), AFTER, "circle"), (convention, BEFORE, DASHES)]
    words = f"One mark for each component on the scale, with its interval. {_each(table, 'mean', 'reading')}"
    axis = {"domain": instrument.get("scale", SCALE), "x_title": "Scale of the answers"}
    return _if_any(_strips(table, "mean", "reading"), words, payload, lines=lines, legend=legend, **axis)


def draw_potentials(table, payload):
    """(description, SVG) of room times association of each component, largest first."""
    words = f"One mark for each component, largest first, with its interval. {_each(table, 'potential', 'reading')}"
    return _around_nought(table, "potential", words, payload)


def draw_effects(table, payload):
    """(description, SVG) of the difference that each varied detail goes with."""
    words = f"One mark for each detail, with its interval. {_each(table, 'effect')}"
    return _around_nought(table, "effect", words, payload)


def draw_changes(table, payload):
    """(description, SVG) of two occasions side by side, and the change between them in words."""
    if not has_columns(table, "before", "after", "change"):
        return None
    strips = [_change_strip(line, table) for line in lines_of(table) if line.key not in APART]
    words = f"Two marks for each row, one for each occasion. {_each(table, 'before', 'after', 'change')}"
    legend = [(label_of(table, key), *look) for key, look in OCCASIONS.items()]
    axis = {
        "domain": payload["instrument"].get("scale", SCALE),
        "x_title": "Mean on the scale of the answers",
    }
    return _if_any(strips, words, payload, legend=legend, **axis)


def _strips(table, key, beside=""):
    return [_interval_strip(line, key, beside) for line in lines_of(table)]


def _interval_strip(line, key, beside):
    """A mark with its interval, its figure at the right, and the reading after its name."""
    cell, reading = line.cells[key], line.cells.get(beside)
    label = f"{line.named}: {reading}" if isinstance(reading, str) else line.named
    if figure(cell) is None:
        return Strip(label, said=refusal(cell) or f"{HIDDEN}: too few answers")
    low, high = ends(cell)
    spans = () if low is None or high is None else ((low, high, AFTER),)
    return Strip(label, line.words[key], points=((figure(cell), AFTER, "circle"),), spans=spans)


def _change_strip(line, table):
    """The earlier mark and the later one with a thin line between; one that is hidden is said in words."""
    there = {key: figure(line.cells[key]) for key in OCCASIONS}
    if None in there.values():
        lacking = (f"{label_of(table, key)}: {line.words[key].lower()}" for key in OCCASIONS)
        return Strip(line.named, said="; ".join(lacking))
    points = tuple((there[key], *look) for key, look in OCCASIONS.items())
    change = f"{label_of(table, 'change').partition(' (')[0]} {line.words['change']}"
    return Strip(line.named, change, points=points, spans=((there["before"], there["after"], BEFORE),))


def _around_nought(table, key, words, payload):
    strips = _strips(table, key, "reading")
    marks = [
        x for strip in strips for mark in (*strip.points, *strip.spans) for x in mark[:2] if is_number(x)
    ]
    most = SPARE * max(map(abs, marks), default=1)
    both = min(marks, default=0) < 0
    domain, lines = ((-most, most), (0,)) if both else ((0, most), ())
    return _if_any(strips, words, payload, domain=domain, lines=lines, x_title=label_of(table, key))


def _if_any(strips, words, payload, **how):
    """The picture, or None where not one strip has a mark: the table says why."""
    if not any(strip.points for strip in strips):
        return None
    return words, draw_strips(strips, synthetic=payload["synthetic"], **how)


def _each(table, *keys):
    """ "Name: figure, figure; ..." of every row; what is hidden is said."""
    rows = (f"{line.named}: {', '.join(line.words[key] for key in keys)}" for line in lines_of(table))
    return f"{'; '.join(rows)}."
