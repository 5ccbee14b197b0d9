"""Synthetic cases: the same for everyone, with a known answer, and only in a practice space."""

from datetime import date, timedelta

import pytest

from cjnudge.audit.models import AuditEvent
from cjnudge.cases import practice as generator
from cjnudge.cases.counting.counts import count
from cjnudge.cases.counting.maturity import maturity
from cjnudge.cases.measures import measure
from cjnudge.cases.models import Part, Snapshot
from cjnudge.cases.operations import clear_practice, fill_practice, request_filling
from cjnudge.cases.operations.practice import NotPractice
from cjnudge.jobs.models import Job
from cjnudge.jobs.running import run_job
from cjnudge.jobs.states import State
from tests.people import NOW

PRIMARY = measure("oocr_of_eligible_within_w")


def test_same_seed_gives_the_same_file():
    last = date(2026, 5, 1)
    assert list(generator.lines(last)) == list(generator.lines(last))
    assert list(generator.lines(last)) != list(generator.lines(last, seed=2))


def test_every_unit_is_named_synthetic_and_so_is_the_file():
    assert generator.FILE_NAME.startswith("synthetic-")
    units = {line.split(",")[0] for line in generator.lines(date(2026, 5, 1))} - {"unit"}
    assert units == set(generator.UNITS) and all(unit.startswith("Synthetic") for unit in units)


def test_last_month_is_the_newest_that_is_mature():
    last, as_at = generator.dates_for(date(2026, 11, 2))
    assert as_at == date(2026, 10, 31)
    assert last == date(2026, 6, 1)
    assert date(2026, 6, 30) + timedelta(days=120) <= as_at < date(2026, 7, 31) + timedelta(days=120)


@pytest.mark.django_db
def test_practice_space_is_filled_with_mature_synthetic_cases(practice, lead):
    snapshot, created = fill_practice(force=practice, by=lead, at=NOW)
    assert created and snapshot.synthetic and not snapshot.published
    assert list(snapshot.file_names.values()) == [generator.FILE_NAME]
    assert maturity(PRIMARY, snapshot).immature == 0
    frame = count(PRIMARY, snapshot)
    assert len(frame) == len(generator.UNITS) * generator.MONTHS


@pytest.mark.django_db
def test_difference_in_differences_finds_the_known_effect(practice, lead):
    """A mean of 5 units' changes against 5 others', about 45 cases a cell: its standard error is near 2 points."""
    snapshot, _ = fill_practice(force=practice, by=lead, at=NOW)
    frame = count(PRIMARY, snapshot)
    frame["share"] = frame.numerator / frame.denominator
    frame["late"] = frame.period >= sorted(set(frame.period))[generator.CHANGE_IN_MONTH - 1]
    means = frame.groupby(["place", "late"]).share.mean().unstack()
    change = means[True] - means[False]
    changed = change.index.isin(generator.CHANGED_UNITS)
    assert change[changed].mean() - change[~changed].mean() == pytest.approx(generator.EFFECT, abs=0.04)


@pytest.mark.django_db
def test_filling_twice_in_a_month_changes_nothing(practice, lead):
    first, _ = fill_practice(force=practice, by=lead, at=NOW)
    again, created = fill_practice(force=practice, by=lead, at=NOW + timedelta(days=3))
    assert (again, created) == (first, False)


@pytest.mark.django_db
def test_real_force_is_neither_filled_nor_cleared(force, lead):
    for operation in (fill_practice, request_filling, clear_practice):
        with pytest.raises(NotPractice):
            operation(force=force, by=lead, at=NOW)


@pytest.mark.django_db
def test_worker_fills_the_practice_space(practice, lead):
    job = request_filling(force=practice, by=lead, at=NOW)
    assert request_filling(force=practice, by=lead, at=NOW + timedelta(seconds=5)) == job
    assert run_job(job.pk)
    job.refresh_from_db()
    assert job.state == State.DONE
    snapshot = Snapshot.scoped.for_force(practice).get()
    assert snapshot.synthetic and snapshot.imported_by_id == lead.pk
    assert not run_job(job.pk) and Snapshot.scoped.for_force(practice).count() == 1


@pytest.mark.django_db
def test_cleared_space_can_be_filled_again(practice, lead):
    run_job(request_filling(force=practice, by=lead, at=NOW).pk)
    assert clear_practice(force=practice, by=lead, at=NOW) == (1, [])
    assert not Snapshot.scoped.for_force(practice).exists() and not Part.scoped.for_force(practice).exists()
    assert AuditEvent.objects.latest("seq").action == "practice.cleared"
    run_job(request_filling(force=practice, by=lead, at=NOW + timedelta(minutes=1)).pk)
    assert Snapshot.scoped.for_force(practice).count() == 1
    assert Job.scoped.for_force(practice).count() == 2


@pytest.mark.django_db
def test_clearing_keeps_the_real_forces_data(practice, lead, bring_in):
    from tests.cases.files import OWN_HEADER, own_row

    real, _ = bring_in("published_counts", OWN_HEADER, own_row("1", 5))
    fill_practice(force=practice, by=lead, at=NOW)
    clear_practice(force=practice, by=lead, at=NOW)
    assert list(Snapshot.objects.all()) == [real]
