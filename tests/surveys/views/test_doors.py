"""One link gives one answer, a repeat meets the thanks, and a shared computer forgets."""

import pytest

from surveys.answering.ticket import read_ticket
from surveys.identity.drafts import DraftKeys, seal_draft
from surveys.identity.tokens import hash_of, token_of
from surveys.master import master
from surveys.models import Draft, SurveyInvitation
from surveys.operations.inviting import replace_link
from surveys.views.cookies import KIOSK_SECONDS
from tests.people import NOW
from tests.surveys.views.test_answering import stored, text_of

pytestmark = pytest.mark.django_db


def code_shown(officer):
    """The resume code as the page tells it."""
    return officer.get("/answer/leave/").context["resume"]


def test_one_link_in_two_browsers_gives_one_answer_and_the_other_is_told_kindly(officer_at, links, wave):
    here, there = officer_at(), officer_at()
    for browser in (here, there):
        browser.answer_all(browser.start(links[0]))
    assert "your answers are handed in" in text_of(here.hand_in())
    assert "An answer was already handed in with this link" in text_of(there.hand_in())
    assert len(stored(wave)) == 1 and not Draft.objects.exists()
    assert "Jo Bell" in text_of(here.get(links[0]))


@pytest.mark.parametrize("door", ["links", "code"])
def test_handing_in_twice_stores_once_and_thanks_twice(someone, door, wave, request):
    address = request.getfixturevalue(door)
    someone.answer_all(someone.start(address if door == "code" else address[0]))
    assert "your answers are handed in" in text_of(someone.hand_in())
    assert "your answers are handed in" in text_of(someone.hand_in())
    for again in ("/answer/thanks/", "/answer/1/", "/answer/"):
        assert "your answers are handed in" in text_of(someone.get(again, follow=True))
    assert len(stored(wave)) == 1


@pytest.mark.parametrize("door", ["links", "code"])
def test_hand_in_whose_draft_outlived_it_is_thanked_and_stored_once(
    someone, door, wave, request, monkeypatch
):
    """The process ends between storing the answer and deleting the draft."""
    address = request.getfixturevalue(door)
    someone.answer_all(someone.start(address if door == "code" else address[0]))
    with monkeypatch.context() as killed:
        killed.setattr("surveys.views.answering.delete_draft", lambda keys: None)
        someone.post("/answer/check/")
    assert Draft.objects.count() == 1
    assert "your answers are handed in" in text_of(someone.hand_in())
    assert len(stored(wave)) == 1


def test_spent_link_opens_nothing_more(someone, officer_at, links):
    someone.answer_all(someone.start(links[0]))
    someone.hand_in()
    assert "An answer was already handed in" in text_of(officer_at().get(links[0]))
    refused = officer_at().post(links[0], what="start", agree="yes")
    assert refused.status_code == 410 and not refused.cookies


def test_answers_are_taken_up_on_another_computer_with_the_code(someone, officer_at, links, wave):
    first = someone.start(links[0])
    someone.post(first, **dict.fromkeys(someone.asked(first), "4"))
    code = code_shown(someone)
    there = officer_at()
    back = there.post(links[0], what="resume", resume=code.lower().replace(" ", ""))
    assert back["Location"] == "/answer/"
    assert there.get("/answer/")["Location"] == "/answer/2/"
    there.answer_all("/answer/2/")
    there.hand_in()
    assert list(stored(wave)[0]["answers"].values()).count(4) == 3


def test_code_of_another_draft_wave_or_day_opens_nothing(someone, officer_at, links, code, today):
    someone.start(links[0])
    resume = code_shown(someone)
    there = officer_at()
    wrong = there.post(links[0], what="resume", resume="34679ACD")
    assert wrong["Location"].endswith("?missing=code") and not wrong.cookies
    page = text_of(there.get(wrong["Location"]))
    assert '<a href="#resume">' in page and 'id="resume"' in page and "<details" in page
    today(NOW.replace(day=NOW.day + 3))
    assert there.post(links[0], what="resume", resume=resume)["Location"].endswith("?missing=code")
    assert "deleted after three days" in text_of(someone.get("/answer/1/"))


