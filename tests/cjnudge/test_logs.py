"""No secret of a mailed link in the log."""

import io
import logging
from logging.config import dictConfig

import pytest
from django.conf import settings
from django.test import Client

TOKEN = "kT9vXcanary0123456789abcdefghijklmnop"


@pytest.fixture
def log():
    """What the log of an installation would hold, filled by the handler of its own settings."""
    dictConfig(settings.LOGGING)
    handler = logging.getLogger().handlers[0]
    held = handler.setStream(io.StringIO())
    yield handler.stream
    handler.setStream(held)


@pytest.mark.django_db
@pytest.mark.parametrize("path", [f"/invitations/{TOKEN}/", f"/password/new/{TOKEN}/{TOKEN}/"])
@pytest.mark.parametrize("method", ["get", "post", "put"])
def test_refused_request_to_a_mailed_link_leaves_no_secret_in_the_log(log, path, method):
    answer = getattr(Client(enforce_csrf_checks=True), method)(path)
    assert answer.status_code in {403, 404, 405}
    text = log.getvalue()
    assert path.split(TOKEN)[0] in text
    assert TOKEN not in text


@pytest.mark.django_db
def test_without_the_filter_the_secret_would_be_in_the_log(log, monkeypatch):
    monkeypatch.setattr("cjnudge.logs.HideMailedLinks.filter", lambda self, record: True)
    Client().get(f"/invitations/{TOKEN}/")
    assert TOKEN in log.getvalue()


def test_other_lines_stay_as_they_are(log):
    logging.getLogger("cjnudge").warning("The broker is not reachable: job %s waits.", 7)
    assert log.getvalue() == "The broker is not reachable: job 7 waits.\n"


@pytest.mark.django_db
def test_refused_page_leaves_one_line_and_no_trace(log, client, force, officer):
    client.force_login(officer)
    client.get(f"/forces/{force.slug}/trials/")
    assert "Forbidden" in log.getvalue()
    assert "Traceback" not in log.getvalue()


@pytest.mark.django_db
def test_without_the_filter_every_refusal_would_leave_a_trace(log, client, force, officer, monkeypatch):
    monkeypatch.setattr("cjnudge.logs.NoTraceOfRefusals.filter", lambda self, record: True)
    client.force_login(officer)
    client.get(f"/forces/{force.slug}/trials/")
    assert "Traceback" in log.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize("path", [f"/s/{TOKEN}/", f"/s/code/{TOKEN}/", "/answer/1/"])
def test_page_for_respondents_leaves_no_line_in_the_log(log, path):
    assert Client().get(path).status_code == 404
    assert Client().post(path).status_code == 403
    assert log.getvalue() == ""
