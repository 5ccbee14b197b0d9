"""Drafts of rules: one at a time, changed by who began it, approved by somebody else."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from cjnudge.accounts.permissions import Role
from cjnudge.audit.models import AuditEvent
from cjnudge.cases.eligibility import Condition, Rule, RuleSet
from cjnudge.cases.models import RuleSetVersion
from cjnudge.cases.operations.rule_sets import (
    RulesRefused,
    WrittenMeanwhile,
    approve_rules,
    change_rules,
    discard_rules,
    start_rules,
    token,
)
from cjnudge.cases.queries.rule_sets import approved_rules, approved_versions, draft_rules
from tests.cases.eligibility.written import ALLOWED, RULES, approved, drafted
from tests.people import NOW, make_person

LATER = NOW + datetime.timedelta(minutes=5)
FEWER = RuleSet((ALLOWED,))


@pytest.fixture
def second_lead(force):
    return make_person("second-lead", force, Role.LEAD)


def changed(draft, by, rules=FEWER, base=None):
    return change_rules(draft=draft, base=base or token(draft), rules=rules, by=by, at=LATER)


def test_approved_version_is_what_imports_use(force, lead, evaluator):
    assert approved_rules(force) is None
    version = approved(force, lead, evaluator)
    assert approved_rules(force) == version
    drafted(force, lead)
    assert approved_rules(force) == version and version.number == 1


def test_newest_approved_version_is_in_force_and_the_older_stay(force, lead, evaluator):
    first = approved(force, lead, evaluator)
    second = approved(force, lead, evaluator, FEWER)
    assert [one.number for one in approved_versions(force)] == [2, 1]
    first.refresh_from_db()
    assert first.body == RULES.canonical() and approved_rules(force) == second


def test_writer_cannot_approve(force, lead):
    draft = drafted(force, lead)
    with pytest.raises(RulesRefused, match="You wrote these rules"):
        approve_rules(draft=draft, base=token(draft), by=lead, at=LATER)
    assert approved_rules(force) is None


def test_database_itself_refuses_approval_by_the_writer(force, lead):
    draft = drafted(force, lead)
    draft.approved_at, draft.approved_by_id = NOW, lead.pk
    with pytest.raises(IntegrityError), transaction.atomic():
        draft.save()


def test_only_who_began_a_draft_changes_it_so_that_nobody_approves_what_they_wrote(force, lead, second_lead):
    draft = drafted(force, lead)
    with pytest.raises(RulesRefused, match="Only the person who began"):
        changed(draft, second_lead)
    assert draft_rules(force).body == RULES.canonical()


def test_force_has_one_draft_at_a_time(force, lead, second_lead):
    drafted(force, lead)
    with pytest.raises(RulesRefused, match="a draft already"):
        drafted(force, second_lead)


def test_another_lead_may_discard_a_draft_and_begin_anew(force, lead, second_lead):
    draft = drafted(force, lead)
    discard_rules(draft=draft, base=token(draft), by=second_lead, at=LATER)
    assert drafted(force, second_lead).number == 1


def test_approval_is_of_what_was_on_the_screen(force, lead, evaluator):
    draft = drafted(force, lead)
    seen = token(draft)
    changed(draft, lead)
    with pytest.raises(WrittenMeanwhile):
        approve_rules(draft=draft, base=seen, by=evaluator, at=LATER)


@pytest.mark.parametrize("operation", [change_rules, approve_rules, discard_rules])
def test_approved_version_never_changes(force, lead, evaluator, operation):
    version = approved(force, lead, evaluator)
    more = {"rules": FEWER} if operation is change_rules else {}
    with pytest.raises(WrittenMeanwhile):
        operation(draft=version, base=token(version), by=lead, at=LATER, **more)
    version.refresh_from_db()
    assert version.body == RULES.canonical()


def test_draft_that_was_replaced_is_not_changed_by_its_old_page(force, lead):
    first = drafted(force, lead)
    seen = token(first)
    discard_rules(draft=first, base=seen, by=lead, at=LATER)
    with pytest.raises(WrittenMeanwhile):
        changed(drafted(force, lead), lead, base=seen)


def test_unsound_rules_are_not_even_kept_as_a_draft(force, lead):
    unsound = RuleSet((Rule("eligible", "Yes.", (Condition("outcome", "is", "8"),)),))
    with pytest.raises(RulesRefused, match="Rule 1. Outcome cannot be used"):
        start_rules(force=force, rules=unsound, reason="x", by=lead, at=NOW)


def test_empty_draft_is_kept_and_not_approved(force, lead, evaluator):
    draft = drafted(force, lead, RuleSet())
    with pytest.raises(RulesRefused, match="no rule yet"):
        approve_rules(draft=draft, base=token(draft), by=evaluator, at=LATER)


def test_draft_of_another_force_is_not_found(force, other_force, lead, other_lead):
    drafted(force, lead)
    assert draft_rules(other_force) is None
    assert not RuleSetVersion.scoped.for_force(other_force).exists()


def test_every_step_is_in_the_audit_trail(force, lead, evaluator):
    draft = drafted(force, lead)
    draft = changed(draft, lead)
    approve_rules(draft=draft, base=token(draft), by=evaluator, at=LATER)
    second = drafted(force, lead)
    discard_rules(draft=second, base=token(second), by=lead, at=LATER)
    found = (
        AuditEvent.objects.filter(action__startswith="rules.")
        .order_by("seq")
        .values_list("action", flat=True)
    )
    assert list(found) == [
        "rules.written",
        "rules.written",
        "rules.approved",
        "rules.written",
        "rules.discarded",
    ]
