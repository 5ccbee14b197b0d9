"""A clock that stands still until a test moves it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.people import NOW


class Clock:
    """What `timezone.now()` answers in the test."""

    def __init__(self, now):
        self.now = now

    def advance(self, **span):
        self.now += timedelta(**span)


@pytest.fixture
def clock(monkeypatch):
    standing = Clock(NOW)
    monkeypatch.setattr(timezone, "now", lambda: standing.now)
    return standing
