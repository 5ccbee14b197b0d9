"""Nothing that is hidden stands on any surface: page, title, chart, file, mail, log, cache, message, job or trail.

`pytest tests/surveys/release/test_whole_lives.py --on-demand` leads all 500 random surveys, twenty-five a test, so that
`-k "five_hundred and 75-"` goes on with those from 75 on.
"""

import dataclasses
import difflib
import json
import logging
import re

import pytest
from django.core import mail
from django.core.cache import cache

from cjnudge.audit.chain import Event, record
from cjnudge.jobs import operations
from cjnudge.jobs.models import Job
from surveys.models import Response
from surveys.operations import closing, releasing
from surveys.queries.material import material_of
from surveys.scales import load_instrument, load_module
from surveys.views import results
from tests.people import NOW
from tests.surveys.release.checker import breaches
from tests.surveys.release.test_disclosure import SETS
from tests.surveys.release.test_surfaces import AXIS, numbers_in, strange
from tests.surveys.release.whole_lives import lead_life, shown_without_answers, undone
from tests.surveys.welsh import record_rules

pytestmark = pytest.mark.django_db
PIECE = 25
USUAL_LIFE = []
USUAL = 8  # a survey of thirty or so, beside which the others are laid
PLANTED = 9  # one of another size, in which leaks are planted


@pytest.fixture
def led(force, lead, client, django_capture_on_commit_callbacks):
    """led(number) -> (the Life of a survey, what is shown of its results where nobody answered); nothing stays."""
    record_rules(force, lead, load_instrument("oocr_com_b"), load_module("knowledge"))
    client.force_login(lead)

    def lead_one(number):
        with undone(), django_capture_on_commit_callbacks(execute=True):
            life = lead_life(number, force, lead, client)
            life.breaches = breaches(life.payload, life.rows, material_of(life.wave))
        with undone():
            return life, shown_without_answers(life, force, lead, client)

    return lead_one


@pytest.fixture
def usual(led):
    """The Life of the survey beside which the others are laid, led once for all tests."""
    if not USUAL_LIFE:
        USUAL_LIFE.append(led(USUAL)[0])
    return USUAL_LIFE[0]


def leaks(led, number, usual):
    """{surface: what stands on it that comes out of the answers and not out of the results}, of those with any."""
    life, unanswered = led(number)
    found = {"results": life.breaches}
    found |= {name: texts - usual.beside[name] for name, texts in life.beside.items()}
    found |= {name: differing(text, unanswered[name]) for name, text in life.shown.items()}
    known = numbers_in(usual.shown["survey's page"])
    found["survey's page"] = strange(life.shown["survey's page"], life.payload) - known
    found["chart"] = strange(" ; ".join(text for one in life.pictures for text in said_by(one)), life.payload)
    return {name: what for name, what in found.items() if what}


def differing(text, other):
    """The words of two texts that are not in both, place by place."""
    return (
        [word for word in difflib.ndiff(text.split(), other.split()) if word[0] in "+-"]
        if text != other
        else []
    )


def said_by(picture):
    """Title, description and table of a picture, and the words in it without the bare numbers of an axis."""
    written = re.findall(r"<text[^>]*>([^<]*)</text>", picture["svg"])
    return [*(json.dumps(picture[name], ensure_ascii=False) for name in ("title", "description", "table")),
            *(text for text in written if not AXIS.fullmatch(text))]  # fmt: skip


def test_nothing_hidden_stands_on_any_surface(led, usual):
    assert {number: found for number in (5, 30) if (found := leaks(led, number, usual))} == {}


@pytest.mark.on_demand
@pytest.mark.parametrize("first", range(0, SETS, PIECE), ids=lambda first: f"{first}-")
def test_nothing_hidden_stands_on_any_surface_of_five_hundred_surveys(led, usual, first):
    numbers = range(first, first + PIECE)
    assert {number: found for number in numbers if (found := leaks(led, number, usual))} == {}


def careless_close(leak):
    """Closing as it is, and then `leak(number)` of the exact number of answers, and of a few of them."""
    real = closing.close_wave

    def close(**values):
        done = real(**values)
        if done:
            leak(Response.objects.filter(wave=values["wave"]).count())
        return done

    return closing, "close_wave", close


def careless_page():
    """The page of results with the exact number of answers among what it says of them."""
    real = results.results_page

    def page(release, **who):
        found = real(release, **who)
        found["facts"].append(("Answers", Response.objects.filter(wave=release.wave).count()))
        return found

    return results, "results_page", page


def careless_title():
    real = results.wave_or_404

    def found(*where):
        wave = real(*where)
        wave.title += f" ({Response.objects.filter(wave=wave).count()})"
        return wave

    return results, "wave_or_404", found


def careless_file(place):
    """The files with the exact number in a note, or in their names."""
    real_release, real_name = results.release_or_404, results.downloads.file_name

    def found(*where):
        release = real_release(*where)
        release.payload["notes"].append(f"{Response.objects.filter(wave=release.wave).count()} answers")
        return release

    def name(release, *parts):
        return real_name(release, *parts, str(Response.objects.filter(wave=release.wave).count()))

    of_file = (results, "release_or_404", found)
    return of_file if place == "file" else (results.downloads, "file_name", name)


def careless_picture():
    real = releasing.draw_release

    def draw(payload):
        first, *others = real(payload)
        svg = first.svg.replace("</svg>", f"<text>of {Response.objects.count()} answers</text></svg>")
        return [dataclasses.replace(first, svg=svg), *others]

    return releasing, "draw_release", draw


def careless_trail(number):
    record(Event.WAVE_CLOSED, by="worker", at=NOW, after={"number": number})


PLACES = {
    "mail": lambda: careless_close(lambda n: mail.mail_managers("Closed", f"{n} answers came in.")),
    "log": lambda: careless_close(lambda n: logging.getLogger("surveys").debug("closed with %s", n)),
    "cache": lambda: careless_close(lambda n: cache.set("of-a-survey", {"answers": n})),
    "messages": lambda: careless_close(lambda n: operations.wake(f"closed with {n}")),
    "jobs": lambda: careless_close(lambda n: Job.objects.update(progress_text=f"{n} answers")),
    "trail": lambda: careless_close(careless_trail),
    "title": careless_title,
    "page": careless_page,
    "file": lambda: careless_file("file"),
    "file name": lambda: careless_file("file name"),
    "chart": careless_picture,
}


def test_numbers_that_slip_onto_every_surface_are_found(led, usual, monkeypatch, settings):
    """The negative control: the same scan, with the exact number of answers planted wherever it looks."""
    settings.MANAGERS = [("Lead", "lead@example.org")]
    for plant in PLACES.values():
        monkeypatch.setattr(*plant())
    assert PLACES.keys() <= leaks(led, PLANTED, usual).keys()


@pytest.mark.on_demand
@pytest.mark.parametrize("place", PLACES)
def test_number_that_slips_onto_one_surface_is_found(led, usual, monkeypatch, settings, place):
    settings.MANAGERS = [("Lead", "lead@example.org")]
    monkeypatch.setattr(*PLACES[place]())
    assert place in leaks(led, PLANTED, usual)
