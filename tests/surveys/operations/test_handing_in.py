"""An answer is taken once, by whoever was first, and nothing says when."""

from datetime import timedelta

import pytest

from cjnudge.audit.models import AuditEvent
from surveys.identity.tokens import hash_of
from surveys.lifecycle import State
from surveys.models import FreeText, Pool, Response, Station, SurveyInvitation
from surveys.operations.closing import close_wave, withdraw_wave
from surveys.operations.handing_in import DoorClosed, HandIn, find_door, hand_in, was_handed_in
from tests.people import NOW
from tests.surveys.waves import ANSWERS, CLOSES, TODAY, draft, entry, launched, links

pytestmark = pytest.mark.django_db


@pytest.fixture
def wave(force, lead):
    return launched(force, lead, code=True)


def give(door, number=1, on=TODAY, **given):
    values = {"answers": ANSWERS, "texts": {"o1": "Fewer forms"}, "bands": {"role": "constable"}} | given
    return hand_in(door=door, entry_id=entry(number), on=on, **values)


def refusal(**key):
    with pytest.raises(DoorClosed) as closed:
        find_door(**{"on": TODAY} | key)
    return closed.value


def test_personal_link_takes_one_answer(wave):
    token = links(wave)[0]
    door = find_door(token=token, on=TODAY)
    assert (door.kind, door.wave, door.key_hash) == ("personal", wave, hash_of(token))
    assert give(door) is HandIn.STORED
    assert give(door, number=2) is HandIn.SPENT
    assert refusal(token=token).reason == "spent"


def test_same_answer_again_is_recognised(wave):
    token = links(wave)[0]
    door = find_door(token=token, on=TODAY)
    give(door)
    assert give(door) is HandIn.REPEATED
    spent = refusal(token=token).door
    assert was_handed_in(door=spent, entry_id=entry(1))
    assert not was_handed_in(door=spent, entry_id=entry(2))


def test_ten_openings_of_a_link_burn_nothing(wave, django_assert_num_queries):
    token = links(wave)[0]
    for _ in range(10):
        with django_assert_num_queries(1):
            find_door(token=token, on=TODAY)
    assert give(find_door(token=token, on=TODAY)) is HandIn.STORED


def test_station_code_takes_many_answers_and_each_once(wave):
    code = wave.stations.get().code
    door = find_door(code=code.lower(), on=TODAY)
    assert (door.kind, door.stratum) == ("station", "North station")
    assert [give(door, number=n) for n in (1, 2, 1)] == [HandIn.STORED, HandIn.STORED, HandIn.REPEATED]
    assert Station.objects.get().used == 2


def test_unknown_keys_open_nothing(wave):
    for key in ({"token": "x" * 43}, {"token": "\ud800"}, {"code": "ABC"}, {"code": ""}, {"code": None}):
        assert refusal(**key).reason == "unknown"


def test_link_of_a_wave_that_was_not_launched_is_unknown(force, lead):
    assert refusal(token=links(draft(force, lead))[0]).reason == "unknown"


def test_day_before_the_first_and_day_after_the_last_are_refused(wave):
    token = links(wave)[0]
    assert refusal(token=token, on=TODAY - timedelta(days=1)).reason == "not_open"
    assert refusal(token=token, on=CLOSES + timedelta(days=1)).reason == "closed"


@pytest.mark.parametrize("end, reason", [(close_wave, "closed"), (withdraw_wave, "withdrawn")])
def test_closed_wave_refuses_an_answer_and_keeps_nothing(wave, lead, end, reason):
    token = links(wave)[0]
    door = find_door(token=token, on=TODAY)
    end(wave=wave, by=lead, at=NOW)
    assert give(door) is HandIn.CLOSED
    assert refusal(token=token).reason == reason
    assert not SurveyInvitation.objects.filter(done=True).exists()
    assert not Response.objects.exists() and not Pool.objects.exists()


def test_last_day_is_the_days_decision_also_for_who_began_before(wave):
    door = find_door(token=links(wave)[0], on=TODAY)
    assert give(door, on=CLOSES + timedelta(days=1)) is HandIn.CLOSED
    assert give(door, on=CLOSES) is HandIn.STORED


def test_close_turns_the_pool_into_rows_that_share_nothing(wave, lead):
    for number, token in enumerate(links(wave)[:12]):
        give(find_door(token=token, on=TODAY), number=number, answers={"k1": number % 11})
    close_wave(wave=wave, by=lead, at=NOW)
    wave.refresh_from_db()
    assert (wave.state, wave.answers_in) == (State.CLOSED, 12)
    assert sorted(r.answers["k1"] for r in Response.objects.all()) == sorted(n % 11 for n in range(12))
    assert FreeText.objects.filter(question="o1", text="Fewer forms").count() == 12
    ids = set(Response.objects.values_list("pk", flat=True)) | set(
        FreeText.objects.values_list("pk", flat=True)
    )
    assert len(ids) == 24 and not ids & set(SurveyInvitation.objects.values_list("pk", flat=True))
    assert wave.strata["units"] == {"north": [40, 12]}


def test_respondent_leaves_no_line_in_the_audit_trail(wave):
    before = AuditEvent.objects.count()
    door = find_door(token=links(wave)[0], on=TODAY)
    give(door)
    give(door, number=2)
    assert AuditEvent.objects.count() == before


def test_database_holds_no_token_and_no_answer_in_words_while_the_wave_is_open(wave):
    token = links(wave)[0]
    give(find_door(token=token, on=TODAY))
    invitation = SurveyInvitation.objects.get(done=True)
    kept = f"{invitation.__dict__} {bytes(Pool.objects.get().ciphertext)!r}"
    assert token not in kept and "Fewer forms" not in kept
