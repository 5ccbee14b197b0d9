"""While a trial with arms side by side runs, no page, file or comparison shows figures of its units one by one."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from cjnudge.cases import withholding
from cjnudge.jobs.running import run_job
from tests.cases.case_snapshots import case_snapshot
from tests.people import NOW
from tests.security.matrix import route_names
from tests.trials.running.cases import MATURE, UNITS, rows
from tests.trials.running.world import early_extract, made_sealed
from trials.first_steps import register_all
from trials.frames import FrameRefused, read_contents
from trials.lifecycle import WrongState
from trials.models import Change, Intervention
from trials.operations.allocating import draw_allocation
from trials.operations.changing import open_figures
from trials.operations.looking import due_looks, follow
from trials.operations.publishing import publish_result
from trials.operations.starting import start_trial, stop_trial
from trials.operations.trials import archive_trial
from trials.queries.withholding import holds
from trials.waiting import withheld_by_its_trial

KEY = "oocr_of_eligible_within_w"
ON = date(2026, 10, 30)


@pytest.fixture
def snapshot(practice):
    """Team A has 1,170 cases in May 2026, all resolved: a count that nothing else gives."""
    planted = [row for row in rows() if not (row["unit"] == "Team A" and in_may(row))]
    like = next(row for row in rows() if row["unit"] == "Team A")
    days = [date(2026, 5, 1) + timedelta(days=number % 28) for number in range(1170)]
    more = [
        like | {"entry_on": day, "outcome": "8", "outcome_on": day, "eligibility": "eligible", "gravity": 2}
        for day in days
    ]
    return case_snapshot(practice, planted + more, as_at=MATURE)


def in_may(row):
    return date(2026, 5, 1) <= row["entry_on"] <= date(2026, 5, 31)


PLANTED = re.compile(r"1,?170\b")  # Team A in May, and no other count: force-level totals are larger


def counts_address(snapshot, name="cases:snapshot", place="Team A"):
    address = reverse(name, args=[snapshot.force.slug, snapshot.pk])
    return f"{address}?measure={KEY}&basis=entry&place={place}"


@pytest.fixture
def without_source():
    """The negative control: nothing tells the pages of cases that a trial runs."""
    withholding.unregister("trials")
    yield
    withholding.register("trials", holds)


def found_in(client, snapshot):
    """Which addresses show the planted count, over every address that takes a force, a snapshot or the trial."""
    pages = [counts_address(snapshot), counts_address(snapshot, "cases:download_counts")]
    return [page for page in pages if PLANTED.search(client.get(page).content.decode())]


def test_counts_of_one_unit_are_kept_back_from_the_first_month_on(client, owner, trial, snapshot):
    client.force_login(owner)
    assert found_in(client, snapshot) == []
    page = client.get(counts_address(snapshot)).content.decode()
    assert "are kept back while" in page and "December 2025" in page and "May 2026" not in page
    whole = client.get(counts_address(snapshot, place="")).content.decode()
    assert "May 2026" in whole and "kept back" not in whole


def test_without_the_source_the_same_pages_show_them(client, owner, trial, snapshot, without_source):
    client.force_login(owner)
    assert len(found_in(client, snapshot)) == 2


def all_addresses(trial, snapshot):
    """Every GET address below the force that needs no more than a force, a snapshot and the trial."""
    known = {"force": trial.force.slug, "snapshot": snapshot.pk, "trial": trial.pk}
    for name in sorted(set(route_names())):
        for args in ({"force"}, {"force", "snapshot"}, {"force", "trial"}):
            try:
                yield reverse(name, kwargs={key: known[key] for key in args})
            except Exception:  # noqa: BLE001, S112 - an address that takes other arguments
                continue


@pytest.mark.parametrize("role", ["owner", "monitor", "officer", "administrator"])
def test_no_address_shows_a_unit_to_any_role(client, request, role, trial, snapshot):
    client.force_login(request.getfixturevalue(role))
    shown = []
    for address in all_addresses(trial, snapshot):
        for asked in (address, f"{address}?measure={KEY}&basis=entry&place=Team A"):
            answer = client.get(asked)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            if PLANTED.search(body.decode(errors="replace")):
                shown.append(asked)
    assert shown == []


def test_extract_of_some_units_alone_is_kept_back_as_a_whole(client, owner, trial, practice):
    part = case_snapshot(practice, [row for row in rows() if row["unit"] in UNITS[:3]], as_at=MATURE)
    client.force_login(owner)
    page = client.get(counts_address(part, place="")).content.decode()
    assert "are kept back while" in page
    quality = reverse("cases:quality", args=[practice.slug, part.pk])
    assert client.get(quality).status_code == 403


MEASURE_BY_MONTH = "oocr_share_positive"


@pytest.fixture
def entered_late(practice):
    """Team A has 1,170 crimes of December 2025, before the start, whose suspects were known in May 2026 alone."""
    known = [row | {"recorded_on": row["entry_on"]} for row in rows() if row["unit"] != "Team A"]
    day = date(2026, 5, 12)
    values = {"outcome": "8", "outcome_on": day, "eligibility": "eligible", "gravity": 2, "unit": "Team A"}
    late = [rows()[0] | values | {"entry_on": day, "recorded_on": date(2025, 12, 9)} for _ in range(1170)]
    return case_snapshot(practice, known + late, as_at=MATURE)


def recorded_address(snapshot, name="cases:snapshot", place="Team A"):
    return counts_address(snapshot, name, place).replace(KEY, MEASURE_BY_MONTH).replace("entry", "recorded")


def found_by_month_recorded(client, snapshot):
    pages = [recorded_address(snapshot), recorded_address(snapshot, "cases:download_counts")]
    return [page for page in pages if PLANTED.search(client.get(page).content.decode())]


def test_month_recorded_before_the_start_does_not_show_who_entered_after_it(
    client, owner, trial, entered_late
):
    client.force_login(owner)
    assert found_by_month_recorded(client, entered_late) == []
    page = client.get(recorded_address(entered_late)).content.decode()
    assert "Counts of single units that are not by month of entry are kept back" in page
    whole = client.get(recorded_address(entered_late, place="")).content.decode()
    assert "December 2025" in whole and "kept back" not in whole
    with pytest.raises(FrameRefused, match="kept back"):
        read_contents(MEASURE_BY_MONTH, entered_late, "recorded")


def test_keeping_back_by_month_alone_would_show_them(client, owner, trial, entered_late, monkeypatch):
    """The control of the test above: as on the basis of entry."""
    monkeypatch.setattr(withholding, "BY_ENTRY", "recorded")
    client.force_login(owner)
    assert len(found_by_month_recorded(client, entered_late)) == 2


def test_extract_of_before_the_start_stays_open_on_every_basis(client, owner, trial, practice):
    before = [row | {"recorded_on": row["entry_on"]} for row in rows() if row["entry_on"] < date(2025, 12, 1)]
    older = case_snapshot(practice, before, as_at=date(2025, 12, 31))
    client.force_login(owner)
    page = client.get(recorded_address(older)).content.decode()
    assert "November 2025" in page and "kept back" not in page


def test_comparison_is_not_offered_the_months_of_the_trial(trial, snapshot):
    offered = read_contents(KEY, snapshot, "entry")
    assert max(offered.days) == "2025-12-01"


def test_published_figures_and_other_forces_are_never_kept_back(trial, snapshot, force):
    snapshot.published = True
    assert withholding.holds_on(snapshot, ON) == []
    assert withholding.holds_of(force, ON) == [] and withholding.holds_of(None, ON) == []
    assert [hold.number for hold in withholding.holds_of(trial.force, ON)] == [len(UNITS)]
    assert withholding.holds_of(trial.force, date(2025, 12, 31)) == []


def test_nothing_is_kept_back_after_the_analysis_or_a_stop(trial, snapshot, owner):
    for job in follow(trial, on=NOW.date(), at=NOW):
        run_job(job.pk)
    assert withholding.holds_of(trial.force, ON) == []


def test_stopped_trial_keeps_its_figures_back_while_its_analysis_is_to_come(client, trial, snapshot, owner):
    stop_trial(trial=trial, reason="The law changed.", by=owner, at=NOW)
    client.force_login(owner)
    assert found_in(client, snapshot) == []
    assert (
        "it was stopped and is analysed as planned" in client.get(counts_address(snapshot)).content.decode()
    )
    for job in follow(trial, on=NOW.date(), at=NOW):
        run_job(job.pk)
    assert withholding.holds_of(trial.force, ON) == [] and len(found_in(client, snapshot)) == 2


def test_opening_at_the_stop_would_show_arms_before_the_look(client, trial, snapshot, owner, monkeypatch):
    """The control of the test above."""
    stop_trial(trial=trial, reason="The law changed.", by=owner, at=NOW)
    monkeypatch.setattr("trials.queries.withholding.is_blinded", lambda trial: False)
    client.force_login(owner)
    assert len(found_in(client, snapshot)) == 2


def test_archive_of_a_stopped_trial_says_what_is_given_up_and_opens_the_figures(
    client, trial, snapshot, owner
):
    stop_trial(trial=trial, reason="The law changed.", by=owner, at=NOW)
    client.force_login(owner)
    address = reverse("trials:archive", args=[trial.force.slug, trial.pk])
    assert "will never come" in client.get(address).content.decode()
    archive_trial(trial=trial, by=owner, at=NOW)
    assert withholding.holds_of(trial.force, ON) == [] and due_looks(NOW.date()) == []


def test_publishing_a_look_of_a_stopped_trial_says_what_is_given_up(client, looked_at, practice, owner):
    early_extract(practice)
    for job in follow(looked_at, on=date(2026, 8, 1), at=NOW):
        run_job(job.pk)
    stop_trial(trial=looked_at, reason="Harm.", by=owner, at=NOW)
    client.force_login(owner)
    page = client.get(reverse("trials:publish_result", args=[practice.slug, looked_at.pk])).content.decode()
    assert "it will never come" in page and len(withholding.holds_of(practice, ON)) == 1
    publish_result(trial=looked_at, by=owner, at=NOW)
    assert withholding.holds_of(practice, ON) == [] and due_looks(NOW.date()) == []


def test_trial_stopped_before_it_went_live_keeps_nothing_back(practice, owner, allocated):
    stop_trial(trial=allocated, reason="The law changed.", by=owner, at=NOW)
    assert withholding.holds_of(practice, ON) == []


def test_page_of_an_intervention_and_the_counts_agree_about_a_stop(trial, owner):
    stop_trial(trial=trial, reason="The law changed.", by=owner, at=NOW)
    inside = Intervention(trial=trial, force=trial.force, units=["Team A"])
    assert withheld_by_its_trial(inside) and withholding.holds_of(trial.force, ON)
    archive_trial(trial=trial, by=owner, at=NOW)
    trial.refresh_from_db()
    assert not withheld_by_its_trial(inside) and not withholding.holds_of(trial.force, ON)


@pytest.fixture
def allocated(practice, owner, monitor):
    """Units have their arms and its planned months have come, but nobody recorded that it went live."""
    sealed = made_sealed(practice, owner, monitor)
    draw_allocation(trial=sealed, by=owner, at=NOW)
    return sealed


def test_start_that_nobody_recorded_shows_no_arm_either(client, owner, allocated, snapshot):
    client.force_login(owner)
    assert found_in(client, snapshot) == []
    assert "its start is not recorded yet" in client.get(counts_address(snapshot)).content.decode()


def test_holding_from_the_recorded_start_alone_would_show_them(
    client, owner, allocated, snapshot, monkeypatch
):
    """The control of the test above."""
    recorded = "trials.queries.withholding.first_kept_back"
    monkeypatch.setattr(recorded, lambda trial, plans, state: trial.conduct.started_on)
    client.force_login(owner)
    assert len(found_in(client, snapshot)) == 2


def test_start_recorded_with_a_later_day_frees_no_month_of_the_plan(practice, owner, allocated):
    start_trial(trial=allocated, on=date(2026, 6, 29), by=owner, at=NOW)
    assert [hold.first for hold in withholding.holds_of(practice, ON)] == [date(2026, 1, 1)]


def test_plan_without_arms_yet_keeps_nothing_back(practice, owner, monitor):
    made_sealed(practice, owner, monitor)
    assert withholding.holds_of(practice, ON) == []


def test_figures_are_opened_for_a_reason_for_some_days_and_it_is_recorded(trial, owner):
    with pytest.raises(WrongState, match="1 to 14 days"):
        open_figures(trial=trial, days=15, reason="A review.", by=owner, at=NOW)
    open_figures(trial=trial, days=3, reason="A serious case review.", by=owner, at=NOW)
    assert Change.scoped.for_force(trial.force).get(trial=trial).kind == "unblinded"
    today = NOW.date()
    assert withholding.holds_of(trial.force, today) == []
    assert withholding.holds_of(trial.force, today + timedelta(days=2)) == []
    assert len(withholding.holds_of(trial.force, today + timedelta(days=3))) == 1


def test_figures_of_a_stopped_trial_are_opened_for_a_reason_like_others(trial, owner):
    stop_trial(trial=trial, reason="The law changed.", by=owner, at=NOW)
    open_figures(trial=trial, days=1, reason="A serious case review.", by=owner, at=NOW)
    assert withholding.holds_of(trial.force, NOW.date()) == []
    assert len(withholding.holds_of(trial.force, NOW.date() + timedelta(days=1))) == 1
    archive_trial(trial=trial, by=owner, at=NOW)
    with pytest.raises(WrongState, match="Nothing is withheld now"):
        open_figures(trial=trial, days=1, reason="Again.", by=owner, at=NOW)


def test_source_is_registered_when_django_starts():
    withholding.unregister("trials")
    register_all()
    assert "trials" in withholding._sources
