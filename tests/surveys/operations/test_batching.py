"""Results before the close: a random part of the answers leaves the pools once, on its day, and tells nothing else."""

from datetime import datetime, timedelta
from unittest import mock
from zoneinfo import ZoneInfo

import pytest

from cjnudge.accounts.permissions import Role
from cjnudge.audit.models import AuditEvent
from cjnudge.jobs.models import Job
from cjnudge.jobs.running import run_job
from surveys.identity.pool import key_of, open_pool
from surveys.master import master
from surveys.models import FreeText, Pool, Release, Response, Wave
from surveys.operations.batching import take_batch
from surveys.operations.closing import close_wave, withdraw_wave
from surveys.operations.handing_in import DoorClosed, HandIn, find_door, hand_in, was_handed_in
from surveys.operations.looking_after import look_after_waves
from surveys.operations.storing import has_answers
from tests.people import NOW, make_force, make_person
from tests.surveys.operations.test_at_once import all_at_once
from tests.surveys.waves import TODAY, entry, launched, links

pytestmark = pytest.mark.django_db
FIRST, SECOND = TODAY + timedelta(days=7), TODAY + timedelta(days=14)
DAYS = {"batch_days": [str(FIRST), str(SECOND)]}
LATER = NOW + timedelta(days=7)


@pytest.fixture(autouse=True)
def no_broker():
    with mock.patch("cjnudge.jobs.operations.wake"), mock.patch("cjnudge.jobs.sweep.wake"):
        yield


@pytest.fixture
def wave(force, lead):
    return launched(force, lead, people=60, **DAYS)


def door_of(wave, number):
    """By the number's link: links come in no fixed order from a database, so they are sorted."""
    return find_door(token=sorted(links(wave))[number], on=TODAY)


def give(wave, door, number):
    given = {"answers": {"k1": number % 11, "b1": number}, "texts": {"o1": f"Text {number}"}, "bands": {}}
    return hand_in(door=door, entry_id=entry(number), on=TODAY, **given)


def answer(wave, numbers):
    """Hand in by the links of these numbers."""
    tokens = sorted(links(wave))
    for number in numbers:
        assert give(wave, find_door(token=tokens[number], on=TODAY), number) is HandIn.STORED


def take(wave, on=FIRST):
    return take_batch(wave=wave, by="worker", at=LATER, on=on)


def left(wave):
    """How many whole answers each pool holds."""
    rows = Pool.objects.filter(wave=wave)
    return [
        sum(map(has_answers, open_pool(row.ciphertext, key_of(row.salt, master=master())).values()))
        for row in rows
    ]


def people():
    """Who is behind each answer that left the pools: the judge alone knows."""
    return {row.answers["b1"] for row in Response.objects.all()}


def test_random_part_leaves_and_twenty_stay(wave):
    answer(wave, range(50))
    assert take(wave) == 30
    assert left(wave) == [20] and Response.objects.count() == 30
    assert people() not in ({*range(30)}, {*range(20, 50)})  # by chance once in 10 to the 13
    assert not FreeText.objects.exists()


def test_every_pool_keeps_twenty(force, lead):
    wave = launched(force, lead, people=210, **DAYS)
    answer(wave, range(120))
    taken = take(wave)
    assert left(wave) == [20, 20] and taken == 80


def test_nothing_leaves_before_the_day_or_twice(wave):
    answer(wave, range(50))
    assert take(wave, on=FIRST - timedelta(days=1)) == 0
    assert [take(wave), take(wave), take(wave, on=FIRST + timedelta(days=1))] == [30, 0, 0]
    assert AuditEvent.objects.filter(action="wave.batch-taken").count() == 1


@pytest.mark.parametrize("answered, taken", [(20, 0), (29, 0), (30, 10)])
def test_batch_of_fewer_than_ten_stays_in_the_pool(wave, answered, taken):
    answer(wave, range(answered))
    assert take(wave) == taken == Response.objects.count()
    assert left(wave) == [answered - taken]
    assert Wave.objects.get().batches_taken == 1


def test_two_days_that_have_passed_give_one_batch(wave):
    answer(wave, range(50))
    assert take(wave, on=SECOND) == 30
    answer(wave, range(50, 60))
    assert take(wave, on=SECOND) == 0


