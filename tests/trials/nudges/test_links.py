"""What the register brings to other pages."""

import datetime
from dataclasses import replace

import pytest
from django.urls import reverse

from cjnudge.accounts.awaiting import awaiting
from cjnudge.accounts.ownership import owned_by
from cjnudge.barrier_links import links_for
from cjnudge.being_tried import announced
from tests.people import NOW, make_person
from tests.trials.nudges.records import FULL
from tests.trials.nudges.test_operations import live
from tests.trials.nudges_world import approved, make_draft
from trials.models import Trial
from trials.nudge_links import hand_over_all, officers_may_know
from trials.nudges.record import Origin
from trials.operations.trials import create_trial

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
TOLD = replace(FULL, officer_notice="A card on the desk asks one question.")


def told(force, on=TODAY):
    return [one.text for one in officers_may_know(force, on)]


@pytest.fixture
def second(force):
    return make_person("second", force, "lead")


def test_barrier_leads_a_lead_to_a_draft_and_nobody_else(force, lead):
    there = reverse(
        "trials:nudge_from_barrier", args=[force.slug, "0" * 8 + "-0000-4000-8000-" + "0" * 12, "C-Ps"]
    )
    wave = there.split("/")[-3]
    assert ("Plan a nudge", there) in links_for(force, "lead", wave, "C-Ps")
    assert links_for(force, "evaluator", wave, "C-Ps") == []
    assert links_for(force, "lead", wave, "X-Xx") == []


def test_complete_draft_awaits_everybody_but_its_writers(force, lead, second, evaluator):
    make_draft(force, lead)
    make_draft(force, lead, replace(FULL, wording=""), title="Not ready")
    texts = {
        person: [item.text for item in awaiting(force, user, role, NOW) if "nudge" in item.text]
        for person, user, role in (
            ("writer", lead, "lead"),
            ("second", second, "lead"),
            ("ev", evaluator, "evaluator"),
        )
    }
    waits = ["Version 1 of the nudge “Desk card” waits for your approval"]
    assert texts == {"writer": [], "second": waits, "ev": waits}


def test_officers_are_told_of_an_approved_nudge_while_it_is_live(force, lead, second):
    version = approved(force, lead, second, held=TOLD)
    assert told(force) == []  # approved, and live nowhere
    live(version, lead, ended_on=TODAY)
    assert told(force) == [TOLD.officer_notice]
    assert [one.title for one in announced(force, TODAY)] == ["Desk card"]
    assert (
        told(force, TODAY + datetime.timedelta(days=1))
        == told(force, TODAY - datetime.timedelta(days=1))
        == []
    )


def test_nudge_live_in_several_places_is_told_once(force, lead, second):
    version = approved(force, lead, second, held=TOLD)
    live(version, lead)
    live(version, lead, title="Stevenage", units=["Stevenage"])
    assert len(told(force)) == 1


def test_nothing_is_told_without_a_text_or_of_made_up_data(force, lead, second):
    live(approved(force, lead, second), lead)
    made_up = replace(TOLD, origin=Origin(kind="survey", synthetic=True))
    live(approved(force, lead, second, held=made_up, title="Made up"), lead)
    assert told(force) == []


def test_practice_space_tells_officers_nothing(practice, lead, second):
    live(approved(practice, lead, second, held=TOLD), lead)
    assert told(practice) == []


@pytest.mark.parametrize("in_trial, said", [(False, []), (True, [TOLD.officer_notice])])
def test_nudge_inside_a_trial_is_told_only_where_its_text_says_so(
    force, lead, second, snapshot, in_trial, said
):
    values = {"title": "T", "question": "Q?", "measure": "oocr_share_positive", "basis": "closed"}
    trial = create_trial(force=force, snapshot=snapshot, design="two_groups", by=lead, at=NOW, **values)
    held = replace(TOLD, notice_in_trial=in_trial)
    live(approved(force, lead, second, held=held), lead, trial=Trial.objects.get(pk=trial.pk))
    assert told(force) == said


def test_leaver_hands_over_every_nudge(force, lead, second):
    make_draft(force, lead)
    assert ("nudges", 1) in [(kind.key, number) for kind, number in owned_by(lead, [force])]
    assert hand_over_all(lead, second, force, NOW, "tests") == 1
    assert owned_by(lead, [force]) == []
