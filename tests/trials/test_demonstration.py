"""The demonstration's questions: told twice they are there once, and answered as published."""

import json

import pytest

from cjnudge.accounts.permissions import Role
from cjnudge.audit.models import AuditEvent
from cjnudge.cases.operations.reference import load_reference
from cjnudge.cases.practice import EFFECT
from cjnudge.demo.cast import Cast
from cjnudge.demo.chapters.trials import tell
from cjnudge.jobs.models import Job
from cjnudge.jobs.running import run_job
from tests.people import NOW
from trials.models import PlanVersion, Run, Trial


@pytest.fixture
def cast(force, practice, lead):
    load_reference(by="tests", at=NOW)
    return Cast(at=NOW, force=force, practice=practice, people={Role.LEAD: lead})


def told(cast):
    cast.jobs, cast.results = [], []
    tell(cast)
    for job in cast.jobs:
        run_job(job.pk)
    return [result() for result in cast.results]


def test_demonstration_tells_the_two_published_stories(cast):
    hertfordshire, recorded, _ = told(cast)
    for words in (
        "rose 9.2 points while the other 42 forces fell 2.8 on average",
        "4 of 43 forces stand as far from the rest; two-sided placebo p = 0.093",
        "2023/24 was the lowest of four years and was chosen after seeing the figures",
        "The figures cannot say why",
    ):
        assert words in hertfordshire["verdict"]
    assert recorded["verdict"].startswith("No verdict.")
    assert "the sign differs by basis" in recorded["verdict"]


def test_practice_comparison_finds_the_change_that_was_put_in_and_says_synthetic(cast, client, evaluator):
    result = told(cast)[2]
    assert result["synthetic"]
    run = Run.scoped.for_force(cast.practice).get()
    estimate = run.result["primary"]["primary"]
    assert estimate["low"] < EFFECT < estimate["high"]
    assert set(run.result["decomposition"]["treated"]) == {"oocr", "charge", "nfa", "other"}
    assert [gate["key"] for gate in run.result["gates"]] == ["follow_up", "maturity"]
    client.force_login(evaluator)
    assert "Synthetic data" in client.get(result["path"]).content.decode()
    download = client.get(f"{result['path']}result.json")
    assert json.loads(download.content)["synthetic"] is True
    assert 'filename="synthetic-result-' in download["Content-Disposition"]


def test_telling_it_twice_changes_nothing(cast):
    first = told(cast)
    counted = [Model.objects.count() for Model in (Trial, PlanVersion, Run, Job, AuditEvent)]
    assert told(cast) == first
    assert [Model.objects.count() for Model in (Trial, PlanVersion, Run, Job, AuditEvent)] == counted
