"""The seed is committed with the plan, the lot is drawn once, and the seed published with it."""

import json
from dataclasses import replace

import pytest

from cjnudge.audit.models import AuditEvent
from tests.people import NOW
from tests.trials.allocation.made import close as close_trial
from tests.trials.allocation.made import make_planned, make_sealed, write_sealed
from tests.trials.allocation.plans import in_turn_value, plan_value
from trials.lifecycle import WrongState
from trials.models import Draw, Seed
from trials.operations.allocating import draw_allocation, make_seed, master, reveal_seed
from trials.queries.allocations import published_allocation
from trials.queries.conduct import conduct_of
from trials.seeds import SEED_BITS, digest_of, new_seed, open_seed
from trials.stats import verify_allocation

METHODS = ("simple", "stratified", "matched_pairs", "constrained", "minimisation", "stepped")


@pytest.mark.parametrize("method", METHODS)
def test_draw_is_the_one_that_the_published_seed_gives(force, lead, method):
    trial = make_sealed(force, lead, plan_value(method))
    drawn = draw_allocation(trial=trial, by=lead, at=NOW)
    assert verify_allocation(drawn.published).holds
    seed = Seed.objects.get(trial=trial)
    assert json.loads(drawn.published)["seed"] == int(seed.revealed)
    assert digest_of(int(seed.revealed)) == seed.digest == json.loads(drawn.plan.body)["seed_digest"]
    assert conduct_of(trial).allocated_at == NOW


def test_seed_stands_nowhere_in_clear_before_the_draw(force, lead):
    trial = make_sealed(force, lead)
    kept = Seed.objects.get(trial=trial)
    number = open_seed(kept.secret, trial.pk, master=master())
    assert kept.revealed == "" and str(number).encode() not in bytes(kept.secret)
    said = " ".join(f"{event.detail}" for event in AuditEvent.objects.all())
    assert kept.digest in said and str(number) not in said


def test_seed_has_more_than_128_bits_and_fits_the_engine():
    found = {new_seed() for _ in range(200)}
    assert len(found) == 200 and {number.bit_length() for number in found} == {SEED_BITS}
    assert max(len(str(number)) for number in found) <= 60


def test_second_seed_is_the_first(force, lead):
    trial = make_planned(force, lead)
    first, second = (make_seed(trial=trial, by=lead, at=NOW) for _ in range(2))
    assert first.pk == second.pk and AuditEvent.objects.filter(action="seed.made").count() == 1


def test_second_draw_is_refused(force, lead):
    trial = make_sealed(force, lead)
    first = draw_allocation(trial=trial, by=lead, at=NOW)
    with pytest.raises(WrongState, match="cannot draw"):
        draw_allocation(trial=trial, by=lead, at=NOW)
    assert Draw.objects.get(trial=trial).sha256 == first.sha256


def test_trial_without_a_sealed_plan_draws_nothing(force, lead):
    trial = make_planned(force, lead)
    with pytest.raises(WrongState, match="not sealed"):
        draw_allocation(trial=trial, by=lead, at=NOW)


def test_seed_put_in_place_of_the_sealed_one_draws_nothing(force, lead):
    trial = make_sealed(force, lead)
    other = make_sealed(force, lead, slug="other")
    write_sealed(trial, lead, replace(plan_value(), seed_digest=Seed.objects.get(trial=other).digest))
    with pytest.raises(WrongState, match="digest"):
        draw_allocation(trial=trial, by=lead, at=NOW)


def test_seed_under_another_master_key_draws_nothing_and_says_so(force, lead, settings):
    trial = make_sealed(force, lead)
    settings.MASTER_KEY = "another"
    with pytest.raises(WrongState, match="CJNUDGE_MASTER_KEY"):
        draw_allocation(trial=trial, by=lead, at=NOW)


def test_plan_in_which_people_chose_draws_nothing(force, lead):
    trial = make_planned(force, lead)
    write_sealed(trial, lead, plan_value(allocation=None))
    with pytest.raises(WrongState, match="Nothing is drawn"):
        draw_allocation(trial=trial, by=lead, at=NOW)


def test_newest_sealed_version_is_drawn_from(force, lead):
    trial = make_sealed(force, lead)
    later = write_sealed(
        trial, lead, replace(plan_value("stratified"), seed_digest=Seed.objects.get(trial=trial).digest)
    )
    assert draw_allocation(trial=trial, by=lead, at=NOW).plan_id == later.pk


def test_cases_in_turn_publish_their_rule_alone_until_the_trial_is_closed(force, lead):
    trial = make_sealed(force, lead, in_turn_value("stratified"))
    drawn = draw_allocation(trial=trial, by=lead, at=NOW)
    assert "seed" not in json.loads(drawn.published) and Seed.objects.get(trial=trial).revealed == ""
    assert published_allocation(trial) is None
    with pytest.raises(WrongState, match="arms of cases to come"):
        reveal_seed(trial=trial, by=lead, at=NOW)
    close_trial(trial)
    seed = reveal_seed(trial=trial, by=lead, at=NOW)
    assert json.loads(published_allocation(trial))["seed"] == int(seed.revealed)


def test_draw_and_reveal_stand_in_the_trail_without_an_arm(force, lead):
    trial = make_sealed(force, lead)
    draw_allocation(trial=trial, by=lead, at=NOW)
    events = list(AuditEvent.objects.filter(object_id=str(trial.pk)))
    assert {"seed.made", "trial.allocated", "seed.revealed"} <= {event.action for event in events}
    assert not any("checklist" in str(event.detail) for event in events)
