"""An open wave on the day it opened, and a browser that says where its forms come from, as every browser does."""

import pytest
from django.test import Client
from django.utils import timezone

from surveys.identity import drafts
from surveys.models import Station
from tests.people import NOW
from tests.surveys import waves

HERE = {"HTTP_SEC_FETCH_SITE": "same-origin"}


@pytest.fixture(autouse=True)
def cheap_codes(monkeypatch):
    """Stretching a code takes as long as it should in tests/surveys/identity/test_drafts.py alone."""
    monkeypatch.setattr(drafts, "COST", 2)


@pytest.fixture
def today(monkeypatch):
    """set_today(moment): the clock that the pages read; it stands at the opening."""

    def set_today(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    set_today(NOW)
    return set_today


@pytest.fixture
def wave(force, lead, today):
    return waves.launched(force, lead, code=True)


@pytest.fixture
def links(wave):
    """The address of each personal link."""
    return [f"/s/{token}/" for token in waves.links(wave)]


@pytest.fixture
def code(wave):
    """The address of the station."""
    return f"/s/code/{Station.objects.get(wave=wave).code}/"


@pytest.fixture
def kiosk(wave):
    station = Station.objects.create(wave=wave, area="Custody", kind="kiosk", headcount=30, code="34679ACD")
    return f"/s/code/{station.code}/"


class Officer:
    """One officer at one browser."""

    def __init__(self):
        self.browser = Client(**HERE)

    def get(self, address, **options):
        return self.browser.get(address, **options)

    def post(self, address, **sent):
        return self.browser.post(address, sent)

    def start(self, door):
        """Agree and start; the address of the first page of questions."""
        begun = self.post(door, what="start", agree="yes")
        assert begun.status_code == 302 and begun["Location"] == "/answer/", begun["Location"]
        return self.get("/answer/")["Location"]

    def asked(self, address):
        """The names of what a page asks."""
        return [field.name for field in self.get(address).context["fields"]]

    def answer_all(self, address, **texts):
        """Answer every page from this one on, each number with 7; the address of the check."""
        while "check" not in address:
            sent = {name: texts.get(name, "7") for name in self.asked(address)}
            address = self.post(address, **sent)["Location"]
        return address

    def hand_in(self):
        return self.browser.post("/answer/check/", follow=True)


@pytest.fixture
def officer_at():
    """officer_at() is an officer at a browser of their own."""
    return Officer


@pytest.fixture
def someone():
    return Officer()
