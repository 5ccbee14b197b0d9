"""Pages for respondents know no account, and take nothing that another site sends."""

import logging

import pytest
from django.contrib.sessions.models import Session
from django.test import Client, RequestFactory
from django.urls import URLPattern, get_resolver

from cjnudge.logs import NoLineOfRespondents
from surveys.models import Draft
from surveys.views.apart import comes_from_here, is_apart

pytestmark = pytest.mark.django_db
ADDRESSES = ("/s/", "/answer/1/", "/answer/thanks/", "/officers/hertfordshire/", "/answer/cleared/")


def test_session_of_an_account_is_neither_read_nor_set(client, lead, wave, code, django_assert_num_queries):
    client.force_login(lead)
    with django_assert_num_queries(0):
        client.get("/answer/cleared/")
    Session.objects.all().delete()
    for address in (*ADDRESSES, code):
        answered = client.get(address)
        assert lead.name not in answered.content.decode() and not answered.cookies, address
    Session.objects.all().delete()


def test_account_page_reads_the_session_and_so_the_test_can_fail(client, lead, django_assert_num_queries):
    client.force_login(lead)
    with pytest.raises(pytest.fail.Exception), django_assert_num_queries(0):
        client.get("/accessibility/")


def test_no_form_token_is_set_or_asked_for(wave, code):
    strict = Client(enforce_csrf_checks=True, HTTP_SEC_FETCH_SITE="same-origin")
    opened = strict.get(code)
    assert "csrfmiddlewaretoken" not in opened.content.decode() and not opened.cookies
    assert strict.post(code, {"what": "start", "agree": "yes"})["Location"] == "/answer/"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_SEC_FETCH_SITE": "same-site"},
        {"HTTP_SEC_FETCH_SITE": "none"},
        {"HTTP_ORIGIN": "null"},
        {"HTTP_ORIGIN": "https://testserver"},
        {"HTTP_ORIGIN": "http://testserver.example"},
        {"HTTP_REFERER": "http://example.org/http://testserver/"},
        {"HTTP_ORIGIN": "http://[", "HTTP_REFERER": "http://testserver/"},
        {"HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_ORIGIN": "http://testserver"},
    ],
)
def test_form_from_elsewhere_is_refused_and_stores_nothing(code, headers):
    refused = Client(**headers).post(code, {"what": "start", "agree": "yes"})
    assert refused.status_code == 403 and "This was not saved" in refused.content.decode()
    assert not refused.cookies and not Draft.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [{"HTTP_SEC_FETCH_SITE": "same-origin"}, {"HTTP_ORIGIN": "http://testserver"},
     {"HTTP_REFERER": "http://testserver/s/x/"}],
)  # fmt: skip
def test_form_of_an_old_or_new_browser_from_here_is_taken(headers):
    assert comes_from_here(RequestFactory(**headers).post("/s/"))


def test_every_address_for_respondents_is_apart_and_no_other():
    found = {entry.name for entry in get_resolver("surveys.urls").url_patterns
             if isinstance(entry, URLPattern) and getattr(entry.callback, "apart", False)}  # fmt: skip
    assert found == {
        "officers", "enter", "by_code", "by_link", "answer", "page", "about_you", "check", "thanks", "leave", "clear",
        "cleared", "own_code", "cases",
    }  # fmt: skip
    assert not is_apart(RequestFactory().get("/accounts/sign-in/"))


def test_log_keeps_no_line_of_a_respondent_but_of_a_fault():
    def kept(status, **marks):
        request = RequestFactory().get("/answer/1/")
        vars(request).update(marks)
        record = logging.makeLogRecord({"request": request, "status_code": status})
        return NoLineOfRespondents().filter(record)

    assert not kept(404, apart=True) and not kept(410, apart=True)
    assert kept(500, apart=True) and kept(404)
    assert NoLineOfRespondents().filter(logging.makeLogRecord({}))


def test_practice_space_and_unknown_force_have_no_page_for_officers(client, practice):
    for slug in (practice.slug, "atlantis"):
        assert client.get(f"/officers/{slug}/").status_code == 404


def test_officers_page_lists_what_is_open_and_whom_to_ask(client, wave, force, other_force, today):
    page = client.get(f"/officers/{force.slug}/").content.decode()
    assert "Autumn survey" in page and "Jo Bell" in page and "fewer than ten" in page
    assert "None at the moment" in client.get(f"/officers/{other_force.slug}/").content.decode()
