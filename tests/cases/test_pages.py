"""The pages of data, measures, the glossary and the practice space."""

import hashlib
from datetime import date

import pytest
from django.urls import reverse

from cjnudge.accounts.checklist import Status
from cjnudge.cases.first_steps import data_sets, data_state
from cjnudge.cases.glossary import terms
from cjnudge.cases.measures import all_measures
from cjnudge.cases.models import Snapshot
from cjnudge.cases.operations import fill_practice, load_reference
from cjnudge.cases.queries.snapshots import reference_snapshot
from cjnudge.cases.storage import store
from tests.cases.files import OWN_HEADER, UNIT_HEADER, own_row
from tests.people import NOW

pytestmark = pytest.mark.django_db
LINES = [OWN_HEADER, own_row("1", 70), own_row("2+3+6+7+8+22", 30)]
FOLLOWED = {"options": {"follow_up_days": "120"}, "as_at": date(2026, 8, 31)}


@pytest.fixture
def get(client):
    def ask(person, name, *args, **query):
        client.force_login(person)
        return client.get(reverse(f"cases:{name}", args=args), query)

    return ask


def text(response):
    """The page's text with its tags and white space folded away."""
    import re

    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_empty_list_tells_the_exact_command(get, lead, force):
    page = text(get(lead, "snapshots", force.slug))
    assert f"manage.py import_cases police_uk_outcomes 2025-*-outcomes.csv.gz --force {force.slug}" in page
    assert "manage.py load_reference" in page


def test_list_shows_own_and_reference_snapshots(get, lead, force, bring_in):
    load_reference(by="test", at=NOW)
    bring_in("published_counts", *LINES, title="Our own figures")
    page = text(get(lead, "snapshots", force.slug))
    assert "Our own figures" in page and "44 forces by year" in page
    assert "2023/24 Q1 (April to June 2023)" in page


def test_page_of_a_damaged_snapshot_says_what_to_do(get, lead, force, bring_in, monkeypatch):
    own, _ = bring_in("published_counts", *LINES)

    def damaged(part_hash):
        raise store.DamagedPart("The stored part abc is damaged. Import its source file again.")

    monkeypatch.setattr(store, "local_path", damaged)
    response = get(lead, "snapshot", force.slug, own.pk)
    assert response.status_code == 200 and "The stored part abc is damaged." in text(response)


def test_officer_reads_reference_counts_and_no_own_snapshot(get, officer, force, bring_in):
    load_reference(by="test", at=NOW)
    own, _ = bring_in("published_counts", *LINES, title="Our own figures")
    assert "Our own figures" not in text(get(officer, "snapshots", force.slug))
    assert get(officer, "snapshot", force.slug, own.pk).status_code == 403
    assert get(officer, "snapshot", force.slug, reference_snapshot("forces_yearly").pk).status_code == 200


def test_another_forces_snapshot_is_not_there(get, other_lead, other_force, bring_in):
    own, _ = bring_in("published_counts", *LINES)
    for name in ("snapshot", "manifest"):
        assert get(other_lead, name, other_force.slug, own.pk).status_code == 404


def test_snapshot_page_says_what_it_is_and_where_it_comes_from(get, lead, force):
    load_reference(by="test", at=NOW)
    snapshot = reference_snapshot("forces_yearly")
    page = text(get(lead, "snapshot", force.slug, snapshot.pk))
    for words in (
        snapshot.hash,
        "forces_yearly.csv",
        "2022/23 to 2025/26",
        "Open Government Licence",
        "31 March 2026",
    ):
        assert words in page
    assert "says nothing about how long its cases were followed" in page
    assert "Follow-up unknown" in page


def test_counts_of_a_chosen_measure_place_and_basis(get, lead, force):
    load_reference(by="test", at=NOW)
    snapshot = reference_snapshot("forces_yearly")
    chosen = {"measure": "oocr_share_positive", "basis": "closed", "place": "Hertfordshire"}
    page = text(get(lead, "snapshot", force.slug, snapshot.pk, **chosen))
    assert "2023/24 2,840 9,427 30.1" in page and "2025/26 4,816 12,231 39.4" in page


def test_measure_that_cannot_be_counted_is_refused_in_words_on_the_page(get, lead, force):
    load_reference(by="test", at=NOW)
    snapshot = reference_snapshot("forces_yearly")
    chosen = {"measure": "oocr_per_1000_crimes", "basis": "closed", "place": ""}
    page = text(get(lead, "snapshot", force.slug, snapshot.pk, **chosen))
    assert "needs the number of crimes recorded" in page and "Share in" not in page


@pytest.mark.parametrize(
    "query", [{"measure": "x"}, {"basis": "' OR 1=1"}, {"place": "<script>"}, {"measure": ""}]
)
def test_odd_choices_are_told_and_break_nothing(get, lead, force, query):
    load_reference(by="test", at=NOW)
    snapshot = reference_snapshot("forces_yearly")
    chosen = {"measure": "oocr_share_positive", "basis": "closed", "place": ""} | query
    response = get(lead, "snapshot", force.slug, snapshot.pk, **chosen)
    assert response.status_code == 200 and b"There is a problem" in response.content
    assert b"<script>" not in response.content


