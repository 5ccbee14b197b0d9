"""The pages of keys and retention: who may, what they say, and that what is typed never comes back."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cjnudge.audit.models import AuditEvent
from cjnudge.cases.models import Snapshot, Upload
from cjnudge.cases.operations.retention import keep_retention
from cjnudge.cases.privacy import keys
from cjnudge.jobs.models import Job
from cjnudge.jobs.running import run_job
from tests.cases.keyed_snapshots import case_snapshot, some_rows
from tests.people import NOW
from tests.safeguards.records import make_record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_store")]
SOMEBODY = some_rows(1)[4]["suspect"]


@pytest.fixture
def own(force, lead):
    return case_snapshot(force, lead, at=timezone.now())


def page(client, name, force, **data):
    address = reverse(f"cases:{name}", args=[force.slug])
    return client.post(address, data) if data else client.get(address)


def text(response):
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split())


def test_page_says_until_when_and_by_which_record(own, force, lead, client):
    client.force_login(lead)
    assert "no safeguards record that covers it says how long" in text(page(client, "retention", force))
    record = make_record(force, lead, retain_months=24).record
    response = page(client, "retention", force)
    last = timezone.localdate().replace(year=timezone.localdate().year + 2)
    assert f"{last:%-d %B %Y}" in text(response)
    assert reverse("safeguards:record", args=[force.slug, record.pk]) in response.content.decode()
    assert "Version 1" in text(response) and "In use" in text(response)
    shown = text(client.get(reverse("cases:snapshot", args=[force.slug, own.pk])))
    assert f"Case rows kept until {last:%-d %B %Y}" in shown


def test_page_gives_notice_before_and_says_afterwards_what_was_erased(own, force, lead, client):
    client.force_login(lead)
    soon = timezone.localdate() + timedelta(days=3)
    make_record(force, lead, retain_until=soon, retain_months=None)
    assert "in 3 days: after it they are deleted" in text(page(client, "retention", force))
    keep_retention(at=timezone.now() + timedelta(days=4))
    said = text(page(client, "retention", force))
    assert "No snapshot holds case rows any more" in said and "Time over" in said
    data = text(client.get(reverse("cases:snapshots", args=[force.slug])))
    assert "Rows erased" in data
    shown = text(client.get(reverse("cases:snapshot", args=[force.slug, own.pk])))
    assert "The case rows of this snapshot were erased on" in shown and own.hash in shown
    assert client.get(reverse("cases:quality", args=[force.slug, own.pk])).status_code == 200
    download = client.get(reverse("cases:download_counts", args=[force.slug, own.pk]))
    assert "were erased on" in text(download)


def test_empty_page_says_what_makes_the_first_key(force, evaluator, client):
    client.force_login(evaluator)
    said = text(page(client, "retention", force))
    assert "the first import of cases makes the first" in said and "A constabulary lead does this" in said
    assert keys.newest_version(force) == 0


def test_keys_are_renewed_after_the_consequences_were_read(own, force, lead, client):
    client.force_login(lead)
    said = text(page(client, "renew_keys", force))
    assert "1 snapshot of cases" in said and "cannot be undone" in said and "sealed but not yet run" in said
    answer = page(client, "renew_keys", force, reason="leaver")
    job = Job.scoped.for_force(force).get()
    assert answer["Location"] == reverse("jobs:job", args=[force.slug, job.pk])
    assert run_job(job.pk)
    said = text(page(client, "retention", force))
    assert "Version 2 In use" in said and "Keys renewed" in said and lead.name in said


def test_keys_need_a_reason_and_something_to_renew(force, lead, client):
    client.force_login(lead)
    assert "Answer the question" in text(page(client, "renew_keys", force, reason=""))
    assert "no key to renew yet" in text(page(client, "renew_keys", force, reason="routine"))


def token(response):
    return re.search(r'name="found" value="([^"]+)"', response.content.decode()).group(1)


def test_rows_are_shown_by_snapshot_before_they_are_erased(own, force, lead, client):
    client.force_login(lead)
    shown = page(client, "erase", force, kind="suspect", identifier=SOMEBODY)
    assert re.search(r"[23] of 80 rows of Own cases", text(shown)) and own.short_hash in text(shown)
    own.refresh_from_db()
    assert own.rows_erased_at is None
    answer = page(client, "erase", force, found=token(shown))
    job = Job.scoped.for_force(force).get()
    assert answer["Location"] == reverse("jobs:job", args=[force.slug, job.pk]) and run_job(job.pk)
    again = page(client, "erase", force, kind="suspect", identifier=SOMEBODY)
    assert "No row of any snapshot has this identifier" in text(again)


TYPED = [
    ("suspect", SOMEBODY), ("suspect", "2012/9999999Z"), ("crime", SOMEBODY), ("nobody", SOMEBODY),
    ("suspect", "SMITH\u202ejohn"), ("suspect", "J" * 300),
]  # fmt: skip


def test_what_was_typed_never_comes_back(own, force, lead, client, caplog):
    client.force_login(lead)
    for kind, typed in TYPED:
        response = page(client, "erase", force, kind=kind, identifier=typed)
        assert response.status_code == 200
        seen = response.content.decode() + caplog.text + str(list(AuditEvent.objects.values()))
        assert typed not in seen and keys_of(force, typed) not in seen
        assert "no-store" in response["Cache-Control"]


def keys_of(force, typed):
    from cjnudge.cases.privacy.pseudonyms import pseudonym

    return str(pseudonym(typed, keys.layers_for(force, 1)["suspect"]))


def test_a_form_that_shows_what_was_typed_would_be_found(own, force, lead, client, monkeypatch):
    """The control: with an ordinary text box the same look finds the identifier."""
    from django import forms

    from cjnudge.cases.forms.erasing import UnechoedInput

    monkeypatch.setattr(UnechoedInput, "format_value", forms.TextInput.format_value)
    client.force_login(lead)
    assert (
        "2012/9999999Z"
        in page(client, "erase", force, kind="suspect", identifier="2012/9999999Z").content.decode()
    )


def test_confirmation_serves_its_person_and_force_alone_and_not_for_ever(
    own, force, other_force, lead, other_lead, client, monkeypatch
):
    from tests.people import Role, make_person

    client.force_login(lead)
    given = token(page(client, "erase", force, kind="suspect", identifier=SOMEBODY))
    for person, where in ((make_person("second", force, Role.LEAD), force), (other_lead, other_force)):
        client.force_login(person)
        assert page(client, "erase", where, found=given)["Location"].endswith("/erase/")
    client.force_login(lead)
    assert page(client, "erase", force, found=given[:-1] + "x")["Location"].endswith("/erase/")
    monkeypatch.setattr("cjnudge.cases.views.retention.VALID_SECONDS", -1)
    assert page(client, "erase", force, found=given)["Location"].endswith("/erase/")
    assert not Job.objects.exists()


def test_nothing_is_erased_or_renewed_while_files_come_in(own, force, lead, client):
    Upload.objects.create(
        force=force, feed="case_extract", door="page", state="receiving", started_at=NOW, heard_at=NOW
    )
    client.force_login(lead)
    assert "being brought in" in text(page(client, "renew_keys", force, reason="routine"))
    given = token(page(client, "erase", force, kind="suspect", identifier=SOMEBODY))
    client.post(reverse("cases:erase", args=[force.slug]), {"found": given}, follow=True)
    assert not Job.objects.exists() and Snapshot.scoped.for_force(force).count() == 1


def test_wrong_master_key_is_said_on_the_page(own, force, lead, client, settings):
    client.force_login(lead)
    settings.MASTER_KEY = "another" * 10
    said = text(page(client, "erase", force, kind="suspect", identifier=SOMEBODY))
    assert "put the earlier key back" in said