def test_second_batch_writes_every_row_anew(wave):
    answer(wave, range(40))
    take(wave)
    before = {row.pk for row in Response.objects.all()}
    answer(wave, range(40, 60))
    assert take(wave, on=SECOND) == 20
    assert Response.objects.count() == 40 and not before & {row.pk for row in Response.objects.all()}


def test_close_stores_every_answer_and_every_text_once(wave, lead):
    answer(wave, range(50))
    take(wave)
    close_wave(wave=wave, by=lead, at=LATER)
    assert people() == {*range(50)} and Response.objects.count() == 50
    assert {text.text for text in FreeText.objects.all()} == {f"Text {number}" for number in range(50)}
    assert FreeText.objects.count() == 50 and Wave.objects.get().answers_in == 50


def test_repeat_of_an_answer_that_left_is_still_told_that_it_is_stored(wave):
    doors = [door_of(wave, number) for number in range(50)]
    answer(wave, range(50))
    take(wave)
    gone, stayed = min(people()), min({*range(50)} - people())
    for number in (gone, stayed):
        assert give(wave, doors[number], number) is HandIn.REPEATED
        assert was_handed_in(door=doors[number], entry_id=entry(number))
        given = {"answers": {}, "texts": {}, "bands": {}}
        assert hand_in(door=doors[number], entry_id=entry(900), on=TODAY, **given) is HandIn.SPENT
        with pytest.raises(DoorClosed, match="spent"):
            door_of(wave, number)
    assert Response.objects.count() == 30 and left(wave) == [20]


def test_repeat_by_a_station_code_is_stored_once_after_its_answer_left(force, lead):
    wave = launched(force, lead, personal=False, code=True, **DAYS)
    door = find_door(code=wave.stations.get().code, on=TODAY)
    for number in range(50):
        give(wave, door, number)
    take(wave)
    assert all(give(wave, door, number) is HandIn.REPEATED for number in range(50))
    close_wave(wave=wave, by=lead, at=LATER)
    assert Response.objects.count() == 50


def test_withdrawing_destroys_what_a_batch_let_out(wave, lead):
    answer(wave, range(50))
    take(wave)
    Release.objects.create(force=wave.force, wave=wave, number=1, payload={}, released_at=LATER)
    withdraw_wave(wave=wave, by=lead, at=LATER)
    assert not (Response.objects.exists() or Release.objects.exists() or Pool.objects.exists())


def test_worker_takes_the_batch_on_its_day_and_once(wave):
    answer(wave, range(50))
    london = ZoneInfo("Europe/London")
    before = datetime.combine(FIRST, datetime.min.time(), london) - timedelta(minutes=1)
    look_after_waves(at=before)
    assert not Job.objects.filter(kind="surveys.batch").exists()
    with mock.patch("django.utils.timezone.now", return_value=LATER):
        for minutes in (0, 1):
            look_after_waves(at=LATER + timedelta(minutes=minutes))
            for job in Job.objects.filter(kind="surveys.batch", state="ready"):
                assert run_job(job.pk)
    assert Response.objects.count() == 30 and Job.objects.filter(kind="surveys.batch").count() == 1


def test_other_master_key_changes_nothing(wave, settings):
    answer(wave, range(50))
    settings.MASTER_KEY = "d" * 64
    with mock.patch("django.utils.timezone.now", return_value=LATER):
        look_after_waves(at=LATER)
        run_job(Job.objects.get(kind="surveys.batch").pk)
    assert "CJNUDGE_MASTER_KEY" in Job.objects.get(kind="surveys.batch").problem
    assert Wave.objects.get().batches_taken == 0 and not Response.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_workers_and_late_officers_at_once_lose_and_double_nothing():
    force = make_force()
    lead = make_person("lead", force, Role.LEAD)
    wave = launched(force, lead, people=60, **DAYS)
    answer(wave, range(40))
    doors = {number: door_of(wave, number) for number in range(40, 60)}
    late = [lambda n=number, d=door: give(wave, d, n) for number, door in doors.items()]
    found = all_at_once([lambda: take(wave), lambda: take(wave), *late])
    taken = [one for one in found if isinstance(one, int)]
    assert found.count(HandIn.STORED) == 20 and sorted(taken)[0] == 0 and 20 <= sorted(taken)[1] <= 40
    assert sum(left(wave)) + Response.objects.count() == 60
    close_wave(wave=wave, by=lead, at=LATER)
    assert people() == {*range(60)} and Response.objects.count() == FreeText.objects.count() == 60
