"""Every surface shows figures of the payload alone: the page, its pictures and their words, and the files.

Each number that stands on a surface must be one that the payload holds. Surveys of all sizes are stored, released and
looked at as a lead does; a surface that reads the answers themselves would show a number that is not in there.
"""

import json
import re

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from surveys.charts import draw_release
from surveys.files import downloads
from surveys.presenters import headline
from surveys.release.payload import build_payload
from tests.surveys.release.test_disclosure import SETS, survey
from tests.surveys.results.released import closed, release

NUMBER = re.compile(r"(?<![\w.])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
AXIS = re.compile(r"[−-]?[\d,.]+")
MAIN = re.compile(r"<main.*?</main>", re.S)
# Words that every page has: "95 %" of intervals, the parts of two-letter technique codes, and places in a list.
FURNITURE = {float(n) for n in (0, 1, 2, 3, 5, 10, 95, 100)}


def numbers_in(text):
    return {float(found.replace(",", "")) for found in NUMBER.findall(text)}


def strange(text, payload):
    """The numbers of a surface that the payload does not hold."""
    return numbers_in(text) - numbers_in(json.dumps(payload, ensure_ascii=False)) - FURNITURE


def words_of(payload):
    """What the files and the top of the page say."""
    head = headline.headline(payload)
    file = downloads.every_table_csv(payload).replace(",", " ; ")
    return f"{file} {json.dumps(head, ensure_ascii=False)}"


def pictures_of(payload):
    """Titles, descriptions and tables of the charts, and the words in them without the bare numbers of an axis."""
    drawn = draw_release(payload)
    texts = [text for one in drawn for text in re.findall(r"<text[^>]*>([^<]*)</text>", one.svg)]
    said = [[one.title, one.description, one.table] for one in drawn]
    return " ; ".join([json.dumps(said, ensure_ascii=False), *(t for t in texts if not AXIS.fullmatch(t))])


def test_files_and_headlines_hold_no_number_of_their_own():
    for number in range(3, SETS, 125):
        payload = build_payload(survey(number)[1])
        assert strange(words_of(payload), payload) == set()


@pytest.mark.on_demand
def test_files_and_headlines_of_five_hundred_surveys_hold_no_number_of_their_own():
    for number in range(SETS):
        payload = build_payload(survey(number)[1])
        assert strange(words_of(payload), payload) == set()


@pytest.mark.on_demand
def test_pictures_hold_no_number_of_their_own():
    for number in range(0, SETS, 25):
        payload = build_payload(survey(number)[1])
        assert strange(pictures_of(payload), payload) == set()


def page_of(client, wave, payload):
    """The words of the page of results; each survey in place of the one before."""
    wave.releases.all().delete()
    release(wave, payload, pictures=False)
    answer = client.get(reverse("surveys:results", args=[wave.force.slug, wave.pk]))
    return strip_tags(MAIN.search(answer.content.decode())[0])


@pytest.mark.django_db
@pytest.mark.parametrize("numbers", [(5, 11), pytest.param(range(0, SETS, 10), marks=pytest.mark.on_demand)])
def test_page_holds_no_number_of_its_own(client, force, lead, numbers):
    wave = closed(force, lead)
    client.force_login(lead)
    for number in numbers:
        payload = build_payload(survey(number)[1])
        assert strange(page_of(client, wave, payload), payload) == set()


def test_number_that_is_not_in_the_payload_is_found():
    payload = build_payload(survey(10)[1])
    assert strange(words_of(payload) + " 137", payload) == {137.0}
