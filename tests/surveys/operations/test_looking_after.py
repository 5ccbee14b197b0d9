"""What falls due happens once: mails, the close, and the end of lists, drafts and answers."""

from datetime import datetime, timedelta
from unittest import mock
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend

from cjnudge.accounts.permissions import Role
from cjnudge.audit.models import AuditEvent
from cjnudge.jobs.models import Job
from cjnudge.jobs.running import run_job
from surveys.lifecycle import State
from surveys.models import Draft, FreeText, Letter, Response, SurveyInvitation, Wave
from surveys.operations.closing import close_wave, withdraw_wave
from surveys.operations.handing_in import find_door, hand_in
from surveys.operations.inviting import replace_link
from surveys.operations.looking_after import look_after_waves
from tests.people import NOW, make_force, make_person
from tests.surveys.operations.test_at_once import all_at_once
from tests.surveys.waves import ANSWERS, TODAY, entry, launched, links

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
AFTER = datetime(2026, 12, 1, 0, 5, tzinfo=LONDON)


@pytest.fixture(autouse=True)
def no_broker():
    with mock.patch("cjnudge.jobs.operations.wake"), mock.patch("cjnudge.jobs.sweep.wake"):
        yield


@pytest.fixture
def wave(force, lead):
    return launched(force, lead, people=40, reminders=(TODAY + timedelta(days=7),))


def run_jobs():
    """Do every open job; the kinds that were done."""
    jobs = list(Job.objects.filter(state="ready").order_by("kind"))
    return [job.kind for job in jobs if run_job(job.pk)]


def events(action):
    return AuditEvent.objects.filter(action=action).count()


def answer(wave, numbers=range(1)):
    for number, token in list(enumerate(links(wave)))[numbers.start : numbers.stop]:
        door, given = find_door(token=token, on=TODAY), {"texts": {"o1": "More time"}, "bands": {}}
        hand_in(door=door, entry_id=entry(number), answers=ANSWERS, on=TODAY, **given)


def test_mails_go_out_once_however_often_it_is_looked(wave):
    for _ in range(3):
        look_after_waves(at=NOW)
    assert run_jobs() == ["surveys.send"]
    look_after_waves(at=NOW + timedelta(minutes=1))
    assert run_jobs() == []
    assert len(mail.outbox) == 40


def jobs_after_another_link(wave, lead, address):
    """What the page of jobs shows of sending another link: kind, end and numbers."""
    Job.objects.all().delete()
    replace_link(wave=wave, address=address, by=lead, at=NOW, on=TODAY)
    look_after_waves(at=NOW + timedelta(minutes=1))
    run_jobs()
    return list(Job.objects.values_list("kind", "state", "progress_done", "progress_total"))


def test_jobs_do_not_tell_whether_the_owner_of_a_lost_link_has_answered(wave, lead):
    answer(wave)
    Letter.objects.all().delete()
    used = SurveyInvitation.objects.get(done=True).address
    unused = SurveyInvitation.objects.filter(done=False).first().address
    assert jobs_after_another_link(wave, lead, used) == jobs_after_another_link(wave, lead, unused) != []
    assert [message.to for message in mail.outbox] == [[unused]]


class Unreachable(BaseEmailBackend):
    def open(self):
        raise ConnectionRefusedError


