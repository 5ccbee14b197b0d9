"""Why a place may hold no control character: whoever draws it dies."""

import subprocess
import sys

import pytest

from cjnudge.characters import holds_unseen

DRAW = """
import sys
from cjnudge import charts
places = ({"place": sys.argv[1], "value": 0.1, "kind": "subject"}, {"place": "B", "value": 0.0, "kind": "nearer"})
charts.draw_ranks(places, x_title="Change", own=0.1)
"""


@pytest.mark.parametrize(("place", "dies"), [("Watford\x01", True), ("<script>&\"' Ły", False)])
def test_what_is_refused_ends_the_process_that_draws_it_and_nothing_else_does(place, dies):
    done = subprocess.run([sys.executable, "-c", DRAW, place], capture_output=True, timeout=120)
    assert (done.returncode != 0) is dies
    assert holds_unseen(place) is dies
