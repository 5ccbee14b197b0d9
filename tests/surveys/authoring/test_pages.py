"""The pages on which a lead writes an instrument: every part, every refusal at its field, nothing lost, nothing run."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.html import escape

from surveys.models import Draft, InstrumentVersion, Pool, Response, Wave
from surveys.presenters import drafts as draft_pages
from surveys.scales import all_instruments, load_instrument
from surveys.scales.wording import Advice
from surveys.scales.writing import to_toml
from tests.cases.own_pages.payloads import PAYLOADS
from tests.frontend.markup import read
from tests.surveys.authoring.drafts import begun, copied, next_version, published, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_lead(client, lead):
    client.force_login(lead)
    return client


@pytest.fixture
def at(force):
    """at(name, *more): the address of a page of this force."""
    return lambda name, *more: reverse(f"surveys:{name}", args=[force.slug, *more])


@pytest.fixture
def draft(force, lead):
    return copied(force, lead, key="oocr_training")


def filled(response):
    """What the form of a page would send as it stands."""
    form = response.context["form"]
    sent = {}
    for field in form:
        value = field.value()
        if value is True or isinstance(value, list | tuple):
            sent[field.html_name] = "on" if value is True else list(value)
        elif value is not None and value is not False:
            sent[field.html_name] = value
    for field in form:
        if hasattr(field.field, "prepare_value") and field.field.widget.__class__.__name__ == "Textarea":
            sent[field.html_name] = field.field.prepare_value(field.value()) or ""
    return sent


def test_lead_copies_an_instrument_and_finds_it_among_the_drafts(as_lead, at, force):
    page = as_lead.get(at("instrument", "oocr_com_b", 1)).content.decode()
    assert at("instrument_copy", "oocr_com_b", 1) in page
    answer = as_lead.post(at("instrument_copy", "oocr_com_b", 1), {"new_title": "Ours"})
    made = InstrumentVersion.objects.get()
    assert answer["Location"] == at("draft", made.pk)
    assert at("draft", made.pk) in as_lead.get(at("instruments")).content.decode()
    assert "3 questions" in as_lead.get(at("draft", made.pk)).content.decode()


def test_every_part_saves_as_it_stands(as_lead, at, draft):
    """A page that is opened and saved changes nothing: what it shows is what is stored."""
    pages = [at("draft_part", draft.pk, part) for part in ("about", "behaviour", "notice", "scale")]
    entries = {"items": "k1", "questions": "b1", "scenarios": "sa1"}
    pages += [at("draft_entry", draft.pk, name, entry) for name, entry in entries.items()]
    before = draft.content
    for address in pages:
        answer = as_lead.post(address, filled(as_lead.get(address)))
        assert answer.status_code == 302, (address, answer.context["form"].errors)
        draft.refresh_from_db()
        assert draft.content == before, address


@pytest.mark.parametrize(
    "part, field, typed, words",
    [
        ("about", "title", "", "Write the instrument"),
        ("behaviour", "statement", "", "an instrument without a behaviour statement cannot be published"),
        ("notice", "agreement", "", "Write the sentence by which an officer agrees"),
        ("scale", "high", "0", "Make it larger than low."),
        ("scale", "high", "", "Write the highest answer."),
        ("scale", "high", "ten", "Enter a whole number."),
        ("about", "title", "a\x00b", "a character that cannot be seen"),
    ],
)
def test_refusal_stands_at_its_field_and_keeps_what_was_typed(as_lead, at, draft, part, field, typed, words):
    address = at("draft_part", draft.pk, part)
    answer = as_lead.post(address, filled(as_lead.get(address)) | {field: typed})
    assert answer.status_code == 200
    assert any(words.lower() in error.lower() for error in answer.context["form"].errors[field])
    assert f'href="#id_{field}"' in answer.content.decode()


def test_question_is_written_part_by_part(as_lead, at, draft):
    address = at("draft_entry", draft.pk, "questions", "b1")
    sent = filled(as_lead.get(address))
    more = {"part_2_text": "Which of these?", "part_2_kind": "choice", "part_2_choices": ""}
    answer = as_lead.post(address, sent | more)
    assert answer.context["form"].errors["part_2_choices"] == ["List the answers to choose from."]
    as_lead.post(address, sent | more | {"part_2_choices": "one\r\n two \r\n\r\n"})
    draft.refresh_from_db()
    parts = draft.content["questions"][0]["parts"]
    assert [part["kind"] for part in parts] == ["count", "choice"] and parts[1]["choices"] == ["one", "two"]
    sent = filled(as_lead.get(address))
    as_lead.post(address, sent | {"part_1_text": ""})
    draft.refresh_from_db()
    assert [part["text"] for part in draft.content["questions"][0]["parts"]] == ["Which of these?"]
    answer = as_lead.post(address, filled(as_lead.get(address)) | {"part_1_text": ""})
    assert "asks nothing: add at least one thing to answer" in answer.content.decode()


def test_condition_that_cannot_hold_is_refused_at_its_field(as_lead, at, draft):
    address = at("draft_entry", draft.pk, "questions", "b1")
    sent = filled(as_lead.get(address))
    for wrong in ("${nothing} = 1", "${k1} =", "${b1} > 3"):
        errors = as_lead.post(address, sent | {"relevant": wrong}).context["form"].errors
        assert set(errors) == {"relevant"}, wrong
    assert as_lead.post(address, sent | {"relevant": "${k1} > 3"}).status_code == 302
    draft.refresh_from_db()
    assert draft.content["questions"][0]["relevant"] == "${k1} > 3"


def test_text_over_several_lines_is_kept_as_one(as_lead, at, draft):
    address = at("draft_part", draft.pk, "behaviour")
    as_lead.post(address, filled(as_lead.get(address)) | {"statement": " When a case\r\n\r\nfits,  do it. "})
    draft.refresh_from_db()
    assert draft.content["behaviour"]["statement"] == "When a case fits, do it."


def test_fault_in_the_second_block_is_told_there_when_the_first_was_emptied(as_lead, at, draft):
    address = at("draft_entry", draft.pk, "questions", "b1")
    sent = filled(as_lead.get(address)) | {"part_1_text": "", "part_2_text": "x" * 400, "part_2_kind": "text"}
    errors = as_lead.post(address, sent).context["form"].errors
    assert set(errors) == {"part_2_text", "part_2_longest"}


def test_statement_is_added_moved_and_taken_out(as_lead, at, draft):
    sent = {"text": "I want to.", "component": "M-Re", "polarity": "enabler", "seen": ""}
    assert as_lead.post(at("draft_entry_new", draft.pk, "items"), sent).status_code == 302
    as_lead.post(at("draft_entry_move", draft.pk, "items", "i1"), {"up": "1"})
    draft.refresh_from_db()
    assert [item["id"] for item in draft.content["items"]][-2:] == ["i1", "a2"]
    page = as_lead.get(at("draft_entry_remove", draft.pk, "items", "i1")).content.decode()
    assert "I want to." in page
    as_lead.post(at("draft_entry_remove", draft.pk, "items", "i1"))
    draft.refresh_from_db()
    assert "i1" not in [item["id"] for item in draft.content["items"]]


def test_second_author_sees_both_texts_and_saves_again_to_mean_it(as_lead, at, draft, evaluator):
    address = at("draft_entry", draft.pk, "items", "k1")
    sent = filled(as_lead.get(address)) | {"text": "What I typed."}
    written(draft, "items/k1", evaluator, text="What they saved.")
    answer = as_lead.post(address, sent)
    page = answer.content.decode()
    assert "Evaluator saved this while you were writing" in page
    assert "What they saved." in page and "What I typed." in page
    again = filled(answer)
    assert again["text"] == "What I typed." and again["seen"] != sent["seen"]
    assert as_lead.post(address, again).status_code == 302
    draft.refresh_from_db()
    assert draft.content["items"][0]["text"] == "What I typed."


def test_draft_is_published_after_a_second_look_that_says_what_freezes(as_lead, at, draft, force):
    page = as_lead.get(at("draft_publish", draft.pk))
    assert "This freezes for good" in page.content.decode() and "Still missing" not in page.content.decode()
    answer = as_lead.post(at("draft_publish", draft.pk), {"seen": page.context["seen"]})
    assert answer["Location"] == at("instrument", draft.key, 1)
    shown = as_lead.get(answer["Location"]).content.decode()
    assert "Write version 2" in shown
    assert as_lead.get(at("draft", draft.pk)).status_code == 404
    assert f'value="{draft.key}.v1.before"' in as_lead.get(at("wave_new")).content.decode()


def test_new_survey_is_made_of_an_own_instrument(as_lead, at, draft, lead):
    published(draft, lead)
    sent = {"wave_title": "Autumn", "instrument": f"{draft.key}.v1.before"}
    answer = as_lead.post(at("wave_new"), sent)
    assert as_lead.get(answer["Location"]).status_code == 200
    assert Wave.objects.get().instrument_key == draft.key


def test_new_version_asks_what_a_changed_statement_stands_for(as_lead, at, draft, lead):
    published(draft, lead)
    later = as_lead.post(at("instrument_next", draft.key))["Location"]
    second = InstrumentVersion.objects.get(version=2)
    assert later == at("draft", second.pk)
    assert as_lead.get(at("draft_bridge", second.pk))["Location"] == later
    written(second, "items/k1", lead, text="I know the rules.")
    assert (
        "Say what these stand for in version 1: k1."
        in as_lead.get(at("draft_publish", second.pk)).content.decode()
    )
    form = as_lead.get(at("draft_bridge", second.pk)).context["form"]
    refused = as_lead.post(at("draft_bridge", second.pk), {"seen": form["seen"].value()})
    assert "statement_1" in refused.context["form"].errors
    as_lead.post(at("draft_bridge", second.pk), {"seen": form["seen"].value(), "statement_1": "k1"})
    second.refresh_from_db()
    assert second.bridge == {"k1": "k1"}


def test_discarding_names_what_is_lost(as_lead, at, draft):
    page = as_lead.get(at("draft_discard", draft.pk)).content.decode()
    assert "6 statements, 4 questions, 9 short cases" in page or "6 statements" in page
    as_lead.post(at("draft_discard", draft.pk))
    assert not InstrumentVersion.objects.exists()


@pytest.mark.parametrize("one", all_instruments(), ids=lambda one: one.key)
def test_downloaded_file_uploads_as_the_same_instrument(as_lead, at, one):
    data = as_lead.get(at("instrument_file", one.key, 1))
    assert data["Content-Disposition"] == f'attachment; filename="{one.key}.v1.toml"'
    answer = as_lead.post(at("instrument_upload"), {"file": SimpleUploadedFile("any.toml", data.content)})
    assert answer.status_code == 302, answer.context["form"].errors
    made = InstrumentVersion.objects.get()
    back = as_lead.get(at("instrument_file", made.key, 1)).content
    assert back == data.content == to_toml(load_instrument(one.key)).encode()


@pytest.mark.parametrize(
    "data, words",
    [
        (b"\xff\xfe", "no text in UTF-8"),
        (b"title =", "Mend the TOML"),
        (b"titel = 'x'", "there is no such field here"),
        (b"title = 3", "write a text in quotes"),
        (b"item = 3", "write each one as"),
        (b"[[item]]\nid = 'x y'", "cannot be used"),
        (b"[[item]]\ntext = 'x'", "give it a short id"),
        (b"a=" + b"[" * 20_000, "Mend the TOML"),
        (b'title = "\\u0000"', "cannot be seen"),
        (b"", "The submitted file is empty"),
    ],
)
def test_file_that_would_lose_something_is_refused_in_words(as_lead, at, data, words):
    answer = as_lead.post(at("instrument_upload"), {"file": SimpleUploadedFile("x.toml", data)})
    assert any(words.lower() in error.lower() for error in answer.context["form"].errors["file"])
    assert not InstrumentVersion.objects.exists()


def test_unfinished_file_becomes_a_draft_that_says_what_is_missing(as_lead, at):
    data = b"title = 'Half'\n[[item]]\nid = 'x1'\ntext = 'I can.'\n[[question]]\nid = 'q9'\n"
    answer = as_lead.post(at("instrument_upload"), {"file": SimpleUploadedFile("x.toml", data)})
    made = InstrumentVersion.objects.get()
    pages = [answer["Location"], at("draft_publish", made.pk), at("instrument_preview", made.key, 1, 1)]
    pages += [at("draft_list", made.pk, name) for name in ("items", "questions")]
    pages += [at("draft_entry", made.pk, "items", "x1"), at("draft_entry", made.pk, "questions", "q9")]
    for address in pages:
        assert as_lead.get(address).status_code == 200, address
    assert "Still missing" in as_lead.get(at("draft_publish", made.pk)).content.decode()


def test_file_takes_the_place_of_a_draft_and_not_of_what_somebody_saved_meanwhile(
    as_lead, at, draft, evaluator
):
    file = lambda: SimpleUploadedFile("x.toml", to_toml(load_instrument("com_b_brief")).encode())  # noqa: E731
    address = at("draft_upload", draft.pk)
    seen = as_lead.get(address).context["form"]["seen"].value()
    written(draft, "about", evaluator, title="Changed meanwhile")
    assert as_lead.post(address, {"file": file(), "seen": seen})["Location"] == at("draft", draft.pk)
    draft.refresh_from_db()
    assert draft.content["title"] == "Changed meanwhile"
    seen = as_lead.get(address).context["form"]["seen"].value()
    assert as_lead.post(address, {"file": file(), "seen": seen})["Location"] == at("draft", draft.pk)
    draft.refresh_from_db()
    assert (draft.content["title"], draft.content["key"]) == ("Brief COM-B", draft.key)


@pytest.mark.parametrize("one", all_instruments(), ids=lambda one: one.key)
def test_preview_shows_every_word_on_the_pages_of_officers_and_stores_nothing(as_lead, at, one):
    shown, number = "", 0
    before = set(as_lead.cookies) | {"csrf", "session-seen"}
    while True:
        answer = as_lead.get(at("instrument_preview", one.key, 1, number))
        if answer.status_code == 404:
            break
        page = answer.content.decode()
        elements = read(page)
        assert not [element for element in elements if element.tag in ("form", "button")], number
        assert "Nothing can be answered here" in page
        shown, number = shown + page, number + 1
    asked = one.asked_on(one.items, next(iter(one.occasions), ""))
    assert all(escape(item.text) in shown for item in asked)
    assert all(
        escape(text) in shown for text in (one.notice.purpose, one.notice.agreement, one.behaviour.statement)
    )
    assert not any(model.objects.exists() for model in (Draft, Wave, Response, Pool))
    assert set(as_lead.cookies) <= before


def skeleton(response):
    """Tags and attribute names in order, without any text: what no author may change."""
    return [(element.tag, *sorted(element.attrs)) for element in read(response.content.decode())]


def test_no_authored_text_changes_a_page(as_lead, at, force, lead, monkeypatch):
    """Sixty hostile texts in every text of a draft and of a translation: each page stays what its template wrote."""
    monkeypatch.setattr(draft_pages, "advice", lambda instrument: [Advice("items/k1", instrument.title)])
    monkeypatch.setattr(
        draft_pages, "problems_of", lambda content: []
    )  # all sixty together are too long for any text
    monkeypatch.setattr(draft_pages, "still_missing", lambda draft: [])
    plain, changed = (skeletons(as_lead, at, force, lead, text) for text in ("plain", " ".join(PAYLOADS)))
    assert len(plain) > 20
    assert [
        address for address, one, other in zip(range(99), plain, changed, strict=False) if one != other
    ] == []


def skeletons(client, at, force, lead, text):
    """That of every page about a draft and a translation in which each text is this one."""
    made, said = hostile(copied(force, lead, key="oocr_com_b"), text), begun(force, lead, key="com_b_brief")
    said.words = {"title": text, "item.cph.text": text}
    said.save()
    found = [skeleton(client.get(address)) for address in addresses(at, made)]
    said.delete()
    made.delete()
    return found


def addresses(at, draft):
    """Every page that shows what an author wrote."""
    found = [
        at("instruments"),
        *(at(name, draft.pk) for name in ("draft", "draft_publish", "draft_discard", "draft_upload")),
    ]
    found += [at("draft_part", draft.pk, part) for part in ("about", "behaviour", "notice", "scale")]
    found += [at("draft_list", draft.pk, name) for name in ("items", "questions", "scenarios")]
    found += [at("draft_entry", draft.pk, "items", "k1"), at("draft_entry", draft.pk, "questions", "t1")]
    found += [at("draft_entry_remove", draft.pk, "items", "k1"), at("instrument_copy", draft.key, 1)]
    found += [at("instrument_preview", draft.key, 1, number) for number in (0, 1, 7)]
    found += [
        at("translation_part", "com_b_brief", 1, "cy", "items"),
        at("translation", "com_b_brief", 1, "cy"),
    ]
    return [*found, at("instrument_preview", "com_b_brief", 1, 1) + "?in=cy"]


def hostile(draft, text):
    """The draft with one text for every word in it; lists keep their lengths, ids and kinds stay."""
    kept = {"key", "version", "id", "component", "polarity", "kind", "order", "form", "occasions", "relevant"}

    def put(value, name=""):
        if isinstance(value, dict):
            return {key: one if key in kept else put(one, key) for key, one in value.items()}
        if isinstance(value, list):
            return [put(one, name) for one in value]
        return text if isinstance(value, str) and value else value

    draft.content = put(draft.content)
    draft.save()
    return draft


def test_officer_evaluator_and_another_forces_lead_write_nothing(
    client, at, draft, officer, evaluator, other_lead
):
    for person, status in ((officer, 403), (evaluator, 403), (other_lead, 404)):
        client.force_login(person)
        assert client.get(at("draft", draft.pk)).status_code == status
        assert client.post(at("draft_discard", draft.pk)).status_code == status
    assert InstrumentVersion.objects.exists()


def test_draft_of_another_force_is_not_there(as_lead, at, other_force, other_lead):
    theirs = copied(other_force, other_lead)
    done = published(copied(other_force, other_lead), other_lead)
    next_version(done, other_lead)
    assert as_lead.get(at("draft", theirs.pk)).status_code == 404
    for name in ("instrument", "instrument_copy", "instrument_file", "languages"):
        assert as_lead.get(at(name, done.key, 1)).status_code == 404
    assert as_lead.post(at("instrument_next", done.key)).status_code == 404
