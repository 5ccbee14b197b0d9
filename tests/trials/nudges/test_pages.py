"""The pages of the register, as a lead writes, a second person approves and anybody who may reads."""

import csv
import datetime
import io
import json
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from tests.cases.own_pages.payloads import PAYLOADS
from tests.people import NOW, make_person
from tests.surveys.waves import draft as draft_wave
from tests.surveys.waves import held_session, made_up_wave
from tests.trials.nudges.made_pictures import SECRET, jpeg, png
from tests.trials.nudges.records import FULL, scored
from tests.trials.nudges.test_operations import live
from tests.trials.nudges_world import approve, approved, make_draft, with_picture
from trials.models import Nudge, NudgePicture, NudgeVersion, SludgeCount
from trials.nudges.approval import lacking
from trials.nudges.lines import PARTS
from trials.nudges.record import NudgeRecord, digest_of
from trials.operations.nudge_pictures import count_sludge
from trials.operations.nudges import archive_nudge, start_version, write_lines
from trials.presenters.sludge import sludge_page
from trials.queries.nudges import live_since, sludge_of

pytestmark = pytest.mark.django_db
COMPONENT = "C-Ps"


def client_of(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def as_lead(lead):
    return client_of(lead)


@pytest.fixture
def second(force):
    return make_person("second", force, "lead")


@pytest.fixture
def draft(force, lead):
    return make_draft(force, lead)


def at(name, nudge, *more):
    return reverse(f"trials:{name}", args=[nudge.force.slug, nudge.pk, *more])


def page(client, address, **data):
    return client.get(address, data).content.decode()


def record_of(version):
    return NudgeRecord.from_json(NudgeVersion.objects.get(pk=version.pk).body)


def test_empty_register_says_what_to_do_next_and_shows_finished_work(as_lead, evaluator, force):
    address = reverse("trials:nudges", args=[force.slug])
    shown = page(as_lead, address)
    assert "No nudge yet" in shown and reverse("trials:nudge_new", args=[force.slug]) in shown
    assert "Text message reminders to defendants" in shown and "No figure is known to us" in shown
    assert "A constabulary lead can do this." in page(client_of(evaluator), address)


def test_list_names_each_nudge_with_its_state(as_lead, force, lead, second, draft):
    approved(force, lead, second, title="Fixed one")
    shown = page(as_lead, reverse("trials:nudges", args=[force.slug]))
    assert "Desk card" in shown and "Draft" in shown
    assert "Version 1 approved" in shown


def test_idea_from_the_floor_becomes_an_empty_draft(as_lead, force):
    address = reverse("trials:nudge_new", args=[force.slug])
    answer = as_lead.post(address, {"title_of_nudge": "A better menu", "origin": "floor"})
    nudge = Nudge.objects.get()
    assert answer.url == at("nudge", nudge)
    assert "6 to write" in page(as_lead, answer.url)
    assert record_of(nudge.versions.get()).origin.kind == "floor"


def test_training_session_becomes_a_draft(as_lead, force, lead):
    session = held_session(force, lead)
    address = reverse("trials:nudge_new", args=[force.slug])
    as_lead.post(address, {"title_of_nudge": "The session", "origin": str(session.pk)})
    record = record_of(Nudge.objects.get().versions.get())
    assert (record.functions, record.origin.id) == (("Training",), str(session.pk))


def test_barrier_of_a_survey_becomes_a_draft_that_says_which_edition_suggested_what(as_lead, force, lead):
    wave = draft_wave(force, lead)
    address = reverse("trials:nudge_from_barrier", args=[force.slug, wave.pk, COMPONENT])
    shown = page(as_lead, address)
    assert "Behaviour Change Wheel, 2014 edition (not checked at its source)" in shown
    assert "One-page decision aid at the decision point" in shown
    sent = {"title_of_nudge": "Decision aid", "functions": ["Education"], "idea": "0-0"}
    answer = as_lead.post(address, sent)
    version = Nudge.objects.get().versions.get()
    record = record_of(version)
    assert record.behaviour.startswith("When you decide on a case")
    assert record.techniques == ("4.1", "11.3", "7.1", "8.1")
    shown = page(as_lead, at("nudge_version", version.nudge, 1))
    assert "Education, suggested by" in shown and "Behaviour Change Wheel, 2011 edition" in shown
    assert escape(f"Survey “{wave.title}”, barrier: psychological capability") in page(as_lead, answer.url)


def test_draft_from_made_up_answers_is_marked_everywhere(as_lead, force, lead):
    wave = made_up_wave(draft_wave(force, lead), lead)
    address = reverse("trials:nudge_from_barrier", args=[force.slug, wave.pk, COMPONENT])
    assert "Synthetic data" in page(as_lead, address)
    as_lead.post(address, {"title_of_nudge": "Aid", "functions": ["Education"], "idea": "none"})
    nudge = Nudge.objects.get()
    for shown in (
        at("nudge", nudge),
        at("nudge_version", nudge, 1),
        reverse("trials:nudges", args=[force.slug]),
    ):
        assert "Synthetic data" in page(as_lead, shown)
    answer = as_lead.get(at("nudge_file", nudge, 1, "json"))
    assert "synthetic-draft-nudge-aid-v1.json" in answer["Content-Disposition"]


def test_every_part_can_be_written_on_its_page(as_lead, force, lead, second):
    draft = make_draft(force, lead, NudgeRecord())
    for part in PARTS:
        address = at("nudge_part", draft.nudge, 1, part.key)
        answer = as_lead.post(address, {**typed(part), "draft": digest_of(NudgeVersion.objects.get().body)})
        assert answer.status_code == 302, answer.content.decode()
    assert lacking(record_of(draft)) == []
    assert record_of(draft) == replace(FULL, notice_in_trial=True, officer_notice="A card is tried.")


def typed(part):
    """What a person types to write FULL, part by part."""
    if not part.lines:
        scores = {f"{one.key}_score": one.score for one in FULL.apease}
        return scores | {f"{one.key}_sentence": one.sentence for one in FULL.apease}
    held = {line.name: getattr(FULL, line.name) for line in part.lines}
    held |= {"techniques": ", ".join(FULL.techniques)} if "techniques" in held else {}
    more = {"notice_in_trial": "on", "officer_notice": "A card is tried."}
    return held | (more if "officer_notice" in held else {})


def test_unknown_technique_is_named_and_what_was_typed_stays(as_lead, draft):
    sent = {"techniques": "7.1, 99.9", "behaviour": "Typed already", "draft": digest_of(draft.body)}
    shown = as_lead.post(at("nudge_part", draft.nudge, 1, "behaviour"), sent).content.decode()
    assert "There is no technique 99.9" in shown and "Typed already" in shown


def test_part_that_somebody_else_wrote_meanwhile_is_not_overwritten(as_lead, draft, second):
    stale = digest_of(draft.body)
    write_lines(version=draft, draft=stale, values={"dose": "Theirs"}, by=second, at=NOW)
    sent = {**typed(PARTS[1]), "dose": "Mine", "draft": stale}
    shown = as_lead.post(at("nudge_part", draft.nudge, 1, "delivery"), sent).content.decode()
    assert "changed after the page was opened" in shown and "Mine" in shown
    assert record_of(draft).dose == "Theirs"


def test_writer_reads_why_not_and_a_second_person_approves(as_lead, draft, evaluator):
    address = at("nudge_approve", draft.nudge, 1)
    assert "You wrote part of this version" in page(as_lead, address)
    shown = page(client_of(evaluator), address)
    assert "Approve this version" in shown and escape(FULL.wording) in shown
    sent = {"draft": digest_of(draft.body)}
    as_lead.post(address, sent)
    assert NudgeVersion.objects.get().approved_at is None
    client_of(evaluator).post(address, sent)
    assert NudgeVersion.objects.get().approved_by == evaluator
    assert "Version 1 approved" in page(as_lead, at("nudge", draft.nudge))


def test_nought_on_equity_stands_as_a_warning_and_blocks(force, lead, second, as_lead):
    draft = make_draft(force, lead, scored("equity", 0))
    assert "“Equity” has 0" in page(as_lead, at("nudge", draft.nudge))
    sent = {"draft": digest_of(draft.body)}
    shown = client_of(second).post(at("nudge_approve", draft.nudge, 1), sent).content.decode()
    assert "“Equity” has 0" in shown
    assert NudgeVersion.objects.get().approved_at is None


def test_new_version_and_what_changed(as_lead, draft, lead, second):
    approve(draft, second)
    as_lead.post(at("nudge_next", draft.nudge))
    later = NudgeVersion.objects.get(version=2)
    write_lines(version=later, draft=digest_of(later.body), values={"dose": "Twice a case."}, by=lead, at=NOW)
    shown = page(as_lead, at("nudge_compare", draft.nudge))
    assert "Once a case." in shown and "Twice a case." in shown and escape(FULL.wording) not in shown
    assert "No line differs." in page(as_lead, at("nudge_compare", draft.nudge), first=1, second=1)
    assert "Select a valid choice" in page(as_lead, at("nudge_compare", draft.nudge), first=1, second=9)


def test_approved_nudge_leads_on_to_the_design_assistant(as_lead, force, lead, second):
    version = approved(force, lead, second)
    way = f"{reverse('trials:assistant', args=[force.slug])}?nudge={version.pk}"
    assert way in page(as_lead, at("nudge", version.nudge))
    asked = as_lead.get(way).context["form"]
    assert asked["nudge"].value() == str(version.pk) and not asked.errors
    archive_nudge(nudge=version.nudge, by=lead, at=NOW)
    assert way not in page(as_lead, at("nudge", version.nudge))


def test_approved_or_archived_version_opens_no_form(as_lead, draft, lead, second):
    approve(draft, second)
    names = (("nudge_part", "delivery"), ("nudge_approve",), ("nudge_picture_add",))
    for name, *more in names:
        assert as_lead.get(at(name, draft.nudge, 1, *more)).status_code == 302
    start_version(nudge=draft.nudge, by=lead, at=NOW)
    archive_nudge(nudge=draft.nudge, by=lead, at=NOW)
    for name, *more in names:
        assert as_lead.get(at(name, draft.nudge, 2, *more)).status_code == 302
    assert as_lead.get(at("nudge_sludge", draft.nudge)).status_code == 302
    assert as_lead.get(at("nudge_archive", draft.nudge)).status_code == 302
    assert "Archived" in page(as_lead, at("nudge", draft.nudge))


def test_archive_asks_first_and_refuses_what_is_live(as_lead, draft, lead, second):
    assert "cannot be undone" in page(as_lead, at("nudge_archive", draft.nudge))
    live(approve(draft, second), lead)
    answer = as_lead.post(at("nudge_archive", draft.nudge), follow=True)
    assert "live in some unit" in answer.content.decode()
    assert Nudge.objects.get().archived_at is None


def upload(client, version, data, name="screen.png", kind="image/png", alt="A card"):
    sent = {"file": SimpleUploadedFile(name, data, kind), "alt": alt, "draft": digest_of(version.body)}
    return client.post(at("nudge_picture_add", version.nudge, version.version), sent)


@pytest.mark.parametrize("data, kind", [(png(), "png"), (jpeg(), "jpeg")], ids=["png", "jpeg"])
def test_picture_is_found_by_its_bytes_and_served_so_that_nothing_runs(as_lead, draft, data, kind):
    assert upload(as_lead, draft, data, name="<script>.exe", kind="text/html").status_code == 302
    picture = NudgePicture.objects.get()
    address = at("nudge_picture", draft.nudge, 1, picture.pk)
    answer = as_lead.get(address)
    assert answer["Content-Type"] == f"image/{kind}"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "script" not in answer["Content-Disposition"]
    shown = page(as_lead, at("nudge_version", draft.nudge, 1))
    assert f'src="{address}"' in shown and 'alt="A card"' in shown


HOSTILE = {
    "svg": b"<svg onload=alert(1)>",
    "gif": b"GIF89a" + bytes(50),
    "cut off": png()[:-9],
    "wide": png(width=7000),
    "pdf": b"%PDF-1.7",
    "one byte": b"x",
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_hostile_file_is_refused_on_the_page_and_nothing_is_stored(as_lead, draft, data):
    answer = upload(as_lead, draft, data)
    assert answer.status_code == 200 and "There is a problem" in answer.content.decode()
    assert not NudgePicture.objects.exists()


def test_picture_without_words_is_refused(as_lead, draft):
    shown = upload(as_lead, draft, png(), alt=" ").content.decode()
    assert "Enter what the picture shows" in shown and not NudgePicture.objects.exists()


def test_what_hid_in_an_upload_is_not_served(as_lead, draft):
    upload(as_lead, draft, png(after=b"<script>" + SECRET))
    answer = as_lead.get(at("nudge_picture", draft.nudge, 1, NudgePicture.objects.get().pk))
    assert SECRET not in answer.content and b"script" not in answer.content


def test_picture_is_removed_after_asking(as_lead, draft, lead):
    version = with_picture(draft, lead)
    address = at("nudge_picture_remove", draft.nudge, 1, version.pictures.get().pk)
    assert "A card that asks a question" in page(as_lead, address)
    as_lead.post(address, {"draft": digest_of(version.body)})
    assert not NudgePicture.objects.exists() and record_of(draft).pictures == ()


COUNTS = {
    "clicks": 30,
    "fields": 20,
    "approvals": 2,
    "minutes": "14.5",
    "how": "A sergeant, with a made-up case.",
}


def counted(nudge, lead, **changes):
    values = {"way": "Community resolution", "counted_on": NOW.date(), **COUNTS, **changes}
    return count_sludge(nudge=nudge, by=lead, at=NOW, **values)


def test_work_is_counted_on_its_page(as_lead, draft):
    sent = {
        "way": "Charge or summons", "clicks": 41, "fields_filled": 60, "approvals": 1, "minutes": "35",
        "how": "Walked.", "counted_on_day": "2", "counted_on_month": "11", "counted_on_year": "2020",
    }  # fmt: skip
    assert as_lead.post(at("nudge_sludge", draft.nudge), sent).status_code == 302
    found = SludgeCount.objects.get()
    assert (found.clicks, found.fields, found.way) == (41, 60, "Charge or summons")
    late = as_lead.post(at("nudge_sludge", draft.nudge), {**sent, "counted_on_year": "2999"}).content.decode()
    assert "not after today" in late


def test_work_stands_before_and_after_and_against_a_charge(as_lead, force, lead, second):
    version = approved(force, lead, second)
    went_live = NOW.date() - datetime.timedelta(days=10)
    live(version, lead, went_live_on=went_live)
    early = went_live - datetime.timedelta(days=30)
    for way, clicks, after in (("Community resolution", 30, 12), ("Charge or summons", 20, 20)):
        counted(version.nudge, lead, way=way, clicks=clicks, counted_on=early)
        counted(version.nudge, lead, way=way, clicks=after)
    found = sludge_page(sludge_of(version.nudge), live_since(version.nudge))
    rows = {row[0]: row[1:3] for row in found["rows"]}
    assert rows == {
        "Charge or summons": ["20", "20"],
        "Community resolution": ["30", "12"],
        "Community resolution, against a charge": ["+10", "−8"],
    }
    assert len(found["single"]) == 4
    shown = page(as_lead, at("nudge", version.nudge))
    assert "against a charge" in shown and "is a description" in shown


def test_work_counted_while_nothing_is_live_is_all_before(lead, draft):
    counted(draft.nudge, lead)
    assert sludge_page(sludge_of(draft.nudge), None)["rows"] == [
        ["Community resolution", "30", "–", "20", "–", "2", "–", "14.5", "–"]
    ]


def test_downloads_say_the_same_as_the_page_and_run_no_formula(as_lead, force, lead, second):
    version = approved(force, lead, second, held=replace(FULL, wording="=HYPERLINK(1)"))
    counted(version.nudge, lead)
    answer = as_lead.get(at("nudge_file", version.nudge, 1, "csv"))
    rows = list(csv.reader(io.StringIO(answer.content.decode())))
    assert ["What exactly is done", "Exact wording", "'=HYPERLINK(1)"] in rows
    assert ["about", "state", "approved 2026-11-02"] in rows
    assert any(
        row[0].startswith("count of Community resolution") and row[1:] == ["Clicks", "30"] for row in rows
    )
    found = json.loads(as_lead.get(at("nudge_file", version.nudge, 1, "json")).content)
    assert found["sha256"] == digest_of(version.body) and len(found["tidier"]) == 12
    assert as_lead.get(at("nudge_file", version.nudge, 1, "exe")).status_code == 404


def test_finished_work_is_read_and_copied_into_the_register(as_lead, force, evaluator):
    address = reverse("trials:nudge_finished", args=[force.slug, "prison_leaver_identity_cards"])
    assert "No figure is known to us" in page(client_of(evaluator), address)
    answer = as_lead.post(reverse("trials:nudge_copy", args=[force.slug, "prison_leaver_identity_cards"]))
    nudge = Nudge.objects.get()
    assert answer.url == at("nudge", nudge) and nudge.title.startswith("Citizen identity cards")
    record = record_of(nudge.versions.get())
    assert record.evidence_grade == "none" and record.origin.kind == "finished"
    assert as_lead.get(reverse("trials:nudge_finished", args=[force.slug, "nothing"])).status_code == 404


def test_technique_list_names_its_source_and_that_it_was_not_checked(as_lead, force):
    shown = page(as_lead, reverse("trials:nudge_techniques", args=[force.slug]))
    assert "not checked at its source" in shown and "Annals of Behavioral Medicine" in shown
    assert shown.count("govuk-summary-list__row") == 93


def test_hostile_text_is_shown_as_text_on_every_page(as_lead, force, lead, second):
    hostile = " ".join(PAYLOADS)
    texts = dict.fromkeys(("behaviour", "wording", "who", "stop_rules", "owner", "evidence"), hostile)
    version = approved(force, lead, second, held=replace(FULL, **texts), title=PAYLOADS[0][:100])
    later = start_version(nudge=version.nudge, by=lead, at=NOW)
    write_lines(
        version=later, draft=digest_of(later.body), values={"wording": hostile + "!"}, by=lead, at=NOW
    )
    for name, more in (
        ("nudge", ()),
        ("nudge_version", (1,)),
        ("nudge_compare", ()),
        ("nudge_part", (2, "delivery")),
    ):
        shown = page(as_lead, at(name, version.nudge, *more))
        assert not [one for one in PAYLOADS if "<" in one and one in shown]


def test_another_force_finds_nothing(draft, other_lead):
    assert client_of(other_lead).get(at("nudge", draft.nudge)).status_code == 404
    own = reverse("trials:nudge", args=["bedfordshire", draft.nudge_id])
    assert client_of(other_lead).get(own).status_code == 404
