"""The shape of what is let out: sections of tables as plain JSON values, read by pages, charts and files alike.

A cell is None where disclosure hides it, {"cannot": reason} where there is no figure to show, a number, a text, or
{"value", "low", "high"}. Numbers are as they may be shown: whoever shows one rounds nothing and computes nothing.
"""

SCHEMA = 1
KINDS = ("text", "count", "percent", "number", "interval")
SECTIONS = {
    "response": "Who answered",
    "profile": "The components",
    "items": "Each statement",
    "barriers": "What stands in the way",
    "training": "Training",
    "knowledge": "The short cases",
    "vignettes": "Cases with details that vary",
    "compared": "Beside the earlier survey",
    "weighted": "Weighted to those who were asked",
    "reliability": "How consistent the answers are",
    "quality": "How the answers were given",
}


def column(key, label, kind):
    """One column; kind is one of KINDS."""
    if kind not in KINDS:
        raise ValueError(f"A column is one of {', '.join(KINDS)}, not {kind}.")
    return {"key": key, "label": label, "kind": kind}


def row(key, label, cells, note=""):
    """One row: as many cells as the table has columns."""
    return {"key": key, "label": label, "cells": list(cells), "note": note}


def table(key, title, about, columns, rows, notes=()):
    """One table. ValueError where a row has not one cell a column."""
    columns, rows = list(columns), list(rows)
    if any(len(one["cells"]) != len(columns) for one in rows):
        raise ValueError(f"A row of {key} has not one cell a column.")
    return {
        "key": key,
        "title": title,
        "about": about,
        "columns": columns,
        "rows": rows,
        "notes": list(notes),
    }


def section(key, tables, notes=()):
    """One section of SECTIONS; without a table its notes say why there is none."""
    return {"key": key, "title": SECTIONS[key], "notes": list(notes), "tables": list(tables)}


def cannot(reason):
    """In place of a figure: a reason in words that tells nothing of anybody's answer."""
    return {"cannot": reason}


def interval(value, low, high):
    """A figure between its limits, each as it may be shown."""
    return {"value": value, "low": low, "high": high}


def table_of(payload, section_key, table_key):
    """The table of a payload, or None."""
    tables = (t for s in payload["sections"] if s["key"] == section_key for t in s["tables"])
    return next((t for t in tables if t["key"] == table_key), None)
