"""The two surveys of a plan as a look reads them: what they let out, by the units of the force, and nothing else."""

from dataclasses import replace
from datetime import date

import pytest

from cjnudge.accounts.models import Unit
from surveys.models import Release, Wave
from tests.people import NOW
from tests.trials.running.cases import trial_plan
from trials.planning.trial_plan import OutcomeLine, SurveyPair
from trials.queries.surveys import earlier_surveys, later_survey
from trials.survey_bands import HIDDEN, NOWHERE, OUTSIDE
from trials.survey_frames import read_surveys
from trials.trial_cells import BANDS, COUNTED, NOT_MATURE, NOT_SUPPLIED

KEY = "comb_capability"
LINE = OutcomeLine(key=KEY, title="Capability", role="secondary", follow_up_days=0)
ARMS = {f"Team {letter}": "prompt" if letter in "ABCD" else "control" for letter in "ABCDEFGH"}


def cell(value):
    return {"value": value, "low": value - 1, "high": value + 1}


def payload(scores, batch=None):
    """What a survey let out, as far as areas go: {key: (name, answers, mean or None)}."""
    columns = [{"key": key, "label": key, "kind": "interval"} for key in ("answers", "C-Ps", "O-So")]
    rows = [
        {"key": key, "label": name, "cells": [n, mean and cell(mean), cell(5)], "note": ""}
        for key, (name, n, mean) in scores.items()
    ]
    table = {"key": "by_area", "title": "", "about": "", "columns": columns, "rows": rows, "notes": []}
    return {"batch": batch, "sections": [{"key": "profile", "title": "", "notes": [], "tables": [table]}]}


def wave(force, person, title, opens, closes, *, scores=None, state="closed", batch=None, **changes):
    """A survey, made up as those of a practice space are, and what it let out."""
    given = {"instrument_key": "oocr_com_b", "instrument_version": 1, "opens_on": opens, "closes_on": closes}
    known = {"state": state, "frozen": {}, "synthetic": state == "closed", "made_by": person, "made_at": NOW}
    made = Wave.objects.create(force=force, title=title, **{**given, **known, **changes})
    if scores:
        Release.objects.create(
            force=force, wave=made, number=1, payload=payload(scores, batch), released_at=NOW
        )
    return made


def scores(treated, usual):
    found = {
        f"t{name[-1].lower()}": (name, 20, treated if arm == "prompt" else usual)
        for name, arm in ARMS.items()
    }
    return {**found, "hq": ("Headquarters", 20, 5.0), "not_said": ("Not said", 20, 5.0)}


@pytest.fixture
def teams(practice):
    names = [*ARMS, "Headquarters"]
    for name in names:
        key = "hq" if name == "Headquarters" else f"t{name[-1].lower()}"
        Unit.objects.create(force=practice, key=key, name=name, starts_on=date(2020, 1, 1))
    return practice


@pytest.fixture
def earlier(teams, lead):
    return wave(teams, lead, "Before", date(2025, 6, 1), date(2025, 6, 14), scores=scores(4.0, 4.5))


def plan_of(earlier, **changes):
    """Four teams with the prompt from January 2026, four without; the later survey from March on."""
    pair = SurveyPair(
        before=str(earlier.pk), before_title=earlier.title, instrument="oocr_com_b", instrument_version=1,
        after_month=15,
    )  # fmt: skip
    plan = trial_plan(outcomes=(LINE,), stop_rules=(), allocation=None, design="difference_in_differences")
    units = tuple(replace(unit, arm=ARMS[unit.name]) for unit in plan.units)
    return replace(plan, **{"units": units, "survey": pair, **changes})


def later(force, person, **changes):
    given = {"scores": scores(6.0, 5.0), **changes}
    return wave(force, person, "After", date(2026, 4, 1), date(2026, 4, 14), **given)


def read(force, plan):
    lines, told = read_surveys(force, plan, None, [KEY])
    return lines[KEY], told


def test_bands_of_both_surveys_are_read_by_arm_and_others_named(teams, lead, earlier):
    later(teams, lead)
    line, told = read(teams, plan_of(earlier))
    assert (line.state, line.kind, len(line.rows)) == (COUNTED, BANDS, 16)
    assert {(row[1], row[2], row[3], row[5]) for row in line.rows} == {
        ("prompt", 1, 1, 4.0), ("prompt", 1, 2, 6.0), ("control", 0, 1, 4.5), ("control", 0, 2, 5.0)
    }  # fmt: skip
    assert told["left_out"] == {KEY: [["Headquarters", OUTSIDE], ["Not said", NOWHERE]]}
    assert (told["before"]["title"], told["after"]["title"]) == ("Before", "After")


def test_band_that_a_survey_hides_stays_hidden(teams, lead, earlier):
    later(teams, lead, scores={**scores(6.0, 5.0), "ta": ("Team A", None, None)})
    line, told = read(teams, plan_of(earlier))
    assert ["Team A", HIDDEN] in told["left_out"][KEY] and all(row[0] != "Team A" for row in line.rows)


def test_survey_that_is_open_is_waited_for_until_it_is_closed(teams, lead, earlier):
    later(teams, lead, state="open", scores=None)
    line, told = read(teams, plan_of(earlier))
    assert (line.state, line.mature_on, line.rows, told) == (NOT_MATURE, "2026-04-15", (), {})


def test_results_so_far_are_not_the_results(teams, lead, earlier):
    later(teams, lead, batch=1)
    assert read(teams, plan_of(earlier))[0].state == NOT_MATURE


def test_first_survey_of_the_planned_month_or_later_counts_and_no_other(teams, lead, earlier):
    wave(teams, lead, "Too soon", date(2026, 2, 20), date(2026, 2, 27), scores=scores(9.0, 9.0))
    wave(teams, lead, "Another", date(2026, 3, 2), date(2026, 3, 9), instrument_key="com_b_brief")
    wave(teams, lead, "A try-out", date(2026, 3, 3), date(2026, 3, 9), rehearses=earlier)
    wave(teams, lead, "Withdrawn", date(2026, 3, 4), date(2026, 3, 9), state="withdrawn")
    wave(teams, lead, "Second", date(2026, 5, 1), date(2026, 5, 9), scores=scores(1.0, 1.0))
    chosen = later(teams, lead)
    assert later_survey(teams, plan_of(earlier)).pk == chosen.pk


@pytest.mark.parametrize(
    ("changes", "wave_changes", "words"),
    [
        ({"survey": None}, {}, "names no survey"),
        ({}, {"instrument_version": 2}, "another version"),
        ({}, {"state": "withdrawn"}, "has been opened since March 2026"),
        ({}, {"scores": {"hq": ("Headquarters", 20, 5.0)}}, "at least 10 answers"),
    ],
)
def test_what_surveys_cannot_give_is_said(teams, lead, earlier, changes, wave_changes, words):
    later(teams, lead, **wave_changes)
    line, _ = read(teams, plan_of(earlier, **changes))
    assert line.state == NOT_SUPPLIED and words in line.text


def test_surveys_of_another_force_are_neither_offered_nor_read(teams, other_force, lead, earlier):
    later(teams, lead)
    plan = plan_of(earlier)
    assert [one.key for one in earlier_surveys(teams)][-1] == str(earlier.pk)
    assert earlier_surveys(other_force) == []
    assert read(other_force, plan)[0].state == NOT_SUPPLIED


def test_made_up_surveys_are_of_no_use_to_a_real_force(force, lead):
    wave(force, lead, "Made up", date(2025, 6, 1), date(2025, 6, 14), scores=scores(4.0, 4.0))
    assert earlier_surveys(force) == []
