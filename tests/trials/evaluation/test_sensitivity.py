"""A sensitivity that cannot be answered says so, and takes nothing from the answer it stands beside."""

import json
from dataclasses import replace

from tests.trials.published import forces_by_year, hertfordshire_body
from trials.evaluation import evaluate
from trials.plan_body import Contrast
from trials.presenters.evidence import key_numbers
from trials.presenters.subject import subject_of

ENDS = Contrast(
    "ends",
    "last year − first year",
    before=("2022-04-01",),
    after=("2025-04-01",),
    excluded=("2023-04-01", "2024-04-01"),
)


def test_sensitivity_without_cases_on_a_side_leaves_the_primary_answer_standing():
    body, cells = hertfordshire_body(), forces_by_year()
    body = replace(body, data=replace(body.data, sensitivity=(ENDS,)))
    index = next(i for i, place in enumerate(cells.places) if place.name == "Hertfordshire")
    counts = [[*row[:2], 0, 0] if row[:2] == [index, 0] else row for row in cells.counts["closed"]]
    emptied = replace(cells, counts={"closed": counts})
    report = json.loads(evaluate(body, emptied))
    assert report["primary"]["primary"]["value"] > 0.12
    numbers = dict(key_numbers(report, subject_of(body.data, emptied)))
    said = numbers["Sensitivity: last year − first year"]
    assert said.startswith("No verdict. Hertfordshire has no case before")