def test_manifest_download_has_the_bytes_of_the_hash(get, lead, force, bring_in):
    snapshot, _ = bring_in("published_counts", *LINES)
    response = get(lead, "manifest", force.slug, snapshot.pk)
    assert hashlib.sha256(response.content).hexdigest() == snapshot.hash
    assert response["Content-Disposition"].startswith("attachment")


def test_small_own_counts_are_hidden_and_the_rest_rounded(get, lead, force, bring_in):
    lines = [
        UNIT_HEADER,
        "A,2026-01,8,3",
        "A,2026-01,1,58",
        "A,2026-02,8,23",
        "A,2026-02,1,38",
        "A,2026-03,8,58",
    ]
    lines += ["A,2026-03,1,3"]
    snapshot, _ = bring_in("unit_counts", *lines, rehearsal_only=True, **FOLLOWED)
    page = text(get(lead, "snapshot", force.slug, snapshot.pk))
    assert "January 2026 hidden 60 –" in page
    assert "February 2026 25 60 41.7" in page
    assert "March 2026 hidden 60 –" in page
    assert "Counts under 5 are hidden" in page


def test_rehearsal_only_is_said_on_the_list_and_the_page(get, lead, force, bring_in):
    snapshot, _ = bring_in("unit_counts", UNIT_HEADER, "A,2026-01,8,30", rehearsal_only=True, **FOLLOWED)
    assert "Rehearsal only" in text(get(lead, "snapshots", force.slug))
    assert "Rehearsal only: no complete safeguards record" in text(
        get(lead, "snapshot", force.slug, snapshot.pk)
    )


def test_synthetic_is_said_on_the_list_and_the_page(get, lead, practice):
    snapshot, _ = fill_practice(force=practice, by=lead, at=NOW)
    assert "Synthetic data" in text(get(lead, "snapshots", practice.slug))
    page = text(get(lead, "snapshot", practice.slug, snapshot.pk))
    assert "Synthetic, for practice: no force counted" in page and "its own case system" not in page
    assert "These cases are made up" in page and "everything here is synthetic" in page


def test_practice_space_shows_no_real_figures_as_synthetic(get, lead, practice, force):
    load_reference(by="test", at=NOW)
    published = reference_snapshot("forces_yearly")
    assert "eference counts" not in text(get(lead, "snapshots", practice.slug))
    assert get(lead, "snapshot", practice.slug, published.pk).status_code == 404
    assert get(lead, "snapshot", force.slug, published.pk).status_code == 200


def test_every_measure_has_a_definition_page(client):
    assert client.get(reverse("cases:measures")).status_code == 200
    for key, asked in all_measures().items():
        page = text(client.get(reverse("cases:measure", args=[key])))
        assert asked.question in page.replace("&#x27;", "'")
        assert asked.cannot_tell[0] in page.replace("&#x27;", "'")
    assert client.get(reverse("cases:measure", args=["the_rate"])).status_code == 404


def test_glossary_has_every_term_once(client):
    content = client.get(reverse("cases:glossary")).content.decode()
    assert all(content.count(f'id="{key}"') == 1 for key in terms())


def test_button_asks_a_worker_to_fill_the_practice_space(client, lead, practice):
    client.force_login(lead)
    response = client.post(reverse("cases:practice", args=[practice.slug]))
    assert response.status_code == 302 and "/jobs/" in response["Location"]


def test_real_force_has_no_practice_pages(client, lead, force):
    client.force_login(lead)
    for name in ("practice", "clear_practice"):
        for ask in (client.get, client.post):
            assert ask(reverse(f"cases:{name}", args=[force.slug])).status_code == 404


def test_clearing_asks_first_and_names_what_is_lost(client, get, lead, practice):
    fill_practice(force=practice, by=lead, at=NOW)
    page = text(get(lead, "clear_practice", practice.slug))
    assert "Synthetic eligible cases by unit" in page and "cannot be undone" in page
    assert Snapshot.scoped.for_force(practice).exists()
    response = client.post(reverse("cases:clear_practice", args=[practice.slug]), follow=True)
    assert "1 synthetic snapshot deleted." in text(response)
    assert not Snapshot.scoped.for_force(practice).exists()


def test_data_step_of_the_checklist_follows_the_snapshots(force, practice, bring_in, lead):
    assert data_state(force).status == data_state(practice).status == Status.TO_DO
    assert "practice" in data_state(practice).url
    bring_in("published_counts", *LINES)
    assert data_state(force).status == Status.DONE and data_state(force).hint == "1 snapshot"


def test_safeguards_record_can_be_about_unpublished_data(force, bring_in):
    bring_in("published_counts", *LINES)
    own, _ = bring_in("unit_counts", UNIT_HEADER, "A,2026-01,8,30", rehearsal_only=True, **FOLLOWED)
    assert data_sets(force) == [(own.pk, own.title)]


def test_reading_a_page_opens_no_transaction(client, lead, force, monkeypatch):
    from django.db import transaction

    load_reference(by="test", at=NOW)
    client.force_login(lead)
    address = reverse("cases:snapshot", args=[force.slug, reference_snapshot("forces_yearly").pk])
    client.get(address)  # the session notes its first use
    opened, real = [], transaction.Atomic.__enter__
    monkeypatch.setattr(transaction.Atomic, "__enter__", lambda self: opened.append(1) or real(self))
    assert client.get(address).status_code == 200
    assert opened == []
