"""`--on-demand`: every stored text of surveys, people and safeguards is a hostile one; no page runs any or breaks.

Without the content policy, which would hide a hole. What authors' and officers' pages do with each text has tests of
its own; this one asks whether a page was forgotten.
"""

import pytest
from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from surveys.models import Release, ReleaseChart, Translation
from tests.cases.own_pages.payloads import PAYLOADS
from tests.journeys.answering import browser_at
from tests.journeys.test_answering import FOCUS, WATCH
from tests.people import NOW
from tests.security import matrix

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.on_demand]
ALL = " ".join(PAYLOADS)
# What is looked up by its value, or is no text that anybody wrote.
KEPT = {
    "password", "email", "address", "token_hash", "language", "instrument_key", "source_key", "stratum", "role_band",
    "unit", "question", "code", "occasion", "slug", "version", "svg", "state", "kind", "decision", "hash", "sha256",
    "address_hash", "oidc_subject", "time_zone",
}  # fmt: skip
TEXT_KEYS = {
    "title",
    "label",
    "about",
    "note",
    "text",
    "name",
    "caption",
    "heading",
    "sentence",
    "words",
    "unit",
}
APPS = ("surveys", "accounts", "safeguards")


def poison():
    """Put the payloads into every text column that nothing is looked up by; the columns that took them."""
    taken = []
    for label in APPS:
        for model in apps.get_app_config(label).get_models():
            taken += [f"{model.__name__}.{f.name}" for f in written(model) if stored(model, f, ALL)]
    for release in Release.objects.all():
        release.payload = hostile(release.payload)
        release.save(update_fields=["payload"])
    for chart in ReleaseChart.objects.all():
        chart.table = hostile(chart.table)
        chart.save(update_fields=["table"])
    for one in Translation.objects.all():
        one.words = dict.fromkeys(one.words, ALL[:200])
        one.save(update_fields=["words"])
    return taken


def written(model):
    """The columns of a table that hold what somebody wrote."""
    fields = [f for f in model._meta.concrete_fields if isinstance(f, models.CharField | models.TextField)]
    return [
        f for f in fields if not (f.choices or f.unique or f.name in KEPT or isinstance(f, models.SlugField))
    ]


def stored(model, field, text):
    """Whether the column took the text; what is promised or sealed refuses it, which is as well."""
    longest = field.max_length or 20_000
    try:
        with transaction.atomic():
            return model._base_manager.update(**{field.attname: text[:longest]}) > 0
    except IntegrityError:
        return False


def hostile(value, key=""):
    if isinstance(value, dict):
        return {name: hostile(found, name) for name, found in value.items()}
    if isinstance(value, list):
        return [hostile(found, key) for found in value]
    return ALL if isinstance(value, str) and key in TEXT_KEYS else value


def addresses(world):
    """The address of every page that can be read."""
    for name, table in matrix.declared_routes().items():
        if "GET" in table and any(table["GET"].get(who) == 200 for who in matrix.PEOPLE):
            yield reverse(name, kwargs={key: world[value] for key, value in table.get("args", {}).items()})


def is_page(client, address):
    """Whether it answers a page, and none that failed."""
    answer = client.get(address)
    assert answer.status_code < 500, address
    return answer.status_code == 200 and answer.headers["content-type"].startswith("text/html")


def pages_of(world, who):
    client = Client()
    client.force_login(world.people[who])
    return client.cookies[settings.SESSION_COOKIE_NAME].value, [
        a for a in addresses(world) if is_page(client, a)
    ]


def hits_on(page, found):
    """[address] of the pages on which something ran."""
    ran = []
    for address in found:
        page.goto(address)
        page.evaluate(FOCUS)
        if page.evaluate("window.hit") or page.get_by_text("[object ").count():
            ran.append(address)
    return ran


def test_no_page_runs_what_anybody_wrote(live_server, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    world = matrix.build_world()
    taken = poison()
    assert len(taken) > 20 and {"Reply.said", "TrainingSession.title", "Wave.title", "Unit.name"} <= set(
        taken
    )
    visits = {who: pages_of(world, who) for who in ("lead", "evaluator", "administrator")}
    ran, seen = {}, 0
    with browser_at(live_server.url, javascript=True, bypass_csp=True) as page:
        page.context.add_init_script(WATCH)
        for who, (session, found) in visits.items():
            page.context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
            )
            ran[who], seen = hits_on(page, found), seen + len(found)
    assert seen > 80 and not any(ran.values()), ran
