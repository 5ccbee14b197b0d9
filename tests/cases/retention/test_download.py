"""Counts as a file: disclosure-controlled, inert in a spreadsheet, marked, and given for a purpose to somebody."""

import csv
import io
import json

import pytest
from django.urls import reverse

from cjnudge.audit.models import AuditEvent
from cjnudge.cases.counting.counts import count
from cjnudge.cases.measures import measure
from cjnudge.cases.privacy.downloads import HEADER, counts_csv, file_name
from cjnudge.disclosure import shown_cell
from tests.cases.files import OWN_HEADER, own_row
from tests.cases.keyed_snapshots import case_snapshot, some_rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_store")]
KEY = "oocr_share_positive"
WHY = {"purpose": "board", "recipient": "Hertfordshire criminal justice board"}


@pytest.fixture
def own(force, lead):
    return case_snapshot(force, lead, {"a.csv": some_rows(1, 90), "b.csv": some_rows(2, 6)})


def lines(body):
    body = body if isinstance(body, str) else body.content.decode()
    return list(csv.DictReader(io.StringIO(body)))


def address(snapshot, **asked):
    query = "&".join(f"{key}={value}" for key, value in asked.items())
    return reverse("cases:download_counts", args=[snapshot.force.slug, snapshot.pk]) + f"?{query}"


def test_file_holds_the_counts_as_the_page_may_show_them(own):
    found = lines(counts_csv(own, key=KEY, basis="closed"))
    frame = count(measure(KEY), own, by=("period",), basis="closed")
    assert tuple(found[0]) == HEADER and len(found) == len(frame) == 2
    for line, row in zip(found, frame.itertuples(), strict=True):
        top, bottom, _ = shown_cell(row.numerator, row.denominator, published=False)
        assert [line["counted"], line["out_of"]] == [
            str(x) if x is not None else "hidden" for x in (top, bottom)
        ]
    assert found[1]["counted"] == found[1]["out_of"] == "hidden" and found[1]["share"] == ""
    assert "counts under 5 hidden" in found[0]["marks"] and own.hash == found[0]["snapshot"]


def test_a_raw_count_would_be_seen(own):
    """The control: the counts themselves are not multiples of 5, so that a build without control would show."""
    frame = count(measure(KEY), own, by=("period",), basis="closed")
    assert any(value % 5 for row in frame.itertuples() for value in (row.numerator, row.denominator))
    shown = [
        line[key] for line in lines(counts_csv(own, key=KEY, basis="closed")) for key in ("counted", "out_of")
    ]
    assert all(value == "hidden" or int(value) % 5 == 0 for value in shown)


ODD_UNITS = ["=1+1", "+cmd", "-2", "@SUM(A1)", "\tx", "＝1"]


def test_place_that_a_spreadsheet_would_run_is_inert(force, lead):
    rows = [{**row, "unit": ODD_UNITS[place % 6]} for place, row in enumerate(some_rows(1, 60))]
    snapshot = case_snapshot(force, lead, {"a.csv": rows})
    for unit in ODD_UNITS:
        found = lines(counts_csv(snapshot, key=KEY, basis="closed", place=unit))
        assert {line["place"] for line in found} == {"'" + unit}


def test_file_and_its_name_say_rehearsal_and_synthetic(force, practice, lead):
    rehearsal = case_snapshot(force, lead, rehearsal_only=True)
    assert file_name(rehearsal, KEY).startswith("rehearsal-oocr-share-positive-")
    assert (
        "no complete safeguards record" in lines(counts_csv(rehearsal, key=KEY, basis="closed"))[0]["marks"]
    )
    made_up = case_snapshot(practice, lead)
    assert file_name(made_up, KEY).startswith("synthetic-")
    assert "made up" in lines(counts_csv(made_up, key=KEY, basis="closed"))[0]["marks"]


def test_typed_counts_say_so_in_the_file_and_its_name(force, lead):
    from tests.cases.typed.grids import grid, snapshot_of

    snapshot = snapshot_of(grid(force, lead), lead, rehearsal_only=True)
    assert file_name(snapshot, KEY).startswith("rehearsal-typed-oocr")


def test_purpose_and_recipient_are_asked_first_and_stand_in_the_trail(own, lead, client):
    client.force_login(lead)
    asked = address(own, measure=KEY, basis="closed", place="Unit%201")
    assert client.get(asked)["Content-Type"].startswith("text/html")
    refused = client.post(asked, {"purpose": "gossip", "recipient": ""})
    assert refused["Content-Type"].startswith("text/html") and not disclosures()
    given = client.post(asked, WHY)
    assert given["Content-Type"].startswith("text/csv") and "attachment" in given["Content-Disposition"]
    assert {line["place"] for line in lines(given)} == {"Unit 1"}
    (event,) = disclosures()
    assert (event.purpose, event.actor, event.object_id) == ("board", str(lead.pk), str(own.pk))
    assert json.loads(event.detail)["after"] == {"measure": KEY, "recipient": WHY["recipient"]}


def disclosures():
    return list(AuditEvent.objects.filter(operation="disclosure"))


def test_recipient_is_no_address_of_a_person(own, lead, client):
    client.force_login(lead)
    answer = client.post(address(own), {"purpose": "board", "recipient": "ann@example.org"})
    assert "not a person" in answer.content.decode() and not disclosures()


def test_published_and_made_up_counts_are_given_at_once_and_as_they_are(bring_in, practice, lead, client):
    client.force_login(lead)
    published, _ = bring_in("published_counts", OWN_HEADER, own_row("1", 7), own_row("2+3+6+7+8+22", 3))
    given = client.get(address(published, measure=KEY, basis=published.contents["bases"][0]))
    assert [(line["counted"], line["out_of"], line["marks"]) for line in lines(given)] == [("3", "10", "")]
    made_up = case_snapshot(practice, lead)
    assert client.get(address(made_up))["Content-Type"].startswith("text/csv")
    assert not disclosures()


def test_odd_address_gives_the_first_table_there_is(own, lead, client):
    client.force_login(lead)
    for query in ("measure=nothing", "basis=x", "place=Atlantis", "measure=&basis=%00", ""):
        answer = client.post(address(own) + query, WHY)
        assert answer.status_code == 200 and answer["Content-Type"].startswith("text/csv"), query
