"""Results are let out at the close once, and with every batch of ten answers or more."""

from datetime import timedelta
from unittest import mock

import pytest

from cjnudge.accounts.permissions import Role
from cjnudge.audit.models import AuditEvent
from cjnudge.jobs.kinds import JobProblem
from cjnudge.jobs.models import Job
from cjnudge.jobs.running import run_job
from surveys.charts import Drawing
from surveys.models import Release, ReleaseChart, Response, Wave
from surveys.operations import releasing
from surveys.operations.closing import close_wave
from surveys.operations.looking_after import look_after_waves
from surveys.operations.rehearsing import rehearse
from surveys.queries.releases import release_due, release_of
from tests.people import NOW, make_force, make_person
from tests.surveys.operations.test_at_once import all_at_once
from tests.surveys.release.surveys import officers
from tests.surveys.waves import TODAY, draft, launched

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=9)
PICTURE = Drawing("profile-overall", "Everybody", "Five means.", "<svg/>", {"headings": [], "rows": []})


@pytest.fixture(autouse=True)
def no_broker_and_no_pictures():
    wake = "cjnudge.jobs.operations.wake", "cjnudge.jobs.sweep.wake"
    with (
        mock.patch(wake[0]),
        mock.patch(wake[1]),
        mock.patch.object(releasing, "draw_release", lambda p: [PICTURE]),
    ):
        yield


def put(wave, rows):
    """Store rows as the close does."""
    Response.objects.bulk_create(Response(wave=wave, instrument_version=1, **row) for row in rows)


def closed(wave, lead, n=60):
    close_wave(wave=wave, by=lead, at=NOW)
    put(wave, officers(n, 3))
    Wave.objects.filter(pk=wave.pk).update(answers_in=n)
    wave.refresh_from_db()
    return wave


def batch(wave, rows, number):
    put(wave, rows)
    Wave.objects.filter(pk=wave.pk).update(batches_taken=number)
    wave.refresh_from_db()


@pytest.fixture
def wave(force, lead):
    return launched(force, lead, people=60)


def release(wave, lead):
    return releasing.release_wave(wave=wave, by=lead, at=LATER)


def test_closed_wave_is_released_once(wave, lead):
    made = release(closed(wave, lead), lead)
    assert (made.number, made.of_answers, made.payload["answers"]) == (1, 60, 60)
    assert [chart.key for chart in ReleaseChart.objects.filter(release=made)] == ["profile-overall"]
    assert release(wave, lead) is None
    assert release_of(wave) == made
    assert AuditEvent.objects.filter(action="wave.results-released").count() == 1


def test_open_wave_without_a_batch_has_no_results(wave, lead):
    assert not release_due(wave)
    assert release(wave, lead) is None


def test_looking_after_asks_for_the_results_of_a_closed_wave_once(wave, lead):
    closed(wave, lead)
    for _ in range(3):
        look_after_waves(at=LATER)
    job = Job.objects.get(kind="surveys.release")
    assert run_job(job.pk)
    look_after_waves(at=LATER + timedelta(hours=1))
    assert Job.objects.filter(kind="surveys.release").count() == Release.objects.count() == 1


def test_job_that_runs_twice_stores_one_release(wave, lead):
    closed(wave, lead)
    first, second = (releasing.prepare_release(wave) for _ in range(2))
    stored = [releasing.store_release(wave=wave, prepared=p, by=lead, at=LATER) for p in (first, second)]
    assert stored[1] is None
    assert Release.objects.count() == ReleaseChart.objects.count() == 1


def test_batch_is_released_from_ten_new_answers_on(wave, lead):
    rows = officers(45, 3)
    batch(wave, rows[:20], 1)
    assert release(wave, lead).payload["batch"] == 1
    batch(wave, rows[20:29], 2)
    assert release(wave, lead) is None
    batch(wave, rows[29:30], 3)
    second = release(wave, lead)
    assert (second.number, second.payload["batch"], second.of_answers) == (2, 3, 30)


def test_wave_with_batches_is_released_anew_at_its_close(wave, lead):
    batch(wave, officers(20, 3), 1)
    release(wave, lead)
    close_wave(wave=wave, by=lead, at=NOW)
    Wave.objects.filter(pk=wave.pk).update(answers_in=20)
    wave.refresh_from_db()
    last = release(wave, lead)
    assert (last.number, last.payload["batch"]) == (2, None)
    assert release(wave, lead) is None


def test_results_of_answers_that_changed_meanwhile_are_dropped(wave, lead):
    batch(wave, officers(20, 3), 1)
    prepared = releasing.prepare_release(wave)
    put(wave, officers(12, 4))
    assert releasing.store_release(wave=wave, prepared=prepared, by=lead, at=LATER) is None
    assert release(wave, lead).of_answers == 32


def test_release_says_the_same_when_computed_again(wave, lead):
    closed(wave, lead)
    assert releasing.prepare_release(wave).payload == releasing.prepare_release(wave).payload


def test_answers_that_are_deleted_already_are_not_released_as_none(wave, lead):
    closed(wave, lead)
    Response.objects.filter(wave=wave).delete()
    assert not release_due(wave)


def test_closed_wave_without_an_answer_says_so(wave, lead):
    close_wave(wave=wave, by=lead, at=NOW)
    wave.refresh_from_db()
    made = release(wave, lead)
    assert made.payload["answers"] is None
    assert "Fewer than ten answered" in made.payload["notes"][0]


def test_answer_that_fits_no_question_stops_the_job_in_words(wave, lead):
    closed(wave, lead, n=20)
    Response.objects.filter(wave=wave).update(answers={"k1": "eleven"})
    with pytest.raises(JobProblem, match="does not fit the instrument"):
        releasing.prepare_release(wave)


def test_later_wave_is_compared_with_the_one_it_follows(wave, force, lead):
    closed(wave, lead)
    second = launched(force, lead, people=60, follows=wave)
    made = release(closed(second, lead), lead)
    assert "compared" in {section["key"] for section in made.payload["sections"]}


def test_try_out_is_released_like_any_other_and_says_that_it_is_made_up(force, lead):
    made = rehearse(wave=draft(force, lead), by=lead, at=NOW, on=TODAY)
    released = release(made, lead).payload
    assert released["synthetic"] is True
    assert released["notes"][0].startswith("Synthetic")
    assert {"profile", "items", "barriers"} <= {section["key"] for section in released["sections"]}


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_store_one_release():
    force = make_force()
    lead = make_person("lead", force, Role.LEAD)
    wave = closed(launched(force, lead, people=60), lead)
    results = all_at_once([lambda: releasing.release_wave(wave=wave, by="worker", at=LATER)] * 4)
    assert Release.objects.count() == 1
    assert results.count(None) == 3


@pytest.mark.django_db(transaction=True)
def test_store_that_does_not_look_again_would_fail_or_double(monkeypatch):
    force = make_force()
    lead = make_person("lead", force, Role.LEAD)
    wave = closed(launched(force, lead, people=60), lead)
    prepared = releasing.prepare_release(wave)
    monkeypatch.setattr(releasing, "release_due", lambda wave: True)
    for _ in range(2):
        releasing.store_release(wave=wave, prepared=prepared, by="worker", at=LATER)
    assert Release.objects.count() == 2
