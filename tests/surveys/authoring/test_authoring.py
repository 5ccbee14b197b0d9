"""A force copies an instrument, changes its words and publishes it; what is published stays."""

import re

import pytest
from django.db import IntegrityError, transaction

from surveys.instruments.draft_content import print_of, value_at
from surveys.instruments.own_keys import OWN, own_key
from surveys.models import InstrumentVersion, Translation
from surveys.models.instruments import PublishedStays
from surveys.operations import authoring, publishing
from surveys.operations.authoring import ChangedMeanwhile, PartRefused
from surveys.queries.instruments import instruments_for, load_for
from surveys.refusals import Refused
from surveys.scales import UnknownInstrument, all_instruments, all_modules
from tests.people import NOW
from tests.surveys.authoring.drafts import copied, next_version, published, written

pytestmark = pytest.mark.django_db


def problems(refused):
    return dict(refused.value.problems)


def test_copy_has_every_word_and_a_key_of_its_own(force, lead):
    for one in all_instruments():
        draft = copied(force, lead, key=one.key, title=one.title)
        assert draft.key.startswith(OWN) and draft.copied_from == {"key": one.key, "version": 1}
        assert draft.content["adapted"].startswith(f"Copied from “{one.title}”, version 1")
        done = published(draft, lead)
        same = {"items", "questions", "scenarios", "scale", "notice", "behaviour", "occasions"}
        mine = load_for(force, done.key)
        assert all(getattr(mine, field) == getattr(one, field) for field in same)
    assert len(instruments_for(force)) == 2 * len(all_instruments())


def test_no_instrument_of_the_software_has_a_key_that_a_force_could_make():
    assert not any(one.key.startswith(OWN) for one in all_instruments())


def test_no_optional_module_has_an_id_that_a_draft_could_give():
    ids = {case.id for module in all_modules() for case in module.scenarios}
    assert not [one for one in ids if re.fullmatch(r"[iqs][0-9]+", one)]


def test_two_copies_of_one_title_have_two_keys(force, lead):
    assert copied(force, lead).key != copied(force, lead).key
    assert own_key("!!!", set()) == "own_survey"
    assert len(own_key("w" * 500, {"own_" + "w" * 46})) < 60


def test_own_instruments_are_their_forces_alone(force, lead, other_force):
    done = published(copied(force, lead), lead)
    assert load_for(force, done.key, 1).title == "Our own survey"
    assert done.key not in {one.key for one in instruments_for(other_force)}
    with pytest.raises(UnknownInstrument):
        load_for(other_force, done.key, 1)


def test_draft_is_offered_to_nobody(force, lead):
    draft = copied(force, lead)
    assert draft.key not in {one.key for one in instruments_for(force)}
    with pytest.raises(UnknownInstrument):
        load_for(force, draft.key)


@pytest.mark.parametrize(
    "part, values, field, words",
    [
        ("about", {"title": ""}, "title", "Write the instrument's name."),
        ("behaviour", {"statement": " "}, "statement", "cannot be published: write it"),
        ("notice", {"agreement": ""}, "agreement", "Write the sentence by which an officer agrees"),
        ("notice", {"purpose": ""}, "purpose", "Say what the answers are used for"),
        ("scale", {"high": 0}, "high", "Make it larger than low."),
        ("scale", {"high": 10**9}, "high", "Keep to 100 steps"),
        ("items/cph", {"text": "word " * 60}, "text", "Shorten it to 200 characters."),
        ("items/cph", {"component": "C-Psy"}, "component", "is not known here"),
        ("items/cps", {"component": "C-Ph", "polarity": "need"}, "polarity", "mix enabler and need"),
        ("items/cps", {"occasions": ["later"]}, "occasions", "not listed here"),
    ],
)
def test_part_that_breaks_a_rule_is_refused_at_its_field(force, lead, part, values, field, words):
    draft = copied(force, lead)
    with pytest.raises(PartRefused) as refused:
        written(draft, part, lead, **values)
    assert words in problems(refused)[field]
    assert InstrumentVersion.objects.get().content == draft.content


