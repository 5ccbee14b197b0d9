"""A closed wave on a day that stands still, and a lead at a browser."""

import pytest
from django.utils import timezone

from tests.people import NOW
from tests.surveys.texts.written import closed


@pytest.fixture
def today(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def wave(force, lead, today):
    return closed(force, lead, [])


@pytest.fixture
def as_lead(client, lead):
    client.force_login(lead)
    return client
