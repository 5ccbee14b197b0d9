"""From each ranked barrier on: functions, ideas of what has been tried elsewhere, and the pages other apps offer."""

import re

from cjnudge.barrier_links import links_for
from surveys.presenters.headline import has_place
from surveys.release.tables import table_of


def way_on(payload, wave, role):
    """[{"name", "functions", "functions_from", "ideas", "links"}] of the barriers with a place, strongest first."""
    ranked = table_of(payload, "barriers", "ranked")
    if ranked is None:
        return []
    (functions, source), ideas = functions_of(payload), ideas_of(payload)
    return [
        {
            "name": row["label"],
            "functions": functions.get(row["key"], ""),
            "functions_from": source,
            "ideas": [idea for components, idea in ideas if row["key"] in components],
            "links": links_for(wave.force, role, wave.pk, row["key"]),
        }
        for row in ranked["rows"]
        if has_place(cells_of(row, ranked))
    ]


def functions_of(payload):
    """({component: the functions that the mapping names for it}, which mapping in which edition)."""
    table = table_of(payload, "barriers", "functions")
    if table is None:
        return {}, ""
    return {row["key"]: cells_of(row, table)["functions"] for row in table["rows"]}, table["about"].rstrip(
        "."
    )


def ideas_of(payload):
    """[(components, "barrier: what has been tried")] in the order of the release."""
    table = table_of(payload, "barriers", "ideas")
    found = [(row["label"], cells_of(row, table)) for row in table["rows"]] if table else []
    return [(set(re.split(r"[;,]\s*", c["components"])), f"{label}: {c['nudges']}") for label, c in found]


def cells_of(row, table):
    return dict(zip((column["key"] for column in table["columns"]), row["cells"], strict=True))
