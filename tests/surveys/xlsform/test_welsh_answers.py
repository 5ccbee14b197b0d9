"""An instrument and its Welsh come by a spreadsheet form, and an officer answers in that Welsh to the end."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from surveys.answering.words import WORDS
from surveys.files.spreadsheet_forms import write_file
from surveys.models import InstrumentVersion, Response, Translation
from surveys.operations.closing import close_wave
from surveys.operations.translating import publish_translation
from surveys.queries.instruments import load_for
from surveys.scales import load_instrument
from surveys.scales.translation import texts
from tests.people import NOW
from tests.surveys.authoring.drafts import published
from tests.surveys.views.conftest import Officer
from tests.surveys.waves import launched
from tests.surveys.welsh import door_of, welsh

pytestmark = pytest.mark.django_db
ENGLISH = texts(load_instrument("oocr_com_b"), WORDS)
WORDS_OF_THE_FORM = {address: welsh(text) for address, text in ENGLISH.items()}


@pytest.fixture
def wave(force, lead, monkeypatch):
    """An open wave of an instrument that was uploaded with its Welsh, each published by the lead."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    form = write_file(load_instrument("oocr_com_b"), {"cy": WORDS_OF_THE_FORM}, ENGLISH)
    client = Client()
    client.force_login(lead)
    address = reverse("surveys:xlsform_upload", args=[force.slug])
    assert client.post(address, {"file": SimpleUploadedFile("form.xlsx", form)}).status_code == 302
    draft = InstrumentVersion.objects.get()
    published(draft, lead)
    instrument = load_for(force, draft.key, draft.version)
    said = Translation.objects.get(instrument_key=draft.key, language="cy")
    publish_translation(translation=said, instrument=instrument, by=lead, at=NOW)
    return launched(force, lead, code=True, instrument=instrument, languages=["cy"])


def walk(door):
    """Answer every page of the way from this door with the last of the choices, and hand in; the pages seen."""
    officer = Officer()
    address, seen = officer.start(door), [officer.get(door)]
    while "check" not in address:
        seen.append(officer.get(address))
        fields = seen[-1].context["fields"]
        sent = {one.name: (one.numbers or one.choices)[-1].value for one in fields if one.kind != "text"}
        address = officer.post(address, **sent)["Location"]
    seen += [officer.get(address), officer.hand_in()]
    return [page.content.decode() for page in seen]


def test_answers_given_in_the_uploaded_welsh_are_those_given_in_english(wave, lead):
    """One in Welsh and one in English who mark alike: what is stored is alike, and whose was which is not kept."""
    pages = walk(f"{door_of(wave)}?in=cy")
    assert all('<html lang="cy"' in page for page in pages)
    items = load_instrument("oocr_com_b").items
    for item in items:
        said = WORDS_OF_THE_FORM[f"item.{item.id}.text"]
        assert sum(said in page for page in pages) >= 2 and not any(item.text in page for page in pages)
    assert WORDS_OF_THE_FORM["page.thanks_title"] in pages[-1]
    walk(door_of(wave))
    close_wave(wave=wave, by=lead, at=NOW)
    first, second = Response.objects.filter(wave=wave).values("answers", "language")
    assert first == second and {item.id for item in items} <= first["answers"].keys()