def test_fault_of_a_part_of_a_question_is_named_by_its_place(force, lead):
    draft = copied(force, lead, key="oocr_com_b")
    parts = value_at(draft.content, "questions/t1")["parts"]
    with pytest.raises(PartRefused) as refused:
        written(draft, "questions/t1", lead, parts=[parts[0], parts[1] | {"choices": []}, parts[2]])
    assert problems(refused) == {"part_2.choices": "List the answers to choose from."}


def test_what_was_wrong_before_does_not_keep_another_part_from_being_saved(force, lead):
    content = copied(force, lead).content | {"behaviour": dict.fromkeys(("statement", "actor"), "")}
    draft = authoring.new_draft(force=force, content=content, by=lead, at=NOW)
    done = written(draft, "items/cph", lead, text="I can do this.")
    assert done.content["items"][0]["text"] == "I can do this."


def test_second_of_two_who_change_one_part_is_told_and_loses_nothing(force, lead, evaluator):
    draft = copied(force, lead)
    seen = print_of(value_at(draft.content, "items/cph"))
    written(draft, "items/cph", evaluator, text="I am strong.")
    with pytest.raises(ChangedMeanwhile) as told:
        values = {"text": "I am quick."}
        authoring.write_part(draft=draft, part="items/cph", values=values, seen=seen, by=lead, at=NOW)
    assert (told.value.held["text"], told.value.by) == ("I am strong.", evaluator)
    assert value_at(InstrumentVersion.objects.get().content, "items/cph")["text"] == "I am strong."


def test_two_who_change_two_parts_do_not_meet(force, lead, evaluator):
    draft = copied(force, lead)
    seen = print_of(value_at(draft.content, "items/cph"))
    written(draft, "items/cps", evaluator, text="I know the rules.")
    values = {"text": "I am quick."}
    done = authoring.write_part(draft=draft, part="items/cph", values=values, seen=seen, by=lead, at=NOW)
    assert [item["text"] for item in done.content["items"][:2]] == ["I am quick.", "I know the rules."]


def test_entries_are_added_moved_and_taken_out(force, lead):
    draft, now = copied(force, lead), {"by": lead, "at": NOW}
    values = {"text": "I want to.", "component": "M-Re", "polarity": "enabler"}
    added = authoring.add_entry(draft=draft, name="items", values=values, **now)
    assert added == "i1"
    draft = authoring.move_entry(draft=draft, name="items", entry_id=added, up=True, **now)
    assert [item["id"] for item in draft.content["items"]] == ["cph", "cps", "oph", "oso", "mre", "i1", "mau"]
    draft = authoring.move_entry(draft=draft, name="items", entry_id="cph", up=True, **now)
    assert draft.content["items"][0]["id"] == "cph"
    draft = authoring.remove_entry(draft=draft, name="items", entry_id=added, **now)
    assert len(draft.content["items"]) == 6
    with pytest.raises(Refused, match="took this out meanwhile"):
        authoring.remove_entry(draft=draft, name="items", entry_id=added, **now)


def test_id_of_a_statement_that_was_published_does_not_come_back(force, lead):
    draft, now = copied(force, lead), {"by": lead, "at": NOW}
    values = {"text": "I want to.", "component": "M-Re", "polarity": "enabler"}
    authoring.add_entry(draft=draft, name="items", values=values, **now)
    second = next_version(published(draft, lead), lead)
    authoring.remove_entry(draft=second, name="items", entry_id="i1", **now)
    assert authoring.add_entry(draft=second, name="items", values=values, **now) == "i2"


@pytest.mark.parametrize("name", ["items", "questions", "scenarios"])
def test_list_of_a_draft_ends_somewhere(force, lead, name, monkeypatch):
    draft = copied(force, lead)
    monkeypatch.setattr(authoring, "MOST_ENTRIES", 0)
    with pytest.raises(Refused, match="already"):
        authoring.add_entry(draft=draft, name=name, values={}, by=lead, at=NOW)


@pytest.mark.parametrize(
    "part, field",
    [("behaviour", "statement"), ("notice", "agreement"), ("notice", "limits"), ("scale", "high_label")],
)
def test_instrument_without_a_required_part_cannot_be_published(force, lead, part, field):
    content = copied(force, lead).content
    content = content | {part: content[part] | {field: ""}}
    draft = authoring.new_draft(force=force, content=content, by=lead, at=NOW)
    with pytest.raises(Refused):
        published(draft, lead)
    written(draft, part, lead, **{field: "Now it says something."})
    assert published(draft, lead).published_at == NOW


