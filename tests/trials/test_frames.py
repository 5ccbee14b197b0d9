"""Cells are read only for what the plan was written for."""

from dataclasses import replace

import pytest

from trials.frames import FrameRefused, read_cells
from trials.plan_body import PlanBody


def test_measure_of_another_version_than_the_plans_is_refused(sealed):
    data = PlanBody.from_json(sealed.body).data
    snapshot = sealed.trial.snapshot
    assert read_cells(data, snapshot).counts
    with pytest.raises(FrameRefused, match="version 99 of its measure, which is now version"):
        read_cells(replace(data, measure_version="99"), snapshot)
