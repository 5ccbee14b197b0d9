"""Cases one by one: the row is committed before its arm is worked out, each place once, no reference kept."""

import pytest
from django.db import DatabaseError, connection, transaction

from cjnudge.audit.models import AuditEvent
from cjnudge.cases.extract.people import normalised
from cjnudge.cases.models import KeyVersion
from cjnudge.cases.privacy.keys import current_version, fingerprint, layers_for
from cjnudge.cases.privacy.pseudonyms import pseudonym
from tests.people import NOW
from tests.trials.allocation.made import close, make_sealed, start
from tests.trials.allocation.plans import in_turn_value, plan_value
from trials.lifecycle import WrongState
from trials.models import Enrolment
from trials.models.guards import ChangeRefused
from trials.operations import enrolling
from trials.operations.allocating import committed_seed, draw_allocation, reveal_seed
from trials.operations.enrolling import enrol
from trials.planning.enrolling import EnrolmentRefused
from trials.planning.trial_plan import TrialPlan
from trials.queries.allocations import arms_by_crime, published_allocation, rule_of_draw
from trials.stats.allocation_in_turn import arms_in_turn
from trials.stats.verify_alone import differences


@pytest.fixture
def trial(force, lead):
    return running(force, lead, in_turn_value("stratified"))


def running(force, person, plan, slug="checklist"):
    trial = make_sealed(force, person, plan, slug=slug)
    draw_allocation(trial=trial, by=person, at=NOW)
    start(trial)
    return trial


def add(trial, person, reference="41/1/26", unit="Team 01", **typed):
    attributes = {"unit": unit, **typed}
    return enrol(trial=trial, reference=reference, attributes=attributes, by=person, at=NOW)


def test_case_gets_the_next_place_and_an_arm(trial, lead):
    found = [add(trial, lead, f"41/{number}/26") for number in range(5)]
    assert [one.position for one in found] == [1, 2, 3, 4, 5]
    assert {one.arm for one in found} <= {"control", "checklist"} and found[0].attributes[
        "stratum"
    ] == "north"


def test_same_case_keeps_its_place_and_arm_however_it_is_typed(trial, lead):
    first, again = add(trial, lead, "41/ab 17-26"), add(trial, lead, "41 AB/17.26", unit="Team 05")
    assert (first.pk, first.arm) == (again.pk, again.arm) and Enrolment.objects.count() == 1


def test_reference_is_kept_keyed_and_another_trial_has_another_hash(trial, force, lead):
    other = running(force, lead, in_turn_value(), slug="other")
    first, second = add(trial, lead, "41/SECRET/26"), add(other, lead, "41/SECRET/26")
    assert first.reference != second.reference and len(first.reference) == 64
    with connection.cursor() as cursor:
        cursor.execute("SELECT reference, attributes FROM trials_enrolment")
        assert "SECRET" not in str(cursor.fetchall())
    assert not AuditEvent.objects.filter(detail__contains="SECRET").exists()


def test_enrolled_case_is_found_in_extracts_by_its_pseudonym_there(trial, lead):
    arm = add(trial, lead, "41xx/1234/26").arm
    version = current_version(trial.force)
    known_as = pseudonym(normalised("41XX/1234/26"), layers_for(trial.force, version)["crime"])
    assert arms_by_crime(trial) == {known_as: arm}
    row = Enrolment.objects.get()
    assert known_as.bytes not in bytes(row.link)  # a copy of the database joins nothing


def test_enrolled_case_is_found_after_the_keys_were_renewed(trial, lead):
    arm = add(trial, lead, "41xx/1234/26").arm
    KeyVersion.objects.create(
        force=trial.force, number=2, made_at=NOW, reason="routine", fingerprint=fingerprint(trial.force, 2)
    )
    known_as = pseudonym(normalised("41XX/1234/26"), layers_for(trial.force, 2)["crime"])
    assert arms_by_crime(trial) == {known_as: arm}


def test_arm_is_worked_out_after_the_row_is_committed(trial, lead, monkeypatch):
    seen = []
    real = enrolling.arms_in_turn

    def watching(rule, seed, cases):
        seen.append((Enrolment.objects.count(), len(cases)))
        return real(rule, seed, cases)

    monkeypatch.setattr(enrolling, "arms_in_turn", watching)
    add(trial, lead)
    assert seen == [(1, 1)]


