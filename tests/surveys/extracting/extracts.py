"""Closed waves whose notice promised an extract, with answers and results as a worker stores them."""

from surveys.models import Response
from surveys.operations.closing import close_wave
from surveys.queries.material import material_of
from surveys.release.payload import build_payload
from tests.people import NOW
from tests.surveys.release.surveys import officers
from tests.surveys.results.released import release
from tests.surveys.waves import launched

ANSWERS = 120


def promised(force, lead, rows=None, *, promises=True, synthetic=False):
    """A closed wave with answers and a release of them, and no pictures."""
    rows = officers(ANSWERS, 1) if rows is None else rows
    wave = launched(force, lead, people=140, promises_extract=promises)
    close_wave(wave=wave, by=lead, at=NOW)
    Response.objects.bulk_create(
        Response(wave=wave, instrument_version=wave.instrument_version, **_in_force(row)) for row in rows
    )
    wave.refresh_from_db()
    wave.answers_in, wave.synthetic = len(rows), synthetic
    type(wave).objects.filter(pk=wave.pk).update(answers_in=len(rows))
    release(wave, build_payload(material_of(wave)), pictures=False)
    return wave


def _in_force(row):
    """The row with areas that the wave's officers could choose."""
    area = {"area1": "north", "area2": "south"}.get(row["bands"].get("area"))
    return row | {
        "bands": {k: v for k, v in row["bands"].items() if k != "area"} | ({"area": area} if area else {})
    }
