"""One of the 500 random surveys, led its whole life long, and everything that anybody is then shown or left of it.

Mails, answers by links, reminders, the close and the results, as the worker does them; then the pages, pictures and
files of a lead. What a survey leaves beside its results must read the same whatever was answered, word for word, and
its pages the same as those of a survey that nobody answered but which has the same results.
"""

import html
import re
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from unittest import mock

from django.core import mail
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse
from django.utils.html import strip_tags

from cjnudge.audit.models import AuditEvent
from cjnudge.jobs.models import Job
from cjnudge.jobs.running import run_job
from surveys.identity.tokens import token_of
from surveys.master import master
from surveys.models import Release, ReleaseChart
from surveys.operations import fielding, inviting
from surveys.operations.handing_in import find_door, hand_in
from surveys.operations.looking_after import look_after_waves
from surveys.scales import load_module
from tests.people import NOW
from tests.safeguards.records import make_record
from tests.surveys.release.by_products import NAMES, watched
from tests.surveys.release.test_disclosure import survey
from tests.surveys.results.released import closed, release
from tests.surveys.waves import TODAY, Listed, draft, entry, units

AREAS = tuple(f"area{number}" for number in range(1, 7))
ROLES = ("constable", "sergeant", "staff")
AFTER = NOW + timedelta(days=40)
LEAST_INVITED = 40  # of an anonymous survey
RATE = 0.6
# Names beside those of the by-products: whose mail it is, where in memory a thing lies, how long something took.
ALSO_NAMES = re.compile(r"officer\d+@|\b0x[0-9a-f]+\b|\b[0-9a-f]{8}(?=-\d+-)|\b\d+\.\d+ ?m?s\b")
SPOKEN = re.compile(r'(?:alt|title|aria-label|content|download)="([^"]*)"')


@dataclass
class Life:
    """What a survey left. payload: its results; beside: {surface: set of texts}; shown: {surface: text}."""

    rows: list
    wave: object
    payload: dict
    pictures: list
    beside: dict
    shown: dict


def lead_life(number, force, lead, client):
    """The Life of a survey; every draw of its roundings follows from its number."""
    rows, key = survey(number)[0], sha256(f"survey {number}".encode()).digest()
    mail.outbox.clear()
    cache.clear()
    with mock.patch("surveys.queries.rounding.hkdf", lambda *given, **named: key):
        wave = fielded(force, lead, rows)
        before = set(AuditEvent.objects.values_list("pk", flat=True))
        with watched() as found:
            answered_and_closed(wave, rows)
            made = Release.objects.get(wave=wave)
            shown = shown_of(client, made)
        surfaces = found.surfaces()
    surfaces["trail"] = [
        repr(one) for one in AuditEvent.objects.exclude(pk__in=before).values("action", "detail", "outcome")
    ]
    beside = {name: {nameless(text) for text in texts} for name, texts in surfaces.items()}
    wave.refresh_from_db()
    pictures = list(made.charts.values("key", "title", "description", "table", "svg"))
    return Life(rows, wave, made.payload, pictures, beside, shown)


def fielded(force, lead, rows):
    """An open wave with a link for everybody who answers, and for two thirds as many who do not."""
    units(force, *AREAS)
    knowledge = load_module("knowledge")
    chosen = {
        "units": list(AREAS),
        "role_bands": list(ROLES),
        "modules": [[knowledge.key, knowledge.version]],
    }
    wave = draft(force, lead, people=0, reminders=(TODAY + timedelta(days=1),), **chosen)
    bands = [(row["bands"].get("area", AREAS[0]), row["bands"].get("role", ROLES[0])) for row in rows]
    asked = max(LEAST_INVITED, round(len(rows) / RATE))
    bands += [(AREAS[number % 6], ROLES[number % 3]) for number in range(asked - len(rows))]
    people = [
        Listed(f"officer{number}@example.org", *where) for number, where in enumerate(bands, start=1000)
    ]
    inviting.list_people(wave=wave, people=people, by=lead, at=NOW, on=TODAY)
    make_record(force, lead, kind="survey")
    return fielding.launch_wave(wave=wave, by=lead, at=NOW, on=TODAY)


def answered_and_closed(wave, rows):
    worked_off(NOW)
    tokens = {one.address: token_of(one.seed, master=master()) for one in wave.invitations.all()}
    for number, row in enumerate(rows, start=1000):
        given = {"answers": row["answers"], "bands": row["bands"], "flags": row["flags"], "texts": {}}
        door = find_door(token=tokens[f"officer{number}@example.org"], on=TODAY)
        hand_in(door=door, entry_id=entry(number), on=TODAY, **given)
    worked_off(NOW + timedelta(days=1))
    worked_off(AFTER)
    worked_off(AFTER)


def worked_off(at):
    """What is due is asked for and done, until nothing is left."""
    look_after_waves(at=at)
    while open_jobs := list(Job.objects.filter(state="ready")):
        assert all(run_job(job.pk) for job in open_jobs)


def shown_of(client, made):
    """{surface: all its words} of a stored release, as a lead is shown them: page with its title, files with names."""
    wave, number = made.wave, made.number
    slug = wave.force.slug
    page = client.get(reverse("surveys:results", args=[slug, wave.pk])).content.decode()
    tables = [(s["key"], t["key"]) for s in made.payload["sections"] for t in s["tables"]]
    addresses = [reverse("surveys:results_tables", args=[slug, wave.pk, number])]
    addresses += [reverse("surveys:results_table", args=[slug, wave.pk, number, *one]) for one in tables[::4]]
    files = [client.get(address) for address in addresses]
    return {
        "title": nameless(re.search(r"<title>(.*?)</title>", page, re.S)[1]),
        "page": nameless(words_of(page)),
        "list": page_of(client, "waves", slug),
        "survey's page": page_of(client, "wave", slug, wave.pk),
        "file": "\n".join(nameless(one.content.decode()) for one in files),
        "file name": "\n".join(nameless(one["Content-Disposition"]) for one in files),
    }


def page_of(client, name, *where):
    return nameless(words_of(client.get(reverse(f"surveys:{name}", args=where)).content.decode()))


def words_of(page):
    """What a page says, aloud and on the screen."""
    page = re.sub(r"<(script|style)\b.*?</\1>", " ", page, flags=re.S)
    body = html.unescape(f"{strip_tags(page)} {' '.join(SPOKEN.findall(page))}")
    return re.sub(r"\s+", " ", body)


def nameless(text):
    return ALSO_NAMES.sub("<name>", NAMES.sub("<name>", text))


def shown_without_answers(life, force, lead, client):
    """What is shown of a survey that nobody answered, but which has the same results and pictures."""
    made = release(closed(force, lead, people=LEAST_INVITED), life.payload, pictures=False)
    for position, picture in enumerate(life.pictures):
        ReleaseChart.objects.create(release=made, position=position, **picture)
    return shown_of(client, made)


@contextmanager
def undone():
    """Whatever is stored inside is gone afterwards: five hundred surveys in one database would stand in lists."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
