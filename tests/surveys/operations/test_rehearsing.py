"""A survey is tried out with made-up answers: marked, apart from every real one, and gone when a lead says so."""

from unittest import mock

import pytest
from django.urls import reverse

from cjnudge.audit.models import AuditEvent
from cjnudge.jobs.models import Job
from surveys.first_steps import state as first_step
from surveys.lifecycle import State, WrongState
from surveys.models import FreeText, Pool, Response, Station, SurveyInvitation, Wave
from surveys.operations import fielding, inviting, rehearsing, stations
from surveys.operations.closing import close_wave, withdraw_wave
from surveys.queries.officers import open_waves
from surveys.queries.options import earlier_waves
from surveys.queries.waves import subjects_of
from surveys.refusals import Refused
from surveys.views import rehearsing as views
from tests.people import NOW
from tests.surveys.views.test_setting_up import as_lead
from tests.surveys.waves import TODAY, Listed, draft, launched, made_up_wave

__all__ = ["as_lead"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_broker():
    with mock.patch("cjnudge.jobs.operations.wake"):
        yield


@pytest.fixture
def today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def wave(force, lead):
    return draft(force, lead)


def address(name, wave):
    return reverse(f"surveys:{name}", args=[wave.force.slug, wave.pk])


def test_try_out_is_closed_marked_and_reachable_from_its_survey(as_lead, wave):
    answer = as_lead.post(address("wave_rehearse", wave), follow=True)
    made = Wave.objects.get(synthetic=True)
    assert answer.redirect_chain[0][0] == address("wave", made) and views.MADE in answer.content.decode()
    assert "Synthetic data" in answer.content.decode()
    assert (made.rehearses, made.state, made.answers_in) == (wave, State.CLOSED, 200)
    assert Response.objects.filter(wave=made, synthetic=True).count() == 200
    assert Response.objects.count() == 200 and not FreeText.objects.filter(synthetic=False).exists()
    assert address("wave", made) in as_lead.get(address("wave", wave)).content.decode()
    assert Job.objects.get(kind="surveys.release").payload == {"wave": str(made.pk)}
    assert AuditEvent.objects.filter(action="wave.rehearsed").count() == 1


def test_list_of_surveys_keeps_them_apart(as_lead, wave, lead):
    made_up_wave(wave, lead)
    answer = as_lead.get(reverse("surveys:waves", args=[wave.force.slug]))
    assert [row["wave"].synthetic for row in answer.context["rows"]] == [False]
    real, made_up = answer.content.decode().split("With made-up answers")
    assert "Synthetic data" in made_up and "Try-out" in made_up and "Try-out" not in real


def test_same_survey_gives_the_same_answers_and_one_try_out(wave, lead):
    first = made_up_wave(wave, lead)
    given = answers(first)
    second = made_up_wave(wave, lead)
    assert answers(second) == given and not Wave.objects.filter(pk=first.pk).exists()


def answers(wave):
    return sorted(repr(row.answers) for row in wave.responses.all())


def test_try_out_asks_what_the_survey_will_ask(force, lead):
    wave = draft(
        force, lead, people=120, modules=[["knowledge", 1], ["vignettes", 1]], ethics_reference="REC 26/14"
    )
    made = made_up_wave(wave, lead)
    asked = {key for row in made.responses.all() for key in row.answers}
    assert {"k1", "b1", "c1"} <= asked and any(key.startswith("v.") for key in asked)
    assert made.frozen["modules"] and set(made.strata["units"]) <= {"north", "south", ""}


def test_try_out_waits_for_the_units(force, lead):
    wave = draft(force, lead, units=[])
    with pytest.raises(Refused, match="Choose the units"):
        made_up_wave(wave, lead)


@pytest.mark.parametrize("end", [None, close_wave, withdraw_wave])
def test_launched_survey_is_not_tried_out(as_lead, force, lead, end):
    wave = launched(force, lead)
    if end:
        end(wave=wave, by=lead, at=NOW)
    with pytest.raises(WrongState):
        made_up_wave(Wave.objects.get(pk=wave.pk), lead)
    as_lead.post(address("wave_rehearse", wave))
    assert not Wave.objects.filter(synthetic=True).exists()


def test_made_up_answers_never_go_into_a_real_survey(force, lead):
    real = draft(force, lead)
    made = rehearsing.as_made_up(real, by=lead, at=NOW, on=TODAY)
    contents = rehearsing.contents_for(made, range(5), seed=1)
    stored = launched(force, lead)
    unmarked = Wave(force=force, title="Autumn", frozen=made.frozen, made_by=lead, made_at=NOW)
    for wave in (real, stored, unmarked, made_up_wave(real, lead)):
        with pytest.raises(Refused, match="no other"):
            rehearsing.field_made_up(wave=wave, contents=contents, by=lead, at=NOW)
    assert not Response.objects.filter(wave__synthetic=False).exists()


def test_nobody_is_asked_in_a_try_out(wave, lead):
    made, now = made_up_wave(wave, lead), {"by": lead, "at": NOW}
    values = {name: getattr(made, name) for names in fielding.FIELDS.values() for name in names}
    tries = [
        lambda: inviting.list_people(wave=made, people=[Listed("a@example.org")], on=TODAY, **now),
        lambda: inviting.replace_link(wave=made, address="a@example.org", on=TODAY, **now),
        lambda: stations.make_code(wave=made, area="West", kind="kiosk", headcount=50, **now),
        lambda: fielding.launch_wave(wave=made, on=TODAY, **now),
        lambda: fielding.set_up(wave=made, step="audience", values=values, **now),
        lambda: withdraw_wave(wave=made, **now),
    ]
    for one in tries:
        pytest.raises(WrongState, one)
    assert not any(rows.objects.filter(wave=made).exists() for rows in (SurveyInvitation, Station, Pool))


def test_try_out_counts_nowhere_as_a_survey(force, wave, lead):
    made = made_up_wave(wave, lead)
    assert first_step(force).hint == "A survey is being set up. Nothing has been sent."
    assert list(open_waves(force, TODAY)) == []
    assert made.pk not in dict(subjects_of(force)) and made not in earlier_waves(wave)


def test_try_out_is_deleted_after_a_second_look_and_a_real_survey_never(as_lead, wave, lead):
    made = made_up_wave(wave, lead)
    assert "every made-up answer" in as_lead.get(address("wave_delete", made)).content.decode()
    assert as_lead.post(address("wave_delete", made)).url == address("wave", wave)
    assert not (Wave.objects.filter(synthetic=True).exists() or Response.objects.exists())
    assert as_lead.post(address("wave_delete", wave)).status_code == 404
    with pytest.raises(Refused, match="withdrawn, and not deleted"):
        rehearsing.delete_made_up(wave=wave, by=lead, at=NOW)
    assert Wave.objects.filter(pk=wave.pk).exists()


def test_survey_that_another_is_compared_with_stays(wave, lead):
    made = made_up_wave(wave, lead)
    later = rehearsing.as_made_up(wave, by=lead, at=NOW, on=TODAY)
    later.rehearses, later.follows = None, made
    contents = rehearsing.contents_for(later, range(12), seed=2)
    rehearsing.field_made_up(wave=later, contents=contents, by=lead, at=NOW)
    with pytest.raises(Refused, match="delete that first"):
        rehearsing.delete_made_up(wave=made, by=lead, at=NOW)
    assert Wave.objects.filter(pk=made.pk).exists()
