"""The table of counts on a snapshot's page: both ways of counting cases, after disclosure control."""

from datetime import date

import pytest
from django.urls import reverse

from cjnudge.accounts.models import Membership
from cjnudge.accounts.permissions import Role
from cjnudge.cases.presenters.counts import counts_table
from cjnudge.cases.presenters.snapshots import facts
from tests.cases.case_snapshots import case, case_snapshot, person
from tests.people import NOW

pytestmark = pytest.mark.django_db
ENTRY = date(2025, 6, 2)
PRIMARY = "oocr_of_eligible_within_w"


@pytest.fixture
def reader(practice, lead):
    """The lead of the force, who leads its practice space too."""
    given = {"role": Role.LEAD, "starts_at": NOW}
    Membership.objects.get_or_create(force=practice, user=lead, defaults=given)
    return lead


def crimes(number, outcome, first):
    """So many crimes of different suspects, and one further crime of each of the first few."""
    rows = [case(ENTRY, outcome, ENTRY, suspect=person(first + n)) for n in range(number)]
    return rows + [{**row, "first_of_decision": False} for row in rows[:10]]


def test_cases_are_shown_by_decision_and_by_crime(practice):
    snapshot = case_snapshot(practice, crimes(20, "8", 1) + crimes(20, "1", 100))
    table = counts_table(snapshot, key=PRIMARY, basis="entry", place=None)
    assert [name for name, _ in table["headings"]] == [
        "Period",
        *("Counted, by decision", "Out of, by decision", "Share in 100, by decision"),
        *("Counted, by crime", "Out of, by crime", "Share in 100, by crime"),
    ]
    assert table["rows"] == [["June 2025", "20", "40", "50.0", "30", "60", "50.0"]]
    assert "Trials count decisions" in table["note"] and "eligible or conditional" in table["note"]


def test_small_counts_of_cases_are_hidden_either_way(practice):
    table = counts_table(case_snapshot(practice, crimes(4, "8", 1)), key=PRIMARY, basis="entry", place=None)
    assert table["rows"] == [["June 2025", "hidden", "hidden", "–", "hidden", "10", "–"]]


def test_page_says_how_a_suspect_named_again_was_found(practice):
    rows = [case(ENTRY, "8", ENTRY, suspect=person(1))]
    asked = {"key": "repeat_suspect_12m", "basis": "entry", "place": None}
    note = counts_table(case_snapshot(practice, rows), **asked)["note"]
    assert "a later entry of the same suspect in this extract" in note
    supplied = case_snapshot(practice, rows, fields=["reoffended_on"])
    assert (
        "the date of the next recorded crime that the extract supplies"
        in counts_table(supplied, **asked)["note"]
    )


def test_follow_up_of_cases_is_not_called_unknown(practice):
    snapshot = case_snapshot(practice, crimes(6, "8", 1))
    assert dict(facts(snapshot))["Follow-up"] == "each case from the day it entered to the day of the extract"


def test_page_of_a_case_snapshot_shows_both_ways(client, practice, reader):
    snapshot = case_snapshot(practice, crimes(20, "8", 1))
    client.force_login(reader)
    address = reverse("cases:snapshot", args=[practice.slug, snapshot.pk])
    text = client.get(address, {"measure": PRIMARY, "basis": "entry", "place": ""}).content.decode()
    assert "Counted, by decision" in text and "Out of, by crime" in text


def test_page_of_erased_rows_says_so_in_place_of_counts(client, practice, reader):
    snapshot = case_snapshot(practice, crimes(6, "8", 1), rows_erased_at=NOW, erased_because="expired")
    client.force_login(reader)
    page = client.get(reverse("cases:snapshot", args=[practice.slug, snapshot.pk]))
    assert page.status_code == 200 and "were erased on 2 November 2026" in page.content.decode()
