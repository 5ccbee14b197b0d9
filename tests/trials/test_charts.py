import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

import pytest

from tests.trials.published import (
    england_and_wales_body,
    england_and_wales_by_quarter,
    forces_by_year,
    hertfordshire_body,
)
from trials.charts import draw_charts
from trials.evaluation import evaluate

TITLE = "Out-of-court resolutions in 100 positive outcomes"


@pytest.fixture(scope="module")
def drawings():
    body, cells = hertfordshire_body(), forces_by_year()
    return {d.key: d for d in draw_charts(body, cells, json.loads(evaluate(body, cells)), TITLE)}


def test_controlled_comparison_has_three_charts_each_with_its_data(drawings):
    assert list(drawings) == ["series", "placebo", "decomposition"]
    assert len(drawings["placebo"].table["rows"]) == 43
    assert drawings["series"].table["rows"][1] == ["2023/24", "30.1 %", "34.9 %"]


def test_charts_carry_nothing_that_runs_or_fetches(drawings):
    for drawing in drawings.values():
        ElementTree.fromstring(drawing.svg)
        assert not re.search(r"<script|<foreignObject|style=|on\w+=|href=|url\(", drawing.svg)


def test_description_says_what_the_picture_shows(drawings):
    assert "4 of 43, itself included" in drawings["placebo"].description
    assert (
        "Hertfordshire: 32.1 % at first, 39.4 % at last, lowest 30.1 % in 2023/24"
        in drawings["series"].description
    )


def test_refused_comparison_draws_its_series_alone():
    body, cells = england_and_wales_body("recorded"), england_and_wales_by_quarter()
    drawn = draw_charts(body, cells, json.loads(evaluate(body, cells)), TITLE)
    assert [drawing.key for drawing in drawn] == ["series"]


def test_importing_the_charts_loads_no_drawing_library():
    code = "import sys, cjnudge.charts; print('altair' in sys.modules or 'vl_convert' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "False"
