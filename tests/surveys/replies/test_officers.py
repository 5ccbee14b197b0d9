"""The page of a force's officers: open to all, stores nothing, reads no session, shows what others wrote as text."""

from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from cjnudge import being_tried
from cjnudge.being_tried import Announcement
from surveys.models import Reply
from surveys.operations import replying
from surveys.refusals import Refused
from tests.cases.own_pages.payloads import PAYLOADS
from tests.frontend.markup import read
from tests.people import NOW
from tests.surveys.linkage.dumping import changed_tables, dump
from tests.surveys.texts.written import closed
from tests.surveys.waves import launched

pytestmark = pytest.mark.django_db
ALL = " ".join(PAYLOADS)


@pytest.fixture(autouse=True)
def no_sources(monkeypatch):
    monkeypatch.setattr(being_tried, "_sources", {})


def page_of(force, client=None):
    return (client or Client()).get(f"/officers/{force.slug}/")


def publish(wave, lead, said="Too many forms", did="Two are gone"):
    replying.write_reply(wave=wave, said=said, did=did, by=lead, at=NOW)
    replying.publish_replies(wave=wave, by=lead, at=NOW)


def test_nothing_registered_means_nothing_announced(force):
    assert "Nothing is announced at the moment" in page_of(force).content.decode()


@pytest.mark.parametrize(
    "code, said", [(False, "link in your mail."), (True, "mail, or the code of your station.")]
)
def test_page_names_the_ways_in_that_there_are(force, lead, today, code, said):
    launched(force, lead, code=code)
    page = page_of(force).content.decode()
    assert (
        f"Use the link in your {said.removeprefix('link in your ')}" in page and "Questions about it:" in page
    )


def test_what_is_tried_stands_there_as_its_source_says_it(force, other_force):
    def source(asked, on):
        return [Announcement("A new form", "In some places.")] if asked == force else []

    being_tried.register("trials", source)
    being_tried.register("trials", source)  # again replaces it
    assert page_of(force).content.decode().count("A new form") == 1
    assert "A new form" not in page_of(other_force).content.decode()


def test_opening_the_page_stores_nothing_and_reads_no_session(wave, force, lead, as_lead):
    publish(wave, lead)
    Session.objects.all().delete()
    before = dump()
    answered = page_of(force, as_lead)
    assert answered.status_code == 200 and not answered.cookies and lead.name not in answered.content.decode()
    assert changed_tables(before, dump()) == set()


def test_dump_notices_a_page_that_stores_something(wave, force, lead):
    before = dump()
    publish(wave, lead)
    assert "surveys_reply" in changed_tables(before, dump())


def test_officers_are_told_nothing_of_made_up_answers(wave, force, lead):
    publish(wave, lead)
    real, wave.pk = wave.pk, uuid4()  # a real survey never becomes a made-up one, so this is another
    wave.synthetic, wave._state.adding = True, True
    wave.save()
    with pytest.raises(Refused, match="made up"):
        publish(wave, lead)
    Reply.objects.filter(wave=real).update(wave=wave)
    assert "Too many forms" not in page_of(force).content.decode()


def skeleton(response):
    return [(element.tag, *sorted(element.attrs)) for element in read(response.content.decode())]


def test_hostile_lines_support_and_announcements_change_nothing_on_the_page(
    force, lead, other_force, other_lead, today
):
    for one, by, text in ((other_force, other_lead, "plain"), (force, lead, ALL[:600])):
        publish(closed(one, by, []), by, said=text, did=text)
        replying.write_support(force=one, text=text, by=by, at=NOW)
    being_tried.register("t", lambda asked, on: [Announcement("plain" if asked == other_force else ALL, ALL)])
    assert skeleton(page_of(force)) == skeleton(page_of(other_force))


def test_every_hostile_line_comes_out_as_it_was_written(wave, force, lead):
    for text in PAYLOADS:
        replying.write_reply(wave=wave, said=text, did=text, by=lead, at=NOW)
    replying.publish_replies(wave=wave, by=lead, at=NOW)
    lines = [element.text for element in read(page_of(force).content.decode()) if element.tag == "li"]
    missing = [text for text in PAYLOADS if not any(line.count(text) == 2 for line in lines)]
    assert missing == []
