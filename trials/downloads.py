"""A result as files: JSON with everything, CSV with its figures, both saying where they came from."""

import csv
import io
import json

from cjnudge.spreadsheets import inert
from trials.cells import Cells
from trials.lifecycle import AFTER_DATA_SEEN, BY_RULE, TrialKind
from trials.plan_body import PlanBody
from trials.presenters.provenance import provenance_rows

WITHHELD = "Counts of a snapshot that is neither published nor synthetic are not given out."


def file_name(run, ending):
    """Says before it is opened whether it is synthetic."""
    mark = "synthetic-" if run.synthetic else "rehearsal-" if run.plan.rehearsal_only else ""
    return f"{mark}result-{str(run.pk)[:8]}.{ending}"


def as_json(run, charts, *, published):
    """The run as JSON text: verdict, report, plan, cells and provenance."""
    body = PlanBody.from_json(run.plan.body)
    values = {
        "synthetic": run.synthetic,
        "rehearsal_only": run.plan.rehearsal_only,
        "written_after_data_seen": run.plan.after_data_seen,
        "label": label_of(run),
        "title": run.trial.title,
        "question": run.trial.question,
        "verdict": run.verdict,
        "report": run.result,
        "plan": json.loads(run.plan.body),
        "cells": json.loads(run.cells) if published or run.synthetic else WITHHELD,
        "charts": [{"title": c.title, "description": c.description, **c.table} for c in charts],
        "provenance": dict(provenance_rows(run, run.plan, body, run.result)),
    }
    return json.dumps(values, ensure_ascii=False, indent=2, sort_keys=True)


def as_csv(run, charts, key_numbers):
    """The figures as CSV text in one flat table: section, item, column, value."""
    cells, body = Cells.from_json(run.cells), PlanBody.from_json(run.plan.body)
    rows = [
        ("about", "title", "", run.trial.title),
        ("about", "synthetic", "", "yes" if cells.synthetic else "no"),
        (
            "about",
            "plan",
            "",
            label_of(run) or "Plan written before the data",
        ),
        ("verdict", "", "", run.verdict),
        *[("figure", name, "", value) for name, value in key_numbers],
        *[row for chart in charts for row in chart_rows(chart)],
        *[
            ("provenance", name, "", value)
            for name, value in provenance_rows(run, run.plan, body, run.result)
        ],
    ]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(("section", "item", "column", "value"))
    writer.writerows([neutral(value) for value in row] for row in rows)
    return text.getvalue()


def label_of(run):
    """What a reader must know of when and how the plan came about; "" where it was written before the data."""
    by_rule = [BY_RULE] if run.trial.kind == TrialKind.INTERVENTION else []
    return ". ".join(by_rule + ([AFTER_DATA_SEEN] if run.plan.after_data_seen else []))


def chart_rows(chart):
    """One row for each figure of a chart's table; the first columns that hold words name it."""
    words = [index for index, (_, kind) in enumerate(chart.table["headings"]) if kind != "numeric"]
    for row in chart.table["rows"]:
        item = ", ".join(row[index] for index in words)
        for index, (heading, kind) in enumerate(chart.table["headings"]):
            if kind == "numeric":
                yield (chart.key, item, heading, row[index])


def neutral(value):
    """The cell as text that no spreadsheet runs as a formula: a leading quote where it could be one."""
    text = str(value)
    return text if is_number(text) else inert(text)


def is_number(text):
    try:
        float(text)
    except ValueError:
        return False
    return True
