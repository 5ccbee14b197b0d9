"""A closed wave with texts, on a day that stands still."""

import pytest
from django.utils import timezone

from tests.people import NOW
from tests.surveys.texts import written


@pytest.fixture
def today(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def wave(force, lead, today):
    return written.closed(force, lead)
