"""Two live processes at once on one trial: each step is taken once, and the other is told why not."""

import json
import os
import subprocess
import sys
from collections import Counter
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection

from cjnudge.audit.models import AuditEvent
from tests.people import NOW, make_person
from tests.trials.allocation import made
from tests.trials.allocation.plans import in_turn_value, plan_value
from tests.trials.planning_world import approve, make_planned, whole_plan
from tests.trials.planning_world import make_sealed as make_judged
from trials.models import Conduct, Draw, Enrolment, PlannedLook, PlanVersion, Run, Seed
from trials.operations.allocating import draw_allocation
from trials.plan_body import seal_of

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 6  # with six meetings of each kind, a step that is taken twice one time in two is missed one time in sixty


class Racer:
    """One process; `tell` and `hear` a line of JSON."""

    def __init__(self, environment):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.trials.racing.racer"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment,
        )  # fmt: skip

    def tell(self, value):
        self.process.stdin.write(f"{json.dumps(value)}\n")
        self.process.stdin.flush()

    def hear(self):
        return json.loads(self.process.stdout.readline())

    def end(self):
        self.process.stdin.close()
        self.process.stdout.read()
        self.process.wait(30)


@pytest.fixture
def racers(db):
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.jobs.worker_settings",
        "REHEARSAL_DATABASE": str(connection.settings_dict["NAME"]),
        "CJNUDGE_DATA": str(settings.DATA_DIR),
    }
    both = [Racer(environment), Racer(environment)]
    assert [one.hear() for one in both] == ["ready", "ready"]
    yield both
    for one in both:
        one.end()


