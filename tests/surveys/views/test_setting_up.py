"""A lead sets a survey up page by page, sees what freezes, and launches it; after that nothing of it changes."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from surveys.lifecycle import State
from surveys.models import Letter, Station, SurveyInvitation, Wave
from surveys.operations.fielding import FIELDS, UNCOVERED
from surveys.rules import STEPS
from tests.safeguards.records import make_record
from tests.surveys.waves import TODAY, draft, launched, units

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_lead(client, lead, today):
    client.force_login(lead)
    return client


def parts(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year} if day else {}


def step(client, wave, name, **values):
    return client.post(reverse("surveys:wave_step", args=[wave.force.slug, wave.pk, name]), values)


def page(client, name, wave, *more):
    return client.get(reverse(f"surveys:{name}", args=[wave.force.slug, wave.pk, *more])).content.decode()


def upload(client, wave, people):
    text = "address,unit,role_band\n" + "".join(
        f"officer{n}@example.org,north,constable\n" for n in range(people)
    )
    address = reverse("surveys:wave_people", args=[wave.force.slug, wave.pk])
    return client.post(address, {"file": SimpleUploadedFile("list.csv", text.encode())})


def test_example_of_a_list_is_of_units_that_the_survey_has(as_lead, force, lead):
    wave = draft(force, lead, people=0)
    shown = page(as_lead, "wave_people", wave)
    rows = "".join(shown.split("Example</caption>")[1].split("</table>")[0].split())
    assert 'pat.lee@example.police.uk</td><tdclass="govuk-table__cell">North</td>' in rows and "South" in rows
    Wave.objects.filter(pk=wave.pk).update(units=[])
    assert "pat.lee" not in page(as_lead, "wave_people", wave)


def test_wave_is_set_up_checked_and_launched_from_page_to_page(as_lead, force, lead):
    units(force, "north", "south")
    make_record(force, lead, kind="survey")
    new = {"wave_title": "Autumn survey", "instrument": "oocr_com_b.v1."}
    there = as_lead.post(reverse("surveys:wave_new", args=[force.slug]), new)
    wave = Wave.objects.get()
    assert there.url == reverse("surveys:wave_step", args=[force.slug, wave.pk, "behaviour"])
    assert step(as_lead, wave, "behaviour", behaviour_agreed="on").url.endswith("/audience/")
    step(as_lead, wave, "audience", units=["north", "south"], role_bands=["constable"])
    assert step(as_lead, wave, "doors", personal_links="yes").url.endswith("/people/")
    assert upload(as_lead, wave, 45).status_code == 302
    step(as_lead, wave, "mode", mode="anonymous")
    days = parts("opens_on", TODAY) | parts("closes_on", TODAY + timedelta(days=21))
    step(as_lead, wave, "dates", **days, **parts("first_reminder_on", TODAY + timedelta(days=7)))
    assert step(as_lead, wave, "notice", contact="Ask Jo Bell.", kept_years="2").url.endswith("/check/")
    check = page(as_lead, "wave_check", wave)
    assert "Still missing" not in check and "Ask Jo Bell." in check and "after 2 years" in check
    as_lead.post(reverse("surveys:wave_launch", args=[force.slug, wave.pk]))
    wave.refresh_from_db()
    assert wave.state == State.OPEN and Letter.objects.count() == 45
    assert "People who get a link" in page(as_lead, "wave", wave)


def test_check_names_what_is_missing_and_offers_no_launch(as_lead, force, lead):
    wave = draft(force, lead, people=39, contact="")
    check = page(as_lead, "wave_check", wave)
    assert "at least 40 people" in check and "whom officers may ask" in check and UNCOVERED in check
    assert "Launch the survey" not in check
    as_lead.post(reverse("surveys:wave_launch", args=[force.slug, wave.pk]))
    wave.refresh_from_db()
    assert wave.state == State.DRAFT


def test_draft_lists_its_steps_with_their_state(as_lead, force, lead):
    wave = draft(force, lead, mode="", people=0)
    text = page(as_lead, "wave", wave)
    assert all(label in text for label in STEPS.values())
    assert "Choose what officers are promised" in text and "Upload the list of people" in text


def test_launched_wave_refuses_every_step_from_every_page(as_lead, force, lead):
    wave = launched(force, lead)
    before = Wave.objects.values().get(pk=wave.pk)
    later = TODAY + timedelta(days=90)
    everything = {
        "behaviour_agreed": "on",
        "units": ["south"],
        "role_bands": ["staff"],
        "personal_links": "no",
    }
    everything |= {"mode": "confidential", "contact": "Nobody", "kept_years": "1"}
    everything |= parts("opens_on", later) | parts("closes_on", later)
    for name in FIELDS:
        assert step(as_lead, wave, name, **everything).status_code == 302
    codes = reverse("surveys:wave_codes", args=[force.slug, wave.pk])
    as_lead.post(codes, {"area": "West", "kind": "kiosk", "headcount": "20"})
    as_lead.post(reverse("surveys:wave_people_clear", args=[force.slug, wave.pk]))
    as_lead.post(reverse("surveys:wave_launch", args=[force.slug, wave.pk]))
    assert Wave.objects.values().get(pk=wave.pk) == before
    assert SurveyInvitation.objects.count() == 40 and not Station.objects.exists()


def test_launch_freezes_the_words_themselves(force, lead):
    wave = launched(force, lead)
    kept = json.dumps(wave.frozen, ensure_ascii=False)
    for words in (
        "Considering one is automatic for me.",
        "after 3 years",
        "Ask Jo Bell",
        "agree to take part",
    ):
        assert words in kept
    assert wave.frozen["bands"]["area"] == {"north": "North", "south": "South"}


def test_list_with_a_fault_adds_nobody_and_shows_where(as_lead, force, lead):
    wave = draft(force, lead, people=0)
    text = b"address,unit,role_band\npat@example.org,west,constable\njo@example.org,north,constable\n"
    address = reverse("surveys:wave_people", args=[force.slug, wave.pk])
    answer = as_lead.post(address, {"file": SimpleUploadedFile("list.csv", text)}).content.decode()
    assert "Nobody was added" in answer and "“west” is not a unit of this survey" in answer
    assert "pat@example.org" not in answer
    assert not SurveyInvitation.objects.exists()


def test_list_is_emptied_and_goes_with_the_personal_links(as_lead, force, lead):
    wave = draft(force, lead, people=12)
    as_lead.post(reverse("surveys:wave_people_clear", args=[force.slug, wave.pk]))
    assert not SurveyInvitation.objects.exists()
    upload(as_lead, wave, 12)
    assert step(as_lead, wave, "doors", personal_links="no").url.endswith("/codes/")
    assert not SurveyInvitation.objects.exists()


def test_code_stands_for_ten_people_or_more_and_one_an_area(as_lead, force, lead):
    wave = draft(force, lead, personal=False)
    address = reverse("surveys:wave_codes", args=[force.slug, wave.pk])
    for headcount, said in (("9", "at least 10 people"), ("10", None), ("10", "has such a code already")):
        answer = as_lead.post(address, {"area": "North", "kind": "station", "headcount": headcount})
        assert said in answer.content.decode() if said else answer.status_code == 302
    code = Station.objects.get()
    as_lead.post(reverse("surveys:wave_code_remove", args=[force.slug, wave.pk, code.pk]))
    assert not Station.objects.exists()


@pytest.mark.parametrize(
    "first, second, closes, said",
    [
        (30, None, 21, "not after the last"),
        (0, None, 21, "after the first day"),
        (None, 14, 21, "must come after the first"),
        (14, 7, 21, "must come after the first"),
        (None, None, -1, "must not be before the first"),
    ],
)
def test_dates_that_cannot_be_are_refused_in_words(as_lead, force, lead, first, second, closes, said):
    wave = draft(force, lead, people=0)

    def day(offset):
        return None if offset is None else TODAY + timedelta(days=offset)

    days = parts("opens_on", TODAY) | parts("closes_on", day(closes))
    days |= parts("first_reminder_on", day(first)) | parts("second_reminder_on", day(second))
    assert said in step(as_lead, wave, "dates", **days).content.decode()


def test_practice_space_sets_up_nothing(as_lead, practice):
    address = reverse("surveys:wave_new", args=[practice.slug])
    answer = as_lead.post(address, {"wave_title": "Practice", "instrument": "com_b_brief.v1."})
    assert "A practice space sends nothing" in answer.content.decode()
    assert not Wave.objects.exists()


HOSTILE = "<script>alert(1)</script>{{7*7}}"


def test_hostile_words_come_back_as_words(as_lead, force, lead):
    wave = launched(force, lead, contact=HOSTILE, people=40)
    Wave.objects.filter(pk=wave.pk).update(title=HOSTILE)
    for name in ("wave", "wave_people", "wave_extend", "wave_withdraw"):
        text = page(as_lead, name, wave)
        assert "&lt;script&gt;" in text and "<script>alert" not in text
    assert "<script>alert" not in as_lead.get(reverse("surveys:waves", args=[force.slug])).content.decode()


def test_survey_without_safeguards_leads_to_them(as_lead, force, lead):
    wave = draft(force, lead)
    assert (reverse("safeguards:records", args=[force.slug]) + '">go to') in page(as_lead, "wave_check", wave)
    make_record(force, lead, kind="survey")
    assert '">go to Safeguards' not in page(as_lead, "wave_check", wave)


@pytest.mark.parametrize("values, file", [({}, None), ({}, b"wrong,header\n1,2\n")])
def test_title_of_a_page_with_errors_says_so_once(as_lead, force, lead, values, file):
    wave = draft(force, lead)
    name = "wave_people" if file else "wave_codes"
    sent = {"file": SimpleUploadedFile("list.csv", file)} if file else values
    for address in (
        reverse(f"surveys:{name}", args=[force.slug, wave.pk]),
        reverse("surveys:wave_new", args=[force.slug]),
        reverse("surveys:session_new", args=[force.slug]),
    ):
        title = as_lead.post(address, sent).content.decode().partition("<title>")[2].partition("</title>")[0]
        assert title.count("Error:") == 1, title