def test_more_than_twenty_statements_can_be_drafted_and_not_published(force, lead):
    draft = copied(force, lead, key="oocr_com_b")
    for n in range(6):
        values = {"text": f"I would like to, {n}.", "component": "M-Re", "polarity": "enabler"}
        authoring.add_entry(draft=draft, name="items", values=values, by=lead, at=NOW)
    with pytest.raises(Refused, match="21 scaled items: keep to 20"):
        published(draft, lead)


def test_draft_that_changed_under_the_second_look_is_not_published(force, lead, evaluator):
    draft = copied(force, lead)
    seen = print_of(draft.content)
    written(draft, "about", evaluator, title="Another title")
    with pytest.raises(Refused, match="Look at it again"):
        publishing.publish_instrument(draft=draft, seen=seen, by=lead, at=NOW)


def test_published_version_never_changes(force, lead):
    done = published(copied(force, lead), lead)
    with pytest.raises(Refused, match="published or discarded"):
        written(done, "about", lead, title="Another title")
    done = InstrumentVersion.objects.get()
    done.content = {}
    pytest.raises(PublishedStays, done.save)
    pytest.raises(PublishedStays, done.delete)
    rows = InstrumentVersion.objects.filter(pk=done.pk)
    for change in ({"content": {}}, {"published_at": None}, {"version": 2}, {"bridge": {"a": "b"}}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)


def test_database_lets_a_draft_change(force, lead):
    draft = copied(force, lead)
    assert InstrumentVersion.objects.filter(pk=draft.pk).update(content={"title": "x"}) == 1


def test_discarded_draft_goes_with_its_translations(force, lead):
    draft = copied(force, lead)
    words = {
        "force": force,
        "instrument_key": draft.key,
        "instrument_version": 1,
        "made_by": lead,
        "made_at": NOW,
    }
    Translation.objects.create(language="cy", **words)
    authoring.discard_draft(draft=draft, by=lead, at=NOW)
    assert not InstrumentVersion.objects.exists() and not Translation.objects.exists()


def test_words_of_another_language_go_when_the_english_changes(force, lead):
    draft = copied(force, lead)
    said = {"item.cph.text": "Gallaf", "item.cps.text": "Gwn", "title": "Arolwg"}
    Translation.objects.create(
        force=force,
        instrument_key=draft.key,
        instrument_version=1,
        language="cy",
        words=said,
        made_by=lead,
        made_at=NOW,
    )
    written(draft, "items/cph", lead, text="I can do this.")
    assert Translation.objects.get().words == {"item.cps.text": "Gwn", "title": "Arolwg"}


@pytest.mark.parametrize("ends", [{"high": 10**12}, {"low": -(10**9)}, {"low": 5, "high": 106}])
def test_content_with_ends_that_no_page_could_show_is_refused_whole(force, lead, ends):
    content = copied(force, lead, key="oocr_com_b").content
    with pytest.raises(Refused, match="The scale: keep to 100 steps"):
        authoring.new_draft(
            force=force, content=content | {"scale": content["scale"] | ends}, by=lead, at=NOW
        )
    parts = [{**content["questions"][0]["parts"][0], **ends}]
    asked = [content["questions"][0] | {"parts": parts}]
    with pytest.raises(Refused, match="Of the last ten .* keep to 100 steps"):
        authoring.new_draft(force=force, content=content | {"questions": asked}, by=lead, at=NOW)
    assert InstrumentVersion.objects.count() == 1


@pytest.mark.parametrize("bad", ["K 1", "", "clear", "c1", "<b>", "cps"])
def test_content_with_an_id_that_no_page_could_name_is_refused_whole(force, lead, bad):
    content = copied(force, lead).content
    items = [content["items"][0] | {"id": bad}, *content["items"][1:]]
    with pytest.raises(Refused):
        authoring.new_draft(force=force, content=content | {"items": items}, by=lead, at=NOW)
    assert InstrumentVersion.objects.count() == 1
