"""The page of the audit trail and its download."""

import csv
import io

import pytest
from django.urls import reverse

from cjnudge.audit.chain import Event, audited, record
from cjnudge.audit.models import AuditEvent
from cjnudge.audit.purposes import Purpose
from tests.people import NOW


@audited
def note(force, by, times=1, **kwargs):
    for _ in range(times):
        record(Event.UNIT_CHANGED, by=by, at=NOW, force=force, subject=force, **kwargs)


@pytest.fixture
def page(client, administrator, force):
    """page(**query): the trail's page as the administrator reads it."""
    client.force_login(administrator)
    address = reverse("audit:events", args=[force.slug])
    return lambda **query: client.get(address, query).content.decode()


@pytest.fixture
def download(client, administrator, force):
    """download(purpose): the rows of the file, or the page where it is refused."""
    client.force_login(administrator)

    def asked(purpose):
        response = client.post(reverse("audit:events", args=[force.slug]), {"purpose": purpose})
        if not response.streaming:
            return response.content.decode()
        return list(csv.DictReader(io.StringIO(response.getvalue().decode())))

    return asked


def test_a_trail_without_events_says_when_one_appears(page):
    assert "Nothing has happened here yet" in page()


def test_the_page_says_what_the_law_allows_it_for(page):
    shown = page()
    assert all(purpose.label.replace("'", "&#x27;") in shown for purpose in Purpose)


def test_the_page_names_people_who_are_still_there(page, force, lead):
    note(force, lead)
    shown = page()
    assert "Lead (lead)" in shown
    assert "Unit changed" in shown


def test_a_force_reads_its_own_events_alone(page, force, other_force, lead, other_lead):
    note(other_force, other_lead)
    assert "Nothing has happened here yet" in page()


def test_the_newest_events_come_first_and_fifty_on_a_page(page, force, lead):
    note(force, lead, times=60)
    assert "Events 1 to 50 of 60" in page()
    assert ">60</th>" in page() and ">10</th>" not in page()
    assert ">10</th>" in page(page=2)


def test_a_download_needs_a_purpose_and_is_itself_recorded(download, force, lead, administrator):
    note(force, lead)
    assert "Choose" in download("") or "There is a problem" in download("")
    assert "There is a problem" in download("curiosity")
    rows = download("lawfulness")
    assert [row["action"] for row in rows] == ["audit.exported", "unit.changed"]
    event = AuditEvent.objects.get(action="audit.exported")
    assert (event.purpose, event.operation, event.actor) == (
        "lawfulness",
        "disclosure",
        str(administrator.pk),
    )


def test_the_download_carries_ids_and_no_names(download, force, lead):
    note(force, lead)
    assert lead.name not in str(download("integrity"))
    assert str(lead.pk) in str(download("integrity"))


def test_no_cell_of_the_download_is_a_formula(download, force):
    note(force, "=1+1")
    assert {row["actor"] for row in download("integrity")} >= {"'=1+1"}
