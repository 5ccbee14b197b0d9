"""The way through a survey: from the notice to the thanks, with nothing stored before it is wanted or after."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cjnudge.audit.models import AuditEvent
from surveys.identity import pool
from surveys.master import master
from surveys.models import Draft, Pool, Response, SurveyInvitation
from surveys.operations.closing import close_wave, withdraw_wave
from tests.people import NOW

pytestmark = pytest.mark.django_db


def stored(wave):
    """What lies in the pool."""
    row = Pool.objects.get(wave=wave)
    return list(pool.open_pool(row.ciphertext, pool.key_of(row.salt, master=master())).values())


def text_of(response):
    return response.content.decode()


def test_officer_answers_by_link_and_one_answer_is_stored(someone, links, wave):
    first = someone.start(links[0])
    check = someone.answer_all(first, o1="Fewer forms")
    assert "Fewer forms" in text_of(someone.get(check))
    done = someone.hand_in()
    assert "your answers are handed in" in text_of(done)
    (entry,) = stored(wave)
    assert entry["answers"]["k1"] == 7 and len(entry["answers"]) == 15 + 2
    assert entry["texts"] == {"o1": "Fewer forms"}
    assert not Draft.objects.exists()
    assert SurveyInvitation.objects.filter(wave=wave, done=True).count() == 1


def test_answers_can_be_handed_in_without_a_single_one(someone, code, wave):
    address = someone.start(code)
    while "check" not in address:
        address = someone.post(address)["Location"]
    assert text_of(someone.get(address)).count("Not answered") == 15 + 5 + 3
    someone.hand_in()
    assert [entry["answers"] for entry in stored(wave)] == [{}]


def test_opening_a_link_ten_times_stores_nothing_and_spends_nothing(someone, links, code):
    before = [list(table.objects.values()) for table in (Draft, SurveyInvitation, Pool)]
    with CaptureQueriesContext(connection) as queries:
        for address in [*links[:1] * 10, code, "/s/", "/answer/", "/officers/hertfordshire/"]:
            opened = someone.get(address)
            assert not opened.cookies
    assert [list(table.objects.values()) for table in (Draft, SurveyInvitation, Pool)] == before
    assert not [q["sql"] for q in queries if not q["sql"].startswith("SELECT")]
    assert someone.start(links[0])


def test_nobody_starts_without_agreeing(someone, links):
    refused = someone.post(links[0], what="start")
    assert refused["Location"].endswith("?missing=agree") and not refused.cookies
    page = text_of(someone.get(refused["Location"]))
    assert '<a href="#agree">' in page and 'id="agree"' in page
    assert not Draft.objects.exists()


def test_first_page_says_what_was_promised(someone, links, code, wave):
    page = text_of(someone.get(links[0]))
    for text in wave.frozen["texts"]["en"]["notice"].values():
        assert text.replace("'", "&#x27;") in page
    assert "This survey is anonymous" in page and "It works once" in page
    assert "area of at least ten people" in text_of(someone.get(code))


def test_pages_after_the_start_have_no_token_and_only_one_cookie(someone, links):
    begun = someone.post(links[0], what="start", agree="yes")
    (cookie,) = begun.cookies.values()
    assert cookie["path"] == "/answer/" and cookie["httponly"] and cookie["samesite"] == "Strict"
    token = links[0].split("/")[2]
    address = someone.get("/answer/")["Location"]
    page = someone.get(address)
    assert token not in address + text_of(page) and not page.cookies
    assert page["Cache-Control"] == "no-store"


def test_every_page_is_saved_and_shown_again(someone, code):
    first = someone.start(code)
    names = someone.asked(first)
    second = someone.post(first, **{names[0]: "3", names[1]: "prefer not to say"})["Location"]
    assert second == "/answer/2/"
    shown = {field.name: field for field in someone.get(first).context["fields"]}
    assert [mark.label for mark in shown[names[0]].numbers if mark.chosen] == ["3"]
    assert [mark.label for mark in shown[names[1]].choices if mark.chosen] == ["prefer not to say"]
    assert [field.name for field in shown.values()] == names, "the order stays"


def test_cleared_page_takes_its_answers_back(someone, code):
    first = someone.start(code)
    names = someone.asked(first)
    someone.post(first, **{names[0]: "3"})
    again = someone.post(first, clear="1", **{names[0]: "3"})
    assert again["Location"] == first
    assert not [m for field in someone.get(first).context["fields"] for m in field.numbers if m.chosen]


def test_answer_changed_from_the_check_leads_back_to_it(someone, code):
    check = someone.answer_all(someone.start(code))
    row = someone.get(check).context["rows"][0]
    names = someone.asked(row.address)
    assert 'name="check"' in text_of(someone.get(row.address))
    back = someone.post("/answer/1/", check="1", **dict.fromkeys(names, "2"))
    assert back["Location"] == "/answer/check/"
    assert someone.get(check).context["rows"][0].answer == "2"


def test_too_long_text_is_shown_again_with_what_to_do_and_cannot_be_handed_in(someone, code, wave):
    first = someone.start(code)
    address = first
    while "o1" not in (names := someone.asked(address)):
        address = someone.post(address, **dict.fromkeys(names, "7"))["Location"]
    refused = someone.post(address, o1="x" * 312)
    assert refused["Location"] == address
    page = text_of(someone.get(address))
    assert '<a href="#q1">Shorten this to 300 characters: it has 312.</a>' in page and 'id="q1"' in page
    assert "x" * 312 in page and page.index("<title>Error:")
    handed = someone.post("/answer/check/")
    assert handed["Location"] == f"{address}?check=1" and stored(wave) == []


def test_progress_is_true(someone, code):
    address, seen = someone.start(code), []
    while True:
        page = someone.get(address)
        seen.append((page.context["number"], page.context["total"]))
        if "check" in address:
            break
        address = someone.post(address)["Location"]
    assert seen == [(n, len(seen)) for n in range(1, len(seen) + 1)]


def test_bands_are_kept_only_where_they_were_offered(someone, code, wave):
    someone.answer_all(someone.start(code))
    someone.post("/answer/about-you/", area="north", role="chief", service="under_2", shoe_size="9")
    someone.hand_in()
    assert stored(wave)[0]["bands"] == {"area": "north", "service": "under_2"}


def test_wave_that_closes_keeps_nothing_and_says_so(someone, code, wave, lead):
    first = someone.start(code)
    close_wave(wave=wave, by=lead, at=NOW)
    closed = someone.post(first, k1="7")
    assert closed.status_code == 410 and "This survey has closed" in text_of(closed)
    assert not Draft.objects.exists() and not Response.objects.exists()
    assert closed.cookies["survey"].value == ""
    assert "No survey is open" in text_of(someone.get(first))


def test_closing_day_passes_before_the_wave_is_closed(someone, code, wave, today):
    first = someone.start(code)
    today(NOW.replace(month=12))
    assert "This survey has closed" in text_of(someone.get(first))
    assert "This survey has closed" in text_of(someone.get(code))


def test_withdrawn_wave_says_that_answers_were_destroyed(someone, links, wave, lead):
    first = someone.start(links[0])
    withdraw_wave(wave=wave, by=lead, at=NOW)
    for address in (first, links[0]):
        page = text_of(someone.get(address))
        assert "This survey was withdrawn" in page or "No survey is open" in page
    assert not Draft.objects.exists()


def test_unknown_link_and_code_are_answered_kindly(someone, wave):
    for address in ("/s/nobody-knows-this/", "/s/code/34679ACE/", "/s/code/%00/", "/s/%F0%9F%A4%96/"):
        assert someone.get(address).status_code == 404
        assert "There is no survey at this address" in text_of(someone.get(address))


def test_code_is_taken_as_people_type_it(someone, code):
    typed = code.split("/")[3].lower()
    assert someone.post("/s/", code=f" {typed[:4]}-{typed[4:]} ")["Location"] == code
    wrong = someone.post("/s/", code="poster")
    assert '<a href="#code">' in text_of(someone.get(wrong["Location"]))


def test_page_numbers_that_are_not_there_lead_to_the_questions(someone, code):
    someone.start(code)
    for number in (0, 99):
        assert someone.get(f"/answer/{number}/")["Location"] == "/answer/"


def test_whoever_answers_leaves_no_line_in_the_audit_trail(someone, code, links):
    before = AuditEvent.objects.count()
    someone.answer_all(someone.start(code))
    someone.hand_in()
    assert AuditEvent.objects.count() == before
