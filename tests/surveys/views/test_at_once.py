"""Browsers that send at the same instant: every page is kept, every answer is stored once, everybody is told."""

from random import Random
from threading import Barrier

import pytest

from surveys.answering.contents import Contents
from surveys.answering.paging import draw_order, pages
from surveys.identity.drafts import DraftKeys, open_draft, seal_draft
from surveys.models import Draft
from surveys.operations import drafting
from surveys.operations.drafting import begin_draft, load_draft, save_draft
from surveys.scales import load_instrument
from tests.surveys.operations.test_at_once import LINKS, all_at_once, counted
from tests.surveys.views.test_answering import stored, text_of
from tests.surveys.waves import TODAY

pytestmark = pytest.mark.django_db(transaction=True)
THANKS, SPENT = "your answers are handed in", "An answer was already handed in with this link"


def told(officer):
    """Which page an officer sees who hands in."""
    page = text_of(officer.hand_in())
    return next((words for words in (THANKS, SPENT) if words in page), page)


def test_twenty_links_in_two_browsers_give_twenty_answers_and_twenty_kind_words(officer_at, links, wave):
    browsers = [officer_at() for _ in range(2 * LINKS)]
    for number, browser in enumerate(browsers):
        browser.start(links[number // 2])
        browser.post("/answer/1/", k1=str(number % 2))
    assert counted(all_at_once([lambda one=one: told(one) for one in browsers])) == {
        THANKS: LINKS,
        SPENT: LINKS,
    }
    assert len(stored(wave)) == LINKS and not Draft.objects.exists()


def test_one_officer_who_presses_the_button_five_times_is_thanked_five_times(someone, code, wave):
    someone.answer_all(someone.start(code))
    assert counted(all_at_once([lambda: told(someone)] * 5)) == {THANKS: 5}
    assert len(stored(wave)) == 1


def two_pages_at_once(wave, save):
    """The items that are answered after two pages of one draft were saved together."""
    instrument, keys = load_instrument("oocr_com_b"), DraftKeys(bytes(32))
    order = draw_order(instrument, "", Random(1))
    begin_draft(wave=wave, keys=keys, contents=Contents(order), on=TODAY)
    first, second = pages(instrument, "", order)[:2]
    given = [(page, {asked.key: 5 for asked in page.asked}) for page in (first, second)]
    all_at_once(
        [lambda one=one: save(lambda found: found.with_page(one[0], one[1], {}), keys) for one in given]
    )
    return len(load_draft(wave=wave, keys=keys, on=TODAY).contents.answers)


def test_two_pages_saved_at_the_same_instant_are_both_kept(wave):
    def save(change, keys):
        save_draft(wave=wave, keys=keys, change=change, on=TODAY)

    assert two_pages_at_once(wave, save) == 6


def test_saving_without_holding_the_draft_loses_a_page(wave):
    """Each reads before either writes, as they may where nothing is held."""
    both_have_read = Barrier(2)

    def save(change, keys):
        row = Draft.objects.get(pk=keys.draft_id)
        before = Contents.from_value(open_draft(row.contents, keys))
        both_have_read.wait(timeout=30)
        Draft.objects.filter(pk=row.pk).update(contents=seal_draft(change(before).as_value(), keys))

    assert two_pages_at_once(wave, save) == 3
    assert drafting.delete_expired_drafts(on=TODAY.replace(month=12)) == 1
