"""The optional part of setting up: all of it off, offered only where it can be kept, and frozen when chosen."""

from datetime import timedelta

import pytest
from django.urls import reverse

from surveys.answering.words import WORDS
from surveys.freezing import texts
from surveys.instruments.value import module_from_value
from surveys.models import CaseRules, Translation, Wave
from surveys.operations.fielding import as_promised, launch_wave, make_wave, still_missing
from surveys.presenters.respondent_length import minutes_of
from surveys.queries.instruments import instrument_of
from surveys.queries.options import options_lacking
from surveys.refusals import Refused
from surveys.scales import load_instrument, load_module
from surveys.scales.translation import module_texts
from surveys.scales.translation import texts as texts_of
from tests.people import NOW
from tests.safeguards.records import make_record
from tests.surveys.views.test_setting_up import as_lead, page, parts, step
from tests.surveys.waves import CLOSES, TODAY, draft, held_session, launched, links

__all__ = ["as_lead"]
pytestmark = pytest.mark.django_db
IN_A_WEEK = TODAY + timedelta(days=7)
VIGNETTES = {"modules": [["vignettes", 1]], "ethics_reference": "REC 26/14"}


def translation(force, lead, *, modules=(), published_at=NOW, **changed):
    """A translation in which every text is the English one between brackets."""
    english = texts_of(load_instrument("oocr_com_b"), WORDS)
    for key in modules:
        english |= module_texts(load_module(key))
    words = {address: f"[{text}]" for address, text in english.items()} | changed
    return Translation.objects.create(
        force=force, instrument_key="oocr_com_b", instrument_version=1, language="cy", words=words,
        made_by=lead, made_at=NOW, published_at=published_at,
    )  # fmt: skip


def test_plain_survey_is_led_past_the_optional_step_and_chooses_nothing(as_lead, force, lead):
    wave = draft(force, lead)
    answer = step(as_lead, wave, "notice", contact="Ask Jo", kept_years="2")
    assert answer.url == reverse("surveys:wave_check", args=[force.slug, wave.pk])
    assert "Optional" in page(as_lead, "wave", wave)
    assert step(as_lead, wave, "more", follows="").url == answer.url
    wave.refresh_from_db()
    chosen = (
        wave.modules,
        wave.languages,
        wave.batch_days,
        wave.promises_extract,
        wave.follows,
        wave.session,
    )
    assert chosen == ([], [], [], False, None, None)


def test_form_offers_each_module_with_its_minutes_and_no_language_that_is_not_published(as_lead, force, lead):
    wave = draft(force, lead)
    made = translation(force, lead, published_at=None)
    text = page(as_lead, "wave_step", wave, "more")
    for key in ("knowledge", "vignettes"):
        module = load_module(key)
        assert f"{module.title}: {module.extra_minutes} minute" in text
    assert "In which languages" not in text and "Which training session" not in text
    Translation.objects.filter(pk=made.pk).update(published_at=NOW)
    assert "[English]" in page(as_lead, "wave_step", wave, "more")


def test_everything_chosen_is_stored_frozen_and_shown(as_lead, force, lead):
    earlier = launched(force, lead)
    Wave.objects.filter(pk=earlier.pk).update(state="closed", ended_at=NOW)
    translation(force, lead, modules=("knowledge", "vignettes"))
    wave = draft(force, lead, people=120)
    sent = {
        "modules": ["knowledge.1", "vignettes.1"],
        "ethics_reference": "REC 26/14",
        "languages": ["cy"],
        "promises_extract": "on",
        "follows": str(earlier.pk),
        **parts("first_batch_on", IN_A_WEEK),
    }
    assert step(as_lead, wave, "more", **sent).url.endswith("/check/")
    check = page(as_lead, "wave_check", wave)
    for words in (
        "Still missing",
        "REC 26/14",
        f"{IN_A_WEEK:%-d %B %Y}",
        "Promised in the notice",
        "Details differ between officers",
    ):
        assert (words in check) is (words != "Still missing"), words
    wave = launch_wave(wave=Wave.objects.get(pk=wave.pk), by=lead, at=NOW, on=TODAY)
    frozen = wave.frozen
    assert [module_from_value(one) for one in frozen["modules"]] == [
        load_module("knowledge"), load_module("vignettes"),
    ]  # fmt: skip
    assert frozen["batch_days"] == [str(IN_A_WEEK)] and frozen["promises_extract"] and wave.follows == earlier
    assert frozen["languages"]["cy"]["item.k1.text"].startswith("[I know which")
    who_sees = frozen["texts"]["en"]["notice"]["who_sees"]
    assert f"on {IN_A_WEEK:%-d %B %Y}" in who_sees and "Researchers may get" in who_sees
    welsh = frozen["texts"]["cy"]["notice"]
    assert welsh["who_sees"].count("[") == 4 and f"{IN_A_WEEK:%d/%m/%Y}" in welsh["who_sees"]
    assert welsh["cases"].startswith("[The three short cases")
    assert "Short cases" in page(as_lead, "wave", wave)


def test_length_that_a_lead_reads_is_the_one_that_officers_read(as_lead, client, force, lead):
    plain, fuller = draft(force, lead), draft(force, lead, people=120, **VIGNETTES)
    said = [minutes_of(as_promised(wave)) for wave in (plain, fuller)]
    assert said[0] < said[1]
    for wave, minutes in zip((plain, fuller), said, strict=True):
        assert f"About {minutes} minutes" in page(as_lead, "wave", wave)
    open_one = launched(force, lead, people=120, **VIGNETTES)
    assert f"About {said[1]} minutes" in page(as_lead, "wave", open_one)
    first = client.get(f"/s/{links(open_one)[0]}/").content.decode()
    assert f"About {said[1]} minutes" in first


