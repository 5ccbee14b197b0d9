"""When a record is complete, and what may be done without one."""

import datetime
from types import SimpleNamespace

import pytest

from cjnudge.safeguards.rules import (
    REQUIRED,
    Allowed,
    Refused,
    RehearsalOnly,
    may_use_real_data,
    missing,
    open_points,
)
from tests.safeguards.records import COMPLETE


def values(kind="survey", **changed):
    return SimpleNamespace(kind=kind, **(COMPLETE | changed))


def test_complete_record_lacks_nothing():
    assert missing(values()) == []


@pytest.mark.parametrize("name, words", REQUIRED)
def test_each_required_value_is_missed_in_its_own_words(name, words):
    assert missing(values(**{name: ""})) == [words]


def test_undecided_regime_is_complete_and_said_to_be_open():
    record = values(regime="undecided")
    assert missing(record) == []
    assert "data protection officer" in open_points(record)[0]
    assert open_points(values(regime="part_2")) == []


def test_survey_needs_the_date_on_which_associations_were_consulted():
    lacking = missing(values(consulted_on=None, reason_not_consulted="No time"))
    assert lacking == ["the date on which the staff associations were consulted"]


def test_data_set_may_give_a_reason_instead_of_a_consultation():
    record = values("data_set", consulted_on=None, associations="", reason_not_consulted="Published totals")
    assert missing(record) == []
    assert "not consulted" in " ".join(open_points(record))


def test_record_whose_retention_has_ended_is_no_longer_complete():
    record = values(retain_months=None, retain_until=datetime.date(2026, 1, 31))
    assert missing(record, on=datetime.date(2026, 1, 31)) == []
    assert "31 January 2026" in missing(record, on=datetime.date(2026, 2, 1))[0]


def test_record_without_a_retention_time_is_not_complete():
    assert missing(values(retain_months=None)) == ["how long the data are kept"]


def ask(found=None, practice=False, **more):
    return may_use_real_data(found=found, practice=practice, **more)


def test_real_data_without_a_record_are_refused_with_the_way_out():
    answer = ask()
    assert isinstance(answer, Refused)
    assert "rehearsal only" in answer.reason and "Safeguards" in answer.reason


def test_real_data_under_an_incomplete_record_are_refused_with_what_is_missing():
    answer = ask(("v1", ["the controller"]))
    assert isinstance(answer, Refused) and "the controller" in answer.reason


def test_real_data_under_a_complete_record_are_allowed_by_that_version():
    assert ask(("v1", [])) == Allowed("v1")


def test_rehearsal_only_needs_no_record_and_keeps_its_reason():
    assert isinstance(ask(rehearsal_only=True), RehearsalOnly)
    assert isinstance(ask(("v1", []), rehearsal_only=True), RehearsalOnly)


def test_published_figures_need_no_record():
    assert ask(published=True) == Allowed()


def test_practice_space_takes_no_real_data_whatever_the_record():
    assert isinstance(ask(("v1", []), practice=True), Refused)
    assert isinstance(ask(practice=True, rehearsal_only=True), Refused)
    assert ask(practice=True, synthetic=True) == Allowed()


def test_synthetic_data_stay_out_of_the_force_itself():
    answer = ask(("v1", []), synthetic=True, rehearsal_only=True)
    assert isinstance(answer, Refused) and "practice space" in answer.reason
