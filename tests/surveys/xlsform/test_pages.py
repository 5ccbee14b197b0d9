"""A lead downloads an instrument as a form and uploads one: a draft with its gaps told, or every problem; no script."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from surveys.files.spreadsheet_forms import read_file, write_file
from surveys.models import InstrumentVersion, Translation
from surveys.operations import translating
from surveys.scales import load_instrument
from surveys.xlsform.workbook import workbook_of
from surveys.xlsform.writing import sheets_of
from tests.cases.own_pages.payloads import PAYLOADS
from tests.frontend.markup import read
from tests.surveys.authoring.drafts import NOW, begun, copied, published

pytestmark = pytest.mark.django_db
PLAIN = {
    "survey": [["type", "name", "label"], ["today", "today"], ["select_one yn", "Seen", "Seen one?"]],
    "choices": [["list_name", "name", "label"], ["yn", "1", "Yes"], ["yn", "0", "No"]],
}


@pytest.fixture
def as_lead(client, lead):
    client.force_login(lead)
    return client


@pytest.fixture
def at(force):
    return lambda name, *more: reverse(f"surveys:{name}", args=[force.slug, *more])


@pytest.fixture
def upload(as_lead, at):
    """upload(content): the answer to a file with these bytes."""

    def send(content, **more):
        return as_lead.post(at("xlsform_upload"), {"file": SimpleUploadedFile("form.xlsx", content)}, **more)

    return send


def test_instrument_is_downloaded_as_a_form_and_comes_back(as_lead, at):
    answer = as_lead.get(at("xlsform_file", "oocr_com_b", 1))
    assert answer["Content-Disposition"] == 'attachment; filename="oocr_com_b.v1.xlsx"'
    assert read_file(answer.content).instrument == load_instrument("oocr_com_b")


def test_pages_lead_to_the_form_and_to_the_upload(as_lead, at):
    assert at("xlsform_upload") in as_lead.get(at("instruments")).content.decode()
    page = as_lead.get(at("instrument", "oocr_com_b", 1)).content.decode()
    assert at("xlsform_file", "oocr_com_b", 1) in page
    assert at("xlsform_file", "oocr_com_b", 1) in as_lead.get(at("xlsform_upload")).content.decode()


def test_uploaded_form_becomes_a_draft_of_the_force(upload, force, lead):
    answer = upload(write_file(load_instrument("oocr_training")), follow=True)
    made = InstrumentVersion.objects.get()
    assert (made.force, made.made_by, made.published_at) == (force, lead, None)
    assert made.content["items"][0]["id"] == "k1" and made.key.startswith("own_")
    assert "All of it was taken over as it stands." in answer.content.decode()


def test_gaps_and_changes_of_a_plain_form_are_told(upload, as_lead, at):
    page = upload(workbook_of(PLAIN), follow=True).content.decode()
    read(page)
    assert "Still to be written" in page and "Changed or left out" in page
    assert "Sheet survey, row 3, column name" in page and "It became “seen”: ids here are" in page
    draft = InstrumentVersion.objects.get()
    assert draft.content["questions"][0]["parts"][0]["choices"] == ["Yes", "No"]
    assert as_lead.get(at("draft", draft.pk)).status_code == 200


def test_page_of_a_draft_that_was_no_form_leads_to_the_draft(as_lead, at, force, lead):
    draft = copied(force, lead)
    assert as_lead.get(at("xlsform_became", draft.pk))["Location"] == at("draft", draft.pk)


def test_faulty_form_makes_no_draft_and_tells_every_problem(upload):
    faulty = PLAIN | {"survey": [*PLAIN["survey"], ["geopoint", "g", "Where?"], ["text", "", "Why?", ""]]}
    answer = upload(workbook_of(faulty))
    page = answer.content.decode()
    read(page)
    assert answer.status_code == 200 and "the form has 2 problems" in page
    assert "“geopoint” is not asked here" in page and "Give the row a name." in page
    assert not InstrumentVersion.objects.exists()


@pytest.mark.parametrize("content", [b"a,b\n1,2\n", b"PK\x03\x04broken"])
def test_file_that_is_no_workbook_is_refused_in_words(upload, content):
    assert "and try again." in upload(content).content.decode()
    assert not InstrumentVersion.objects.exists()


def test_no_file_is_said_at_the_field(as_lead, at):
    assert "Error: Upload a spreadsheet form" in as_lead.post(at("xlsform_upload"), {}).content.decode()


def test_other_languages_come_along_both_ways(upload, as_lead, at, force, lead):
    said, instrument = begun(force, lead), load_instrument("oocr_com_b")
    words = {"item.k1.text": "Rwy'n gwybod.", "title": "Holiadur"}
    seen = translating.print_of(dict.fromkeys(words, ""))
    translating.write_words(translation=said, instrument=instrument, words=words, seen=seen, by=lead, at=NOW)
    upload(as_lead.get(at("xlsform_file", "oocr_com_b", 1)).content)
    made = Translation.objects.get(instrument_key=InstrumentVersion.objects.get().key)
    assert (made.language, made.words) == ("cy", dict(sorted(words.items(), reverse=True)))
    overview = as_lead.get(at("draft", InstrumentVersion.objects.get().pk)).content.decode()
    assert "It has words in Welsh (cy) as well" in overview


def test_evaluator_gets_only_published_languages(client, at, force, lead, evaluator):
    begun(force, lead)
    client.force_login(evaluator)
    assert read_file(client.get(at("xlsform_file", "oocr_com_b", 1)).content).translations == {}


def test_form_of_a_draft_is_downloaded_unfinished_or_not(as_lead, at, force, lead):
    draft = copied(force, lead)
    odd = {"low": 5, "high": -(10**9)}
    draft.content["scale"] |= odd
    draft.content["items"][0] |= {"relevant": "${", "component": "", "text": ""}
    draft.content["questions"] = [{"id": "q", "about": "", "parts": [], "occasions": [], "relevant": ""}]
    InstrumentVersion.objects.filter(pk=draft.pk).update(content=draft.content)
    answer = as_lead.get(at("xlsform_file", draft.key, 1))
    assert answer.status_code == 200 and answer.content.startswith(b"PK")


# Each cell gets the payload of its turn: after sixty turns every payload has stood in every cell.
TURNS = pytest.mark.parametrize(
    "turns", [range(0, 60, 15), pytest.param(range(60), marks=pytest.mark.on_demand)]
)


def payload_at(turn, number, place):
    return PAYLOADS[(turn + 7 * number + place) % len(PAYLOADS)]


def hostile(turn):
    """The sheets of a form with a payload in every cell, headings apart."""
    sheets = sheets_of(load_instrument("oocr_com_b"), {"cy": {"item.k1.text": "x"}})
    for rows in sheets.values():
        for number, row in enumerate(rows[1:]):
            row[:] = [payload_at(turn, number, place) for place in range(len(row))]
    return sheets


def hostile_words(turn):
    """A form that can be taken over, with a payload in every cell that holds words of an author."""
    sheets = sheets_of(load_instrument("oocr_com_b"), {"cy": {"item.k1.text": "x"}})
    starts = ("label", "hint", "form_title", "cjnudge_about", "cjnudge_act", "cjnudge_d")
    for name, rows in sheets.items():
        for number, row in enumerate(rows[1:]):
            for place, head in enumerate(rows[0]):
                mark = name == "choices" and number < 11
                if row[place] and head.startswith(starts) and not mark:
                    row[place] = f"{number} {payload_at(turn, number, place)}"[:120]
    return sheets


def check_harmless(page):
    """The page has no element and no attribute that the payload could have made."""
    elements = read(page)
    assert not [
        one for one in elements if one.tag in ("marquee", "xss", "iframe", "object", "embed", "math", "base")
    ]
    assert not [
        one
        for one in elements
        if any(name.startswith("on") or "hit=1" in (value or "") for name, value in one.attrs.items())
    ]
    scripts = [one for one in elements if one.tag == "script"]
    assert all(one.attrs.get("src", "").startswith("/static/") for one in scripts)


@TURNS
def test_hostile_cells_are_shown_as_words_where_the_form_is_refused(upload, turns):
    for turn in turns:
        answer = upload(workbook_of(hostile(turn)))
        assert answer.status_code == 200 and not InstrumentVersion.objects.exists()
        check_harmless(answer.content.decode())


@TURNS
def test_hostile_words_are_words_on_the_draft_and_in_the_form_of_it(upload, as_lead, at, turns):
    for turn in turns:
        answer = upload(workbook_of(hostile_words(turn)), follow=True)
        check_harmless(answer.content.decode())
        draft = InstrumentVersion.objects.order_by("made_at", "key").last()
        check_harmless(as_lead.get(at("draft", draft.pk)).content.decode())
        check_harmless(as_lead.get(at("draft_list", draft.pk, "items")).content.decode())
        again = read_file(as_lead.get(at("xlsform_file", draft.key, 1)).content).instrument
        assert [item.text for item in again.items] == [item["text"] for item in draft.content["items"]]


def test_check_finds_a_payload_that_was_not_escaped():
    with pytest.raises(AssertionError):
        check_harmless("<p><img src=x onerror=window.hit=1></p>")


def test_page_of_an_instrument_shows_its_conditions(as_lead, at, force, lead):
    draft = copied(force, lead, key="oocr_com_b")
    draft.content["questions"][2]["relevant"] = "${t1.1} = 'never'"
    InstrumentVersion.objects.filter(pk=draft.pk).update(content=draft.content)
    page = as_lead.get(at("instrument", published(draft, lead).key, 1)).content.decode()
    assert "Asked only if ${t1.1} = &#x27;never&#x27;" in page
