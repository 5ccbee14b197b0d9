"""Two people grade a drawn sample without seeing each other's grades; nothing about whose case it is is stored."""

import pytest
from django.urls import reverse

from tests.people import NOW, make_person
from tests.trials.panel_world import listed, running_trial
from tests.trials.planning_world import make_sealed
from trials.lifecycle import WrongState
from trials.models import PanelCase, PanelGrade
from trials.operations.panel import close_audit, draw_audit, grade_case
from trials.presenters.panel import BEFORE_THE_RESULT, audit_page


@pytest.fixture
def audit(force, lead, evaluator):
    trial = running_trial(force, lead, evaluator)
    return draw_audit(trial=trial, title="First", cases=listed(40), size=20, by=lead, at=NOW)[0]


@pytest.fixture
def other(force):
    return make_person("second-evaluator", force, "evaluator")


def signed_in(client, person):
    client.force_login(person)
    return client


def graded(audit, *people, grade="appropriate"):
    for person in people:
        for case in PanelCase.scoped.for_force(audit.force).filter(audit=audit):
            grade_case(case=case, grade=grade, remark="", by=person, at=NOW)


@pytest.mark.django_db
def test_no_reference_is_stored(audit):
    stored = str(list(PanelCase.scoped.for_force(audit.force).filter(audit=audit).values()))
    assert not any(case.reference in stored for case in listed(40))


@pytest.mark.django_db
def test_references_come_back_in_the_order_of_their_numbers(force, lead, evaluator):
    from trials.case_references import hash_of_reference
    from trials.operations.allocating import master
    from trials.queries.panel import numbered_cases

    trial = running_trial(force, lead, evaluator)
    made, shown = draw_audit(trial=trial, title="First", cases=listed(40), size=20, by=lead, at=NOW)
    kept = [case.reference for case in numbered_cases(made).values()]
    values = {"force_id": force.pk, "trial_id": made.pk, "master": master()}
    assert [hash_of_reference(case.reference, **values) for case in shown] == kept


@pytest.mark.django_db
def test_trial_that_has_not_started_has_no_case(force, lead, evaluator):
    trial, _ = make_sealed(force, lead, evaluator, slug="early")
    with pytest.raises(WrongState, match="has not started"):
        draw_audit(trial=trial, title="First", cases=listed(40), size=20, by=lead, at=NOW)


@pytest.mark.django_db
def test_who_drew_the_sample_does_not_grade_it(audit, lead):
    with pytest.raises(WrongState, match="two others"):
        graded(audit, lead)


@pytest.mark.django_db
def test_third_grader_is_refused(audit, evaluator, other, force):
    graded(audit, evaluator, other)
    with pytest.raises(WrongState, match="Two people"):
        graded(audit, make_person("third", force, "evaluator"))


@pytest.mark.django_db
def test_audit_closes_once_two_people_graded_and_then_stays(audit, lead, evaluator, other):
    graded(audit, evaluator)
    with pytest.raises(WrongState, match="Two people must"):
        close_audit(audit=audit, by=lead, at=NOW)
    graded(audit, other)
    close_audit(audit=audit, by=lead, at=NOW)
    with pytest.raises(WrongState, match="closed"):
        graded(audit, evaluator, grade="inappropriate")
    assert not PanelGrade.scoped.for_force(audit.force).filter(grade="inappropriate").exists()


@pytest.mark.django_db
def test_nobody_sees_the_others_grade_before_the_close(client, audit, evaluator, other):
    graded(audit, evaluator, grade="inappropriate")
    address = reverse("trials:audit", args=[audit.force.slug, audit.trial_id, audit.pk])
    page = signed_in(client, other).get(address).content.decode()
    assert "nappropriate" not in page and "You have graded 0 of 20" in page
    case = reverse("trials:grade_case", args=[audit.force.slug, audit.trial_id, audit.pk, 1])
    assert "checked" not in client.get(case).content.decode()


@pytest.mark.django_db
def test_by_arm_nothing_is_shown_before_the_result(audit, lead, evaluator, other):
    graded(audit, evaluator, other)
    audit = close_audit(audit=audit, by=lead, at=NOW)
    assert audit_page(audit, lead, blinded=True)["guardrail"][1] == BEFORE_THE_RESULT
    assert audit_page(audit, lead, blinded=False)["guardrail"][1] != BEFORE_THE_RESULT


def pages_of(client, lead, audit):
    address = reverse("trials:audit", args=[audit.force.slug, audit.trial_id, audit.pk])
    return signed_in(client, lead).get(address).content.decode()


@pytest.mark.django_db
def test_list_of_one_arm_alone_shows_no_grade_before_the_result(
    client, audit, lead, evaluator, other, monkeypatch
):
    graded(audit, evaluator, other, grade="inappropriate")
    audit = close_audit(audit=audit, by=lead, at=NOW)
    page = pages_of(client, lead, audit)
    assert "nappropriate" not in page.replace(BEFORE_THE_RESULT, "") and "20 of 20 cases were" not in page
    # The control: were a running trial's grades open, the same page would show them.
    monkeypatch.setattr("trials.views.panel.is_blinded", lambda trial: False)
    assert "20 of 20 cases were found inappropriate" in pages_of(client, lead, audit)


@pytest.mark.django_db
def test_journey_from_the_list_to_the_first_grade(client, force, lead, evaluator):
    trial = running_trial(force, lead, evaluator)
    address = reverse("trials:draw_audit", args=[force.slug, trial.pk])
    text = "\n".join(f"{c.reference}, {c.unit}, {c.month[:7]}" for c in listed(30))
    given = {"title": "First", "listed": text, "size": 12}
    page = signed_in(client, lead).post(address, given).content.decode()
    assert page.count("41XX/") == 12
    made = trial.audits.get()
    grade = reverse("trials:grade_case", args=[force.slug, trial.pk, made.pk, 1])
    answer = signed_in(client, evaluator).post(grade, {"grade": "observations", "remark": "Write why."})
    assert answer.url.endswith("/cases/2/")


@pytest.mark.django_db
def test_faulty_list_is_refused_in_words(client, force, lead, evaluator):
    trial = running_trial(force, lead, evaluator)
    address = reverse("trials:draw_audit", args=[force.slug, trial.pk])
    given = {"title": "First", "listed": "1, Nowhere, 2026-04", "size": 12}
    page = signed_in(client, lead).post(address, given).content.decode()
    assert "Line 1: the trial has no such unit" in page
    assert not trial.audits.exists()