@pytest.mark.django_db(transaction=True)
def test_enrolment_inside_another_transaction_is_refused(force, lead):
    trial = running(force, lead, in_turn_value())
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        add(trial, lead)
    assert not Enrolment.objects.exists()


def test_arm_lost_in_a_crash_is_the_same_when_it_is_worked_out_later(trial, lead, monkeypatch):
    add(trial, lead, "case 1")
    monkeypatch.setattr(enrolling, "give_arms", lambda **kwargs: None)
    assert add(trial, lead, "case 2").arm == ""
    monkeypatch.undo()
    third = add(trial, lead, "case 3")
    assert third.arm and Enrolment.objects.get(position=2).arm == ""
    again = add(trial, lead, "case 2")  # who types it again reads it
    arms = list(Enrolment.objects.values_list("arm", flat=True))
    assert all(arms) and arms[1:] == [again.arm, third.arm]
    assert derived(trial) == arms


def test_arm_lost_in_a_crash_is_there_when_the_seed_is_published(trial, lead, monkeypatch):
    monkeypatch.setattr(enrolling, "give_arms", lambda **kwargs: None)
    add(trial, lead, "case 1")
    monkeypatch.undo()
    close(trial)
    reveal_seed(trial=trial, by=lead, at=NOW)
    assert list(Enrolment.objects.values_list("arm", flat=True)) == derived(trial)


def derived(trial):
    """The arms that the seed gives the cases in their order."""
    drawn = trial.draw
    seed = committed_seed(trial, TrialPlan.from_json(drawn.plan.body))
    cases = Enrolment.objects.order_by("position").values_list("attributes", flat=True)
    return list(arms_in_turn(rule_of_draw(drawn), seed, cases))


def test_outsider_derives_the_enrolled_arms_once_the_trial_is_closed(trial, lead):
    for number in range(12):
        add(trial, lead, f"case {number}", unit=f"Team 0{number % 8}")
    close(trial)
    reveal_seed(trial=trial, by=lead, at=NOW)
    text = published_allocation(trial)
    import json

    assert differences(json.loads(text)) == [] and len(json.loads(text)["cases"]) == 12
    assert all(one.reference not in text for one in Enrolment.objects.all())


@pytest.mark.parametrize("change", ["arm = 'other'", "position = 9", "attributes = '{}'", "reference = 'x'"])
def test_database_refuses_to_change_an_enrolled_case(trial, lead, change):
    add(trial, lead)
    with (
        pytest.raises(DatabaseError, match="never changes"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE trials_enrolment SET {change}")  # noqa: S608 - of this test alone


def test_enrolled_case_and_draw_are_never_deleted(trial, lead):
    for row in (add(trial, lead), trial.draw):
        with pytest.raises(ChangeRefused):
            row.delete()


def test_database_refuses_to_change_a_draw_and_a_published_seed(trial, lead):
    close(trial)
    reveal_seed(trial=trial, by=lead, at=NOW)
    for statement in ("UPDATE trials_draw SET published = '{}'", "UPDATE trials_seed SET revealed = '1'"):
        refused = pytest.raises(DatabaseError, match="never changes")
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"unit": "Nowhere"}, "unit"),
        ({"reference": "/-"}, "reference"),
        ({"reference": "9" * 61}, "reference"),
    ],
)
def test_what_is_typed_wrong_is_named_and_takes_no_place(trial, lead, values, field):
    with pytest.raises(EnrolmentRefused) as refused:
        add(trial, lead, **values)
    assert refused.value.field == field and not Enrolment.objects.exists()


def test_factor_is_asked_of_every_case_in_one_spelling(force, lead):
    trial = running(force, lead, in_turn_value("minimisation", rule={"factors": ("offence", "unit")}))
    with pytest.raises(EnrolmentRefused, match="offence"):
        add(trial, lead)
    assert add(trial, lead, offence=" Common  Assault").attributes["offence"] == "common assault"


def test_nobody_is_enrolled_before_the_start_after_the_close_or_where_units_were_drawn(force, lead):
    trial = make_sealed(force, lead, in_turn_value())
    draw_allocation(trial=trial, by=lead, at=NOW)
    with pytest.raises(WrongState, match="has not started"):
        add(trial, lead)
    start(trial)
    close(trial)
    with pytest.raises(WrongState, match="closed"):
        add(trial, lead)
    at_once = running(force, lead, plan_value(), slug="units")
    with pytest.raises(WrongState, match="have their arms already"):
        add(at_once, lead)
