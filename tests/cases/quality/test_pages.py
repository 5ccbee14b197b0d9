"""The quality page, its charts and its file; and quality for snapshots that were imported without."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse

from cjnudge.audit.models import AuditEvent
from cjnudge.cases.models import Snapshot
from cjnudge.cases.quality import quality_of
from cjnudge.periods import add_months
from tests.cases.case_snapshots import case, case_snapshot
from tests.cases.quality.conftest import AS_AT
from tests.cases.quality.parts import write_part
from tests.cases.quality.test_sections import JANUARY
from tests.people import NOW, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(force, practice):
    return make_person("reader", force, "evaluator")


@pytest.fixture(scope="module")
def quality(tmp_path_factory):
    """The quality of a year and a half of cases, charts drawn; made once, because drawing takes a second."""
    rows = [
        case(on, "8" if number % 3 else "1", on + timedelta(days=number % 90))
        for month in range(18)
        for number, on in enumerate([add_months(date(2024, 6, 1), month)] * (60 + month % 4))
    ]
    path = tmp_path_factory.mktemp("quality") / "part.parquet"
    write_part(rows, path)
    return quality_of(
        [path], schema="cases", as_at=AS_AT, fields=set(rows[0]) - {"eligibility", "first_of_decision"}
    )


@pytest.fixture
def snapshot(practice, quality):
    return case_snapshot(practice, [case(JANUARY)], quality=quality)


def address(snapshot, name="quality", *more):
    return reverse(f"cases:{name}", args=[snapshot.force.slug, snapshot.pk, *more])


def shown(client, person, url):
    client.force_login(person)
    return client.get(url)


def test_page_begins_with_findings_in_words_and_links_to_where_they_come_from(client, reader, snapshot):
    text = shown(client, reader, address(snapshot)).content.decode()
    assert (
        text.index("What to know first") < text.index("out of line in volume") < text.index("Cases by month")
    )
    assert 'href="#volumes"' in text and 'id="volumes"' in text
    assert "Nothing here is counted by officer." in text
    assert "These cases are made up." in text


def test_snapshot_page_leads_to_its_quality(client, reader, snapshot):
    text = shown(client, reader, address(snapshot, "snapshot")).content.decode()
    assert address(snapshot) in text


def test_every_chart_has_words_and_stands_beside_its_table(client, reader, snapshot):
    text = shown(client, reader, address(snapshot)).content.decode()
    assert text.count('<img class="app-figure__chart"') == 3
    assert text.count('alt="Control chart of the share') == 1
    assert "<caption" in text.split('alt="Control chart of the share')[1]


def test_chart_is_a_picture_that_can_run_nothing(client, reader, snapshot):
    response = shown(client, reader, address(snapshot, "quality_chart", "volumes"))
    assert response["Content-Type"].startswith("image/svg+xml")
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response.content.startswith(b"<svg")
    assert client.get(address(snapshot, "quality_chart", "difference")).status_code == 404


def test_tables_are_downloaded_as_one_inert_file_and_the_trail_knows(client, reader, snapshot):
    client.force_login(reader)
    response = client.post(address(snapshot, "quality_tables"))
    assert 'filename="synthetic-quality-' in response["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode(), newline="")))
    assert rows[0] == ["section", "table", "row", "column", "value"]
    assert {len(row) for row in rows} == {5}
    assert {"about", "volumes", "resolutions"} <= {row[0] for row in rows}
    event = AuditEvent.objects.get(action="cases.disclosed")
    assert event.object_id == str(snapshot.pk)


def test_label_that_looks_like_a_formula_is_written_as_text(client, reader, snapshot):
    section = {
        "key": "labels", "title": "Labels", "sentences": [], "findings": ["=1+1"],
        "tables": [{"caption": "x", "headings": [["Column", "text"], ["Rows", "count"]], "rows": [["=2+2", 5]]}],
    }  # fmt: skip
    Snapshot.scoped.for_force(snapshot.force).update(quality={"format": 1, "sections": [section]})
    client.force_login(reader)
    text = b"".join(client.post(address(snapshot, "quality_tables")).streaming_content).decode()
    assert "'=1+1" in text and "'=2+2" in text and ",=2" not in text


def test_snapshot_without_quality_says_how_to_get_it(client, reader, snapshot):
    Snapshot.scoped.for_force(snapshot.force).update(quality={})
    text = shown(client, reader, address(snapshot)).content.decode()
    assert "Not counted yet" in text and "manage.py add_quality" in text
    assert client.post(address(snapshot, "quality_tables")).status_code == 404


def test_snapshot_whose_rows_are_gone_says_so(client, reader, snapshot):
    Snapshot.scoped.for_force(snapshot.force).update(quality={}, rows_erased_at=NOW)
    assert "Its case rows are gone" in shown(client, reader, address(snapshot)).content.decode()


def test_command_adds_what_was_not_counted_and_changes_nothing_else(practice, decisions, capsys):
    old = case_snapshot(practice, decisions(30, JANUARY, "8", JANUARY))
    before = Snapshot.scoped.for_force(practice).values().get()
    assert before["quality"] == {}
    call_command("add_quality")
    after = Snapshot.scoped.for_force(practice).values().get()
    assert "1 snapshot" in capsys.readouterr().out
    assert after | {"quality": {}} == before
    assert [one["key"] for one in after["quality"]["sections"]][:2] == ["contents", "missing"]
    assert AuditEvent.objects.filter(action="quality.counted", object_id=str(old.pk)).count() == 1
    call_command("add_quality")
    assert "0 snapshots" in capsys.readouterr().out