def at_once(racers, *asked):
    """What came of the same request (or of two) told to both in one breath."""
    first, second = asked * (2 // len(asked))
    racers[0].tell(first)
    racers[1].tell(second)
    return [one.hear() for one in racers]


def kinds(answers):
    return Counter(next(iter(one)) for one in answers)


def events(action, subject):
    return AuditEvent.objects.filter(action=action, object_id=str(subject.pk)).count()


def sealed(force, lead, plan, number):
    return made.make_sealed(force, lead, plan, slug=f"trial-{number}")


def test_one_draw_is_made_and_one_seed_published(racers, force, lead):
    for number in range(ROUNDS):
        trial = sealed(force, lead, plan_value(), number)
        answers = at_once(racers, {"do": "draw", "trial": str(trial.pk), "by": str(lead.pk)})
        assert kinds(answers) == {"ok": 1, "refused": 1}, answers
        assert Draw.objects.filter(trial=trial).count() == 1 and events("trial.allocated", trial) == 1
        assert events("seed.revealed", trial) == 1


def judged(force, lead, evaluator, number):
    """(the unsealed version that was approved, what a racer is told to seal it)."""
    trial, draft = make_planned(force, lead, slug=f"draft-{number}")
    approve(draft, evaluator)
    asked = {"do": "seal", "plan": str(draft.pk), "draft": seal_of(draft.body), "by": str(lead.pk)}
    return trial, draft, asked


def test_one_seal_is_set_and_its_looks_planned_once(racers, force, lead, evaluator):
    for number in range(ROUNDS):
        trial, draft, asked = judged(force, lead, evaluator, number)
        answers = at_once(racers, asked)
        assert [one.get("ok") for one in answers] == [asked["draft"]] * 2, answers
        assert events("plan.sealed", draft) == 1 and trial.looks.count() == 1


def test_what_is_sealed_is_what_was_approved_whoever_writes_meanwhile(racers, force, lead, evaluator):
    for number in range(ROUNDS):
        trial, draft, asked = judged(force, lead, evaluator, number)
        other = whole_plan(exclusions="Youth.").to_json()
        writes = {"do": "write", "trial": str(trial.pk), "body": other, "by": str(lead.pk)}
        answers = at_once(racers, asked, writes)
        assert "broke" not in kinds(answers), answers
        stored = PlanVersion.objects.get(pk=draft.pk)
        assert stored.seal in ("", asked["draft"]) and (
            not stored.seal or seal_of(stored.body) == stored.seal
        )
        assert bool(stored.seal) == ("ok" in answers[0])


def analysed(force, lead, evaluator, number):
    trial, plan = make_judged(force, lead, evaluator, slug=f"analysed-{number}")
    Conduct.objects.filter(trial=trial).update(started_on=NOW.date(), closed_at=NOW)
    values = {
        "snapshot_id": uuid4(),
        "job_id": uuid4(),
        "snapshot_hash": "0" * 64,
        "report": "{}",
        "cells": "{}",
    }
    values |= {"verdict": "", "engine_version": "1", "library_versions": {}, "seed": 1, "synthetic": False}
    run = Run.objects.create(force=force, trial=trial, plan=plan, look=1, created_at=NOW, **values)
    PlannedLook.objects.filter(trial=trial, is_final=True).update(run=run)
    return trial


def test_a_result_is_published_once(racers, force, lead, evaluator):
    for number in range(ROUNDS):
        trial = analysed(force, lead, evaluator, number)
        answers = at_once(racers, {"do": "publish", "trial": str(trial.pk), "by": str(lead.pk)})
        assert kinds(answers) == {"ok": 1, "refused": 1}, answers
        assert events("result.published", trial) == 1


def test_without_the_hold_both_publish(racers, force, lead, evaluator):
    """The control: two that look before either writes."""
    trial = analysed(force, lead, evaluator, 0)
    answers = at_once(racers, {"do": "careless_publish", "trial": str(trial.pk), "by": str(lead.pk)})
    assert answers == ["looked", "looked"]
    assert at_once(racers, {}) == [{"ok": "published"}] * 2
    assert events("result.published", trial) == 2  # noqa: PLR2004 - once each


@pytest.fixture
def enrolling(force, lead):
    trial = sealed(force, lead, in_turn_value(), 0)
    draw_allocation(trial=trial, by=lead, at=NOW)
    made.start(trial)
    return trial


def case(trial, lead, reference):
    asked = {"do": "enrol", "trial": str(trial.pk), "by": str(lead.pk), "unit": "Team 01"}
    return asked | {"reference": reference}


def test_two_desks_take_places_without_a_double_or_a_gap(racers, enrolling, lead):
    answers = []
    for number in range(2 * ROUNDS):
        both = [case(enrolling, lead, f"41/{desk}{number}/26") for desk in "12"]
        answers += at_once(racers, *both)
    assert sorted(one["ok"][0] for one in answers) == list(range(1, 4 * ROUNDS + 1))
    assert not Enrolment.objects.filter(arm="").exists()


def test_one_case_at_two_desks_has_one_place_and_one_arm(racers, enrolling, lead):
    for number in range(ROUNDS):
        first, second = at_once(racers, case(enrolling, lead, f"41/{number}/26"))
        assert first == second and first["ok"][0] == number + 1


def test_no_case_is_enrolled_after_the_seed_was_published(racers, force, lead):
    for number in range(ROUNDS):
        trial = sealed(force, lead, in_turn_value(), number)
        draw_allocation(trial=trial, by=lead, at=NOW)
        made.start(trial)
        stops = {"do": "stop", "trial": str(trial.pk), "by": str(lead.pk)}
        stopped, taken = at_once(racers, stops, case(trial, lead, "41/1/26"))
        assert "ok" in stopped and "broke" not in taken, (stopped, taken)
        rows = Enrolment.objects.filter(trial=trial)
        assert rows.count() == ("ok" in taken) and not rows.filter(arm="").exists()
        order = list(
            AuditEvent.objects.filter(force_id=str(force.pk)).order_by("seq").values_list("action", flat=True)
        )
        assert Seed.objects.get(trial=trial).revealed
        assert "ok" not in taken or last(order, "trial.case-enrolled") < last(order, "seed.revealed")


def last(order, action):
    return max(at for at, one in enumerate(order) if one == action)


@pytest.fixture
def evaluator(force):
    return make_person("evaluator", force, "evaluator")
