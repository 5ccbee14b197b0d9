"""What cannot be told of cases that were enrolled one by one is refused with the reason and with what to do instead."""

from types import SimpleNamespace

import pytest

from cjnudge.cases.counting.refusals import MeasureRefused
from tests.trials.allocation.plans import in_turn_value
from trials.level_frames import check_indexed
from trials.planning.defaults import SUGGESTED
from trials.planning.scales import CRIMES, HARM
from trials.survey_frames import refusal

LINES = {line.key: line for line in SUGGESTED}
PLAN = in_turn_value("simple")


def refused(key):
    """The sentence about an outcome of a trial whose every place is an arm of its own."""
    reader = SimpleNamespace(plan=PLAN, places=[SimpleNamespace(arm="prompt")], snapshot=None)
    with pytest.raises(MeasureRefused) as found:
        check_indexed(reader, LINES[key])
    return str(found.value)


def test_level_of_crime_needs_units_of_one_arm():
    said = refused(CRIMES)
    assert "both arms are in every unit" in said and "Allocate units where the level of crime" in said


def test_harm_names_the_guardrail_that_is_counted_in_its_place():
    said = refused(HARM)
    assert "Cases were enrolled one by one" in said and "Watch “Suspects named again” in its place" in said
    assert LINES["repeat_suspect_12m"].title.startswith("Suspects named again")


def test_surveys_are_compared_without_arms_on_their_own_page():
    said = refusal(None, PLAN)
    assert "officers meet both arms" in said and "without arms; or allocate units" in said