def test_draft_is_there_until_the_end_of_the_day_it_was_promised_for(someone, links, today):
    someone.start(links[0])
    last = someone.get("/answer/leave/").context["last_day"]
    today(NOW.replace(day=last.day, hour=22))
    assert someone.get("/answer/1/").status_code == 200


def test_cleared_computer_knows_nothing_and_the_code_still_opens_the_answers(someone, officer_at, links):
    someone.start(links[0])
    code = code_shown(someone)
    left = someone.browser.post("/answer/clear/", follow=True)
    assert "This computer is cleared" in text_of(left)
    assert "No survey is open" in text_of(someone.get("/answer/1/"))
    assert officer_at().post(links[0], what="resume", resume=code)["Location"] == "/answer/"


def test_answers_taken_back_are_gone(someone, links):
    someone.start(links[0])
    someone.post("/answer/clear/", delete="1")
    assert not Draft.objects.exists()


def test_kiosk_forgets_at_the_thanks_and_leads_to_the_next_person(someone, kiosk, wave):
    someone.answer_all(someone.start(kiosk))
    done = text_of(someone.hand_in())
    assert "This computer has forgotten your answers" in done and f'href="{kiosk}"' in done
    assert "No survey is open" in text_of(someone.get("/answer/thanks/"))
    someone.answer_all(someone.start(kiosk))
    someone.hand_in()
    assert len(stored(wave)) == 2


def test_kiosk_forgets_after_ten_minutes_and_returns_to_its_start(someone, kiosk):
    begun = someone.post(kiosk, what="start", agree="yes")
    assert begun.cookies["survey"]["max-age"] == KIOSK_SECONDS
    page = someone.get("/answer/1/")
    assert page["Refresh"] == f"{KIOSK_SECONDS}; url={kiosk}"
    assert someone.post("/answer/1/").cookies["survey"]["max-age"] == KIOSK_SECONDS
    assert "forgets your answers ten minutes after" in text_of(someone.get(kiosk))


def test_computer_of_ones_own_keeps_the_cookie_until_the_browser_closes(someone, code):
    begun = someone.post(code, what="start", agree="yes")
    assert begun.cookies["survey"]["max-age"] == ""
    assert "Refresh" not in someone.get("/answer/1/")


def test_draft_outlives_a_link_that_was_replaced_and_goes_on_with_the_new_one(
    someone, officer_at, links, wave, lead
):
    someone.start(links[0])
    code = code_shown(someone)
    invited = SurveyInvitation.objects.get(token_hash=hash_of(links[0].split("/")[2]))
    replace_link(wave=wave, address=invited.address, by=lead, at=NOW, on=NOW.date())
    assert "There is no survey at this address" in text_of(someone.get("/answer/1/"))
    invited.refresh_from_db()
    new = f"/s/{token_of(invited.seed, master=master())}/"
    assert officer_at().post(new, what="resume", resume=code)["Location"] == "/answer/"


def test_scanner_that_asks_for_the_head_of_a_link_is_answered_and_stores_nothing(someone, links):
    assert someone.browser.head(links[0]).status_code == 200
    assert not Draft.objects.exists()


def test_draft_of_an_earlier_version_is_told_to_be_gone(someone, links, wave):
    someone.start(links[0])
    keys = DraftKeys(read_ticket(someone.browser.cookies["survey"].value).root)
    earlier = {"order": ["k1"], "form": "", "answers": {}, "texts": {}, "bands": {}, "own_code": {}}
    Draft.objects.filter(pk=keys.draft_id).update(contents=seal_draft(earlier, keys))
    gone = someone.get("/answer/1/")
    assert gone.status_code == 410 and "The answers that were begun here are gone" in text_of(gone)
    assert someone.start(links[0])
