"""How long a session lasts, and what ends it."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from cjnudge.accounts import sessions
from cjnudge.accounts.models import Membership
from cjnudge.accounts.operations.forgetting import forget_ended_sessions
from cjnudge.accounts.operations.passwords import change_password
from cjnudge.accounts.operations.people import change_role, end_access
from cjnudge.accounts.permissions import Role
from cjnudge.celery import app
from tests.people import NOW

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


def sign_in(person, password=PASSWORD):
    client = Client()
    client.post(reverse("accounts:sign_in"), {"username": person.email, "password": password})
    return client


def is_in(client):
    return client.get(reverse("accounts:own_password")).status_code == 200


def test_idle_session_ends_after_fifteen_minutes_exactly(clock, lead):
    for seconds, still_in in ((899, True), (900, False)):
        client = sign_in(lead)
        clock.advance(seconds=seconds)
        assert is_in(client) is still_in


def test_idle_time_runs_from_the_last_activity_and_not_from_the_last_stored(clock, lead):
    client = sign_in(lead)
    clock.advance(seconds=59)
    assert is_in(client)
    clock.advance(seconds=899)
    assert is_in(client)
    clock.advance(seconds=901)
    assert not is_in(client)


def test_busy_session_ends_after_ten_hours_exactly(clock, lead):
    client = sign_in(lead)
    for _ in range(59):
        clock.advance(minutes=10)
        assert is_in(client)
    clock.advance(seconds=599)
    assert is_in(client)
    clock.advance(seconds=1)
    assert not is_in(client)


def test_activity_is_stored_once_a_minute(clock, lead, django_assert_num_queries):
    client = sign_in(lead)
    clock.advance(seconds=59)
    with django_assert_num_queries(2) as reads:
        is_in(client)
    assert all(query["sql"].startswith("SELECT") for query in reads.captured_queries)
    clock.advance(seconds=1)
    before = Session.objects.get().session_data
    is_in(client)
    assert Session.objects.get().session_data != before


def test_cookie_adds_no_more_than_the_unstored_minute(clock, lead):
    client = sign_in(lead)
    key = client.session.session_key
    signer = sessions.ActivitySigner(salt=f"cjnudge.accounts.activity.{key}")
    far_ahead = int(NOW.timestamp()) + 86400
    client.cookies[sessions.cookie_name()] = signer.sign_object(far_ahead)
    clock.advance(seconds=961)
    assert not is_in(client)


@pytest.mark.parametrize("forged", ["1", "x:y", '"', "bm90aGluZw:abc"])
def test_forged_activity_cookie_adds_nothing(clock, lead, forged):
    client = sign_in(lead)
    client.cookies[sessions.cookie_name()] = forged
    clock.advance(seconds=900)
    assert not is_in(client)


def test_polling_keeps_nobody_signed_in(clock, lead):
    client = sign_in(lead)
    for _ in range(15):
        clock.advance(minutes=1)
        answer = client.get(reverse("accounts:own_password"), headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"].startswith(reverse("accounts:sign_in"))


@pytest.mark.parametrize("address", ["http://[evil", "//[", "http://evil.example//elsewhere.example"])
def test_odd_address_of_the_open_page_leads_nowhere_else(client, lead, address):
    headers = {"HX-Request": "true", "HX-Current-URL": address}
    asked = client.get(reverse("accounts:own_password"), headers=headers).headers["HX-Redirect"]
    answer = client.post(asked, {"username": lead.email, "password": PASSWORD})
    assert answer.headers["Location"] == "/"


def test_person_is_told_why_they_are_signed_out(clock, lead):
    client = sign_in(lead)
    clock.advance(hours=1)
    answer = client.get(reverse("accounts:own_password"), follow=True)
    assert "You were signed out because" in answer.content.decode()


def test_session_without_stamps_is_no_session(lead):
    client = sign_in(lead)
    session = client.session
    del session[sessions.BEGAN]
    session.save()
    assert not is_in(client)


def test_session_id_changes_at_sign_in(lead):
    client = Client()
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    planted = session.session_key
    client.cookies["session"] = planted
    client.post(reverse("accounts:sign_in"), {"username": lead.email, "password": PASSWORD})
    assert is_in(client)
    assert client.session.session_key != planted
    assert not Session.objects.filter(pk=planted).exists()


def test_sign_out_ends_the_session_on_the_server(lead):
    client = sign_in(lead)
    stolen = Client()
    stolen.cookies["session"] = client.cookies["session"].value
    assert is_in(stolen)
    answer = client.post(reverse("accounts:sign_out"))
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert not is_in(stolen)
    assert not Session.objects.exists()


def test_changed_role_ends_the_sessions_under_the_old_one(lead, administrator):
    client = sign_in(lead)
    membership = Membership.objects.get(user=lead)
    change_role(membership=membership, role=Role.EVALUATOR, by=administrator, at=NOW)
    assert not is_in(client)
    assert is_in(sign_in(lead))


def test_ended_access_ends_every_session_at_once(lead, administrator):
    clients = [sign_in(lead), sign_in(lead)]
    end_access(membership=Membership.objects.get(user=lead), to={}, by=administrator, at=NOW)
    assert not any(is_in(client) for client in clients)


def test_closed_account_ends_every_session_at_once(lead):
    client = sign_in(lead)
    type(lead).objects.filter(pk=lead.pk).update(is_active=False)
    assert not is_in(client)


def test_changed_password_ends_every_other_session(lead):
    here, elsewhere = sign_in(lead), sign_in(lead)
    before = here.session.session_key
    new = "three odd words here"
    here.post(reverse("accounts:own_password"), {"present": PASSWORD, "password": new, "again": new})
    assert is_in(here)
    assert here.session.session_key != before
    assert not is_in(elsewhere)


def test_without_its_mark_a_session_would_outlive_the_password(lead, monkeypatch):
    monkeypatch.setattr(type(lead), "get_session_auth_hash", lambda person: "the same for ever")
    client = sign_in(lead)
    change_password(user=lead, password="three odd words here", by=lead, at=NOW)
    assert is_in(client)


def test_page_of_a_signed_in_person_is_kept_by_no_cache(lead):
    answer = sign_in(lead).get(reverse("accounts:own_password"))
    assert "no-store" in answer.headers["Cache-Control"]


def test_sessions_whose_time_is_over_are_forgotten_and_others_go_on(clock, lead):
    forgotten = sign_in(lead)
    clock.advance(hours=9, minutes=50)
    client = sign_in(lead)
    clock.advance(minutes=10)
    assert forget_ended_sessions(at=clock.now) == 1
    assert not Session.objects.filter(pk=forgotten.session.session_key).exists()
    assert is_in(client)


def test_scheduler_has_ended_sessions_forgotten_once_a_day(lead):
    sign_in(lead)
    Session.objects.update(expire_date=NOW - timedelta(days=365))
    entry = app.conf.beat_schedule["forget sessions"]
    assert entry["schedule"] == 24 * 3600
    app.tasks[entry["task"]]()
    assert not Session.objects.exists()