def test_plain_notice_promises_nothing_more(force, lead):
    wave = draft(force, lead)
    instrument = instrument_of(wave)
    notice = texts(wave, instrument)["notice"]
    assert notice["who_sees"] == instrument.notice.who_sees and "cases" not in notice
    assert notice["withdrawal"] == instrument.notice.withdrawal


@pytest.mark.parametrize(
    "people, changed, said",
    [
        (99, VIGNETTES, "at least 100 people"),
        (100, VIGNETTES | {"ethics_reference": ""}, "reference of the ethics review"),
        (99, {"promises_extract": True}, "at least 100 answers"),
        (60, {"batch_days": [str(TODAY)]}, "after the first day"),
        (60, {"batch_days": [str(CLOSES)]}, "before its last"),
        (60, {"batch_days": ["2026-11-12", "2026-11-10"]}, "the earlier one first"),
        (60, {"batch_days": ["2026-11-10", "2026-11-12", "2026-11-14"]}, "at most 2 days"),
    ],
)
def test_launch_waits_for_what_an_option_needs(force, lead, people, changed, said):
    wave = draft(force, lead, people=people, **changed)
    make_record(force, lead, kind="survey")
    assert said in " ".join(still_missing(wave, TODAY))
    with pytest.raises(Refused, match=said):
        launch_wave(wave=wave, by=lead, at=NOW, on=TODAY)


def test_enough_people_and_a_reference_let_vignettes_be_asked(force, lead):
    wave = launched(force, lead, people=100, **VIGNETTES)
    assert wave.frozen["modules"][0]["key"] == "vignettes" and wave.frozen["case_rules"] is None


def test_language_that_lacks_the_short_cases_is_refused_in_words(force, lead):
    translation(force, lead)
    with pytest.raises(Refused, match="lacks .* texts of the short cases"):
        draft(force, lead, people=100, languages=["cy"], modules=[["knowledge", 1]])
    assert draft(force, lead, languages=["cy"]).languages == ["cy"]


def test_translation_withdrawn_before_the_launch_stops_it(force, lead):
    made = translation(force, lead)
    wave = draft(force, lead, languages=["cy"])
    make_record(force, lead, kind="survey")
    made.delete()
    with pytest.raises(Refused, match="not published"):
        launch_wave(wave=wave, by=lead, at=NOW, on=TODAY)


def test_survey_is_compared_with_a_closed_one_of_its_own_instrument_and_force(force, lead, other_lead):
    closed = launched(force, lead, instrument="com_b_brief")
    Wave.objects.filter(pk=closed.pk).update(state="closed")
    still_open = launched(force, lead)
    elsewhere = launched(other_lead.memberships.get().force, other_lead)
    Wave.objects.filter(pk=elsewhere.pk).update(state="closed")
    for other in (closed, still_open, elsewhere):
        with pytest.raises(Refused, match="closed one of the same instrument"):
            draft(force, lead, follows=other)


def training_wave(force, lead, **changed):
    wave = draft(force, lead, **changed)
    Wave.objects.filter(pk=wave.pk).update(instrument_key="oocr_training", occasion="before")
    return Wave.objects.get(pk=wave.pk)


def test_training_survey_needs_its_session_and_has_one_of_each_occasion(as_lead, force, lead):
    make_record(force, lead, kind="survey")
    first = training_wave(force, lead)
    now = {"by": lead, "at": NOW, "on": TODAY}
    with pytest.raises(Refused, match="Choose the training session"):
        launch_wave(wave=first, **now)
    held = held_session(force, lead)
    assert "Decisions, 9 November 2026" in page(as_lead, "wave_step", first, "more")
    assert step(as_lead, first, "more", session=str(held.pk)).status_code == 302
    launch_wave(wave=Wave.objects.get(pk=first.pk), **now)
    second = training_wave(force, lead)
    answer = step(as_lead, second, "more", session=str(held.pk))
    assert "has a survey “before” already" in answer.content.decode()


def test_short_cases_are_not_added_to_an_instrument_that_has_its_own(force, lead):
    wave = make_wave(
        force=force, title="Training", instrument=load_instrument("oocr_training"), occasion="before",
        by=lead, at=NOW,
    )  # fmt: skip
    wave.modules = [["knowledge", 1]]
    assert "short cases of its own" in options_lacking(wave)[0]


def test_newest_recorded_rules_are_frozen_with_the_cases(force, lead):
    for version, choice in ((1, "not sure"), (2, "could be dealt with out of court")):
        recorded = CaseRules.objects.create(
            force=force, source_key="knowledge", source_version=1, version=version, answers={"c1": choice},
            reasons={"c1": "Low value"}, rule="Policy 12", made_by=lead, made_at=NOW,
        )  # fmt: skip
    wave = launched(force, lead, modules=[["knowledge", 1]])
    assert wave.frozen["case_rules"] == {
        "id": str(recorded.pk), "version": 2, "rule": "Policy 12",
        "answers": {"c1": "could be dealt with out of court"}, "reasons": {"c1": "Low value"},
    }  # fmt: skip
