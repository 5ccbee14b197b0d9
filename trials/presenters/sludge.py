"""The work that each way of ending a case takes, before a nudge went live and after, and held against a charge."""

from cjnudge.cases.outcome_titles import TITLES

CHARGE = TITLES[1]
MEASURES = (("clicks", "Clicks"), ("fields", "Fields"), ("approvals", "Approvals"), ("minutes", "Minutes"))


def sludge_page(counts, live_since):
    """{"headings", "rows", "single_headings", "single"}; rows before and after, singles every count there is.

    counts: SludgeCounts, oldest first. The last count before the first day in force is "before", the last one since is
    "after"; while a nudge is live nowhere, everything is before.
    """
    sides = {way: _sides([one for one in counts if one.way == way], live_since) for way in _ways(counts)}
    rows = [[way, *_cells(before, after)] for way, (before, after) in sides.items()]
    if CHARGE in sides:
        against = [(way, pair) for way, pair in sides.items() if way != CHARGE]
        rows += [[f"{way}, against a charge", *_differences(pair, sides[CHARGE])] for way, pair in against]
    headings = [(f"{label}, {side}", "numeric") for _, label in MEASURES for side in ("before", "after")]
    return {
        "headings": [("Way of ending a case", ""), *headings],
        "rows": rows,
        "single_headings": [
            ("Way of ending a case", ""),
            ("Counted on", ""),
            *((m, "numeric") for _, m in MEASURES),
            ("How", ""),
        ],
        "single": [_single(one) for one in counts],
    }


def _ways(counts):
    """The ways that were counted, a charge first."""
    return sorted({one.way for one in counts}, key=lambda way: (way != CHARGE, way))


def _sides(counts, live_since):
    before = [one for one in counts if live_since is None or one.counted_on < live_since]
    after = [one for one in counts if one not in before]
    return (before[-1] if before else None), (after[-1] if after else None)


def _cells(before, after):
    return [_shown(one, name) for name, _ in MEASURES for one in (before, after)]


def _shown(count, name):
    return "–" if count is None else f"{getattr(count, name):g}"


def _differences(pair, charge):
    """Each figure minus that of a charge on the same side, with its sign."""
    return [
        _difference(one, other, name) for name, _ in MEASURES for one, other in zip(pair, charge, strict=True)
    ]


def _difference(one, other, name):
    if one is None or other is None:
        return "–"
    return f"{getattr(one, name) - getattr(other, name):+g}".replace("-", "−")


def _single(one):
    return [one.way, f"{one.counted_on:%-d %B %Y}", *(_shown(one, name) for name, _ in MEASURES), one.how]
