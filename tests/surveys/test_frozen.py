"""What was promised at the launch stays: refused by the operations, and by the database itself."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from cjnudge.update_triggers import lay
from surveys.lifecycle import WrongState
from surveys.models import Wave
from surveys.operations.closing import close_wave, withdraw_wave
from surveys.operations.fielding import FIELDS, launch_wave, set_up
from surveys.operations.inviting import clear_list
from surveys.operations.stations import make_code, remove_code
from surveys.triggers import TRIGGERS, lay_triggers
from tests.people import NOW
from tests.surveys.waves import CLOSES, TODAY, draft, launched

pytestmark = pytest.mark.django_db
OTHERWISE = {
    "frozen": {"mode": "anonymous"},
    "mode": "confidential",
    "instrument_key": "com_b_brief",
    "instrument_version": 2,
    "occasion": "before",
    "personal_links": False,
    "contact": "Nobody",
    "kept_years": 1,
    "opens_on": TODAY + timedelta(days=1),
    "modules": [["knowledge", 1]],
    "ethics_reference": "REC 26/14",
    "languages": ["cy"],
    "batch_days": ["2026-11-20"],
    "promises_extract": True,
    "units": ["west"],
    "role_bands": ["staff"],
}
# Empty at the launch: it stays empty.
EMPTY = ("follows", "session")


@pytest.mark.parametrize("field", EMPTY)
def test_database_refuses_to_fill_in_what_was_left_empty(force, lead, field):
    wave = launched(force, lead)
    with pytest.raises(IntegrityError), transaction.atomic():
        Wave.objects.filter(pk=wave.pk).update(**{f"{field}_id": wave.pk})


@pytest.mark.parametrize("field", OTHERWISE)
def test_database_refuses_to_change_a_promise(force, lead, field):
    wave = launched(force, lead)
    for value in (OTHERWISE[field], None):
        with pytest.raises(IntegrityError), transaction.atomic():
            Wave.objects.filter(pk=wave.pk).update(**{field: value})


@pytest.mark.parametrize(
    "end, back",
    [
        (None, "draft"),
        (close_wave, "open"),
        (close_wave, "draft"),
        (close_wave, "withdrawn"),
        (withdraw_wave, "open"),
    ],
)
def test_database_refuses_to_set_up_or_open_a_survey_again(force, lead, end, back):
    wave = launched(force, lead)
    if end:
        end(wave=wave, by=lead, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Wave.objects.filter(pk=wave.pk).update(state=back)


def test_guard_of_an_earlier_version_is_replaced_by_this_ones(force, lead):
    wave = launched(force, lead)
    weaker = [(name, table, "1 = 0", words) for name, table, _, words in TRIGGERS]
    lay(connection, weaker)
    assert Wave.objects.filter(pk=wave.pk).update(contact="Nobody") == 1
    lay_triggers()
    with pytest.raises(IntegrityError), transaction.atomic():
        Wave.objects.filter(pk=wave.pk).update(contact="Somebody")


def test_database_lets_a_draft_change_and_a_launched_wave_be_given_more_time(force, lead):
    for wave, values in (
        (draft(force, lead, people=0), {"mode": "confidential", "contact": "Ask Jo"}),
        (launched(force, lead), {"closes_on": CLOSES + timedelta(days=7), "uptake": {"on": "2026-11-03"}}),
    ):
        assert Wave.objects.filter(pk=wave.pk).update(**values) == 1


@pytest.mark.parametrize("end", [None, close_wave, withdraw_wave])
def test_operations_refuse_it_in_every_later_state(force, lead, end):
    wave, now = launched(force, lead, code=True), {"by": lead, "at": NOW}
    if end:
        end(wave=wave, **now)
    before = Wave.objects.values().get()
    code = wave.stations.get()
    values = {name: getattr(wave, name) for names in FIELDS.values() for name in names}
    tries = [lambda step=step: set_up(wave=wave, step=step, values=values, **now) for step in FIELDS]
    tries += [
        lambda: launch_wave(wave=wave, on=TODAY, **now),
        lambda: make_code(wave=wave, area="West", kind="kiosk", headcount=50, **now),
        lambda: remove_code(wave=wave, station_id=code.pk, **now),
        lambda: clear_list(wave=wave, **now),
    ]
    for one in tries:
        pytest.raises(WrongState, one)
    assert Wave.objects.values().get() == before
    assert wave.stations.get() == code
