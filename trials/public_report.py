"""A trial's report and cells as anybody may have them: no exact count of cases in either.

The report is built up from a list of what may go, never by taking things out: what is added to reports later stays in
unless it is named here.
"""

from cjnudge.disclosure import round_to_base

THRESHOLD = 10  # DESIGN rule 9, outside the owning force
KEPT = (
    *("format", "design", "measure_title", "look", "grade", "safe", "sensitivity", "looks", "overlaps"),
    *("labels", "cannot_tell", "synthetic", "made_by", "not_counted"),
)
ESTIMATE = ("scale", "value", "low", "high", "p_value", "df", "method", "reference")
CHANGE = ("kind", "title", "unit", "on", "text")  # never the reason, which is one person's words
GUARDRAIL = ("key", "title", "better", "state", "margin", "mature_on")


def public_report(report):
    """The report as a dictionary of what may go: estimates with their intervals, states, words about conduct."""
    engine = report["engine"]
    return {
        **{name: report[name] for name in KEPT},
        "verdict": verdict(report),
        "changes": [{name: one[name] for name in CHANGE if name in one} for one in report["changes"]],
        "gates": [{name: gate[name] for name in ("key", "title", "status")} for gate in report["gates"]],
        "primary": estimate(engine["primary"]),
        "contrasts": {key: estimate(found) for key, found in engine["contrasts"].items()},
        "estimates": {key: estimate(found) for key, found in engine["estimates"].items()},
        "outcomes": {key: estimate(found["estimate"]) for key, found in engine["outcomes"].items()},
        "checks": [{name: found[name] for name in ("key", "status")} for found in engine["findings"]],
        "decomposition": (report["decomposition"] or {}).get("effects"),
        "guardrails": [
            {**{name: one[name] for name in GUARDRAIL}, "estimate": estimate(one["estimate"])}
            for one in report["guardrails"]
        ],
        "subgroups": [{name: one[name] for name in ("name", "status")} for one in report["subgroups"]],
    }


def verdict(report):
    """The verdict; without its reasons where a gate refused it, which count cases."""
    found = report["verdict"]
    return {**found, "sentences": [] if report["refused"] else found["sentences"]}


def estimate(found):
    """An estimate without its details, which may hold levels of single units."""
    return found and {name: found.get(name) for name in ESTIMATE}


def rounded_cells(plan, cells):
    """Every cell's unit, month, events and cases to the nearest 5; None for a count under 10, or whose rest is."""
    rows = []
    for place, period, (events, cases) in cells.named(cells.counts):
        small = min(events, cases - events) < THRESHOLD
        rows.append(
            {
                "unit": place.unit,
                "month": cells.periods[period - 1].on,
                "events": None if small else round_to_base(events),
                "cases": None if cases < THRESHOLD else round_to_base(cases),
            }
        )
    return {"measure": plan.measure, "base": 5, "hidden_under": THRESHOLD, "cells": rows}
