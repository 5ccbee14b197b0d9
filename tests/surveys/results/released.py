"""Closed waves with a release, as the worker stores it."""

import uuid

from surveys.charts import draw_release
from surveys.models import Release, ReleaseChart
from surveys.operations.closing import close_wave
from tests.people import NOW
from tests.surveys.release.payloads import sample_payload
from tests.surveys.waves import launched

# Drawn once for all tests of pages: a picture takes a third of a second.
DRAWN = {}


def closed(force, lead, **options):
    """A closed wave without a release."""
    wave = launched(force, lead, **options)
    close_wave(wave=wave, by=lead, at=NOW)
    wave.refresh_from_db()
    return wave


def release(wave, payload=None, *, number=1, pictures=True):
    """A stored Release of the payload (the sample where none is given) with its charts."""
    payload = payload or sample_payload()
    made = Release.objects.create(
        id=uuid.uuid4(), force=wave.force, wave=wave, number=number, payload=payload, released_at=NOW
    )
    for position, drawing in enumerate(drawn(payload) if pictures else []):
        ReleaseChart.objects.create(release=made, position=position, **vars(drawing))
    return made


def drawn(payload):
    key = repr(payload)
    if key not in DRAWN:
        DRAWN[key] = draw_release(payload)
    return DRAWN[key]