def test_jobs_do_not_tell_it_while_the_mail_server_is_down_either(wave, lead, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Unreachable"
    answer(wave)
    Letter.objects.all().delete()
    used = SurveyInvitation.objects.get(done=True).address
    unused = SurveyInvitation.objects.filter(done=False).first().address
    failed = jobs_after_another_link(wave, lead, used)
    assert [state for _, state, *_ in failed] == ["failed"]
    Letter.objects.all().delete()
    assert jobs_after_another_link(wave, lead, unused) == failed


def test_job_of_the_reminders_does_not_count_who_has_not_answered(wave):
    Letter.objects.all().delete()
    answer(wave, range(13))
    look_after_waves(at=NOW + timedelta(days=7))
    run_jobs()
    assert len(mail.outbox) == 27
    shown = Job.objects.filter(kind="surveys.send").values_list(
        "progress_text", "progress_done", "progress_total"
    )
    assert list(shown) == [("sending", 0, 0)]


def test_wave_that_opens_later_sends_nothing_before(force, lead):
    launched(force, lead, opens_on=TODAY + timedelta(days=2))
    look_after_waves(at=NOW)
    assert not Job.objects.exists()
    look_after_waves(at=NOW + timedelta(days=2))
    assert run_jobs() == ["surveys.send"]


def test_reminder_is_posted_on_its_day_and_sent_once(wave):
    Letter.objects.all().delete()  # the invitations went
    for days in (6, 7, 7, 8):
        look_after_waves(at=NOW + timedelta(days=days))
        run_jobs()
    assert len(mail.outbox) == 40
    assert {message.subject for message in mail.outbox} == {"Reminder: Autumn survey"}


def test_mail_server_that_is_down_is_tried_again_after_a_while_and_not_at_once(wave, settings):
    working, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "tests.surveys.operations.test_reminding.Down"
    look_after_waves(at=NOW)
    run_jobs()
    settings.EMAIL_BACKEND = working
    Job.objects.update(finished_at=NOW)
    look_after_waves(at=NOW + timedelta(minutes=1))
    assert run_jobs() == []
    look_after_waves(at=NOW + timedelta(minutes=21))
    assert run_jobs() == ["surveys.send"]
    assert len(mail.outbox) == 40


def test_wave_closes_when_its_last_day_has_passed_and_once(wave):
    answer(wave, range(12))
    look_after_waves(at=datetime(2026, 11, 30, 23, 55, tzinfo=LONDON))
    assert not Job.objects.filter(kind="surveys.close").exists()
    for minutes in (0, 1, 2):
        look_after_waves(at=AFTER + timedelta(minutes=minutes))
    assert "surveys.close" in run_jobs()
    look_after_waves(at=AFTER + timedelta(minutes=3))
    wave.refresh_from_db()
    assert (wave.state, Response.objects.count(), FreeText.objects.count()) == (State.CLOSED, 12, 12)
    assert events("wave.closed") == 1
    assert not Letter.objects.exists()


def test_close_under_another_master_key_changes_nothing_and_says_what_to_do(wave, settings):
    answer(wave)
    settings.MASTER_KEY = "d" * 64
    look_after_waves(at=AFTER)
    assert run_jobs() == []
    assert "CJNUDGE_MASTER_KEY" in Job.objects.get(kind="surveys.close").problem
    wave.refresh_from_db()
    assert wave.state == State.OPEN and wave.pools.exists()


@pytest.mark.parametrize("end", [close_wave, withdraw_wave])
def test_list_of_people_goes_thirty_days_after_the_end_and_once(wave, lead, end):
    end(wave=wave, by=lead, at=NOW)
    look_after_waves(at=NOW + timedelta(days=29, hours=23))
    assert SurveyInvitation.objects.count() == 40
    for _ in range(2):
        look_after_waves(at=NOW + timedelta(days=30))
    assert not SurveyInvitation.objects.exists()
    assert events("wave.list-deleted") == 1


def test_drafts_go_after_three_days_and_at_the_close(wave, lead):
    for name, days in (("old", 2), ("new", 4)):
        expires_on = TODAY + timedelta(days=days)
        Draft.objects.create(id=name * 20, wave=wave, contents=b"", expires_on=expires_on)
    look_after_waves(at=NOW + timedelta(days=2))
    assert [draft.pk[:3] for draft in Draft.objects.all()] == ["new"]
    close_wave(wave=wave, by=lead, at=NOW)
    assert not Draft.objects.exists()


def test_answers_go_when_the_years_that_were_promised_have_passed(force, lead):
    wave = launched(force, lead, kept_years=1)
    answer(wave)
    close_wave(wave=wave, by=lead, at=NOW)
    look_after_waves(at=NOW + timedelta(days=364))
    assert Response.objects.count() == FreeText.objects.count() == 1
    for _ in range(2):
        look_after_waves(at=NOW + timedelta(days=365))
    assert not Response.objects.exists() and not FreeText.objects.exists()
    assert events("wave.answers-expired") == 1


def test_lead_sees_bands_of_the_day_before_and_no_live_figure(wave):
    look_after_waves(at=NOW)
    answer(wave, range(40))
    look_after_waves(at=NOW + timedelta(hours=3))
    assert Wave.objects.get().uptake["units"] == {"north": "under 25 %"}
    look_after_waves(at=NOW + timedelta(days=1))
    assert Wave.objects.get().uptake["units"] == {"north": "over 75 %"}


@pytest.mark.django_db(transaction=True)
def test_two_workers_who_look_at_once_have_each_effect_once():
    force = make_force()
    lead = make_person("lead", force, Role.LEAD)
    wave = launched(force, lead, people=40, reminders=(TODAY + timedelta(days=7),))
    answer(wave, range(10))
    for at, kind in (
        (NOW, "surveys.send"),
        (NOW + timedelta(days=7), "surveys.send"),
        (AFTER, "surveys.close"),
    ):
        assert all_at_once([lambda at=at: look_after_waves(at=at)] * 2) == [None, None]
        job = Job.objects.get(kind=kind, state="ready")
        assert sorted(all_at_once([lambda job=job: run_job(job.pk)] * 2)) == [False, True]
    counted = [message.subject for message in mail.outbox]
    assert counted.count("Reminder: Autumn survey") == 30
    assert counted.count("Hertfordshire: your view on Autumn survey") == 30  # ten had answered
    assert Response.objects.count() == 10
    assert events("wave.closed") == 1
    assert all_at_once([lambda: look_after_waves(at=AFTER + timedelta(days=31))] * 2) == [None, None]
    assert events("wave.list-deleted") == 1
