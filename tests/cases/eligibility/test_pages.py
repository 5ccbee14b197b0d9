"""The pages of the rules: written by a lead, tried on cases, approved by the evaluator."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cjnudge.accounts.awaiting import awaiting
from cjnudge.cases.eligibility import Condition, Rule, RuleSet, read_rules
from cjnudge.cases.operations.rule_sets import token
from cjnudge.cases.queries.rule_sets import approved_rules, draft_rules
from tests.cases.eligibility.written import ALLOWED, REFUSED, RULES, approved, drafted
from tests.people import NOW


@pytest.fixture
def asks(force):
    """asks(person, name, *args, data=None, follow=True) -> the page."""

    def ask(person, name, *args, data=None, query=None):
        client = Client()
        client.force_login(person)
        address = reverse(f"cases:{name}", args=[force.slug, *args])
        return client.get(address, query) if data is None else client.post(address, data, follow=True)

    return ask


def typed(rule, base, **changes):
    """What a browser sends for a rule."""
    data = {"base": base, "result": rule.result, "reason": rule.reason, "if_missing": rule.if_missing}
    for number, condition in enumerate(rule.conditions, 1):
        value = condition.value
        data |= {f"field_{number}": condition.field, f"operator_{number}": condition.operator}
        data[f"value_{number}"] = (
            ", ".join(value) if isinstance(value, tuple) else "" if value is None else value
        )
    return data | changes


def test_lead_writes_rules_one_by_one(asks, force, lead):
    asks(lead, "rules_start", data={"source": "nothing", "reason": "The policy of 1 April."})
    for rule in RULES.rules:
        asks(lead, "rule_add", data=typed(rule, token(draft_rules(force))))
    assert read_rules(draft_rules(force).body) == RULES
    page = asks(lead, "rules_draft").content.decode()
    assert "Indictable-only flag is yes" in page and "Gravity score is at most 3" in page


def test_rule_is_changed_moved_and_deleted(asks, force, lead):
    drafted(force, lead)
    harder = Rule("eligible", "Low gravity.", (Condition("gravity", "at_most", 2),), "skip")
    asks(lead, "rule_edit", 2, data=typed(harder, token(draft_rules(force))))
    asks(lead, "rule_move", 2, data={"base": token(draft_rules(force)), "way": "up"})
    assert read_rules(draft_rules(force).body).rules == (harder, REFUSED)
    asks(lead, "rule_delete", 2, data={"base": token(draft_rules(force))})
    assert read_rules(draft_rules(force).body).rules == (harder,)


def test_form_of_a_rule_shows_it_as_it_is_and_saves_it_unchanged(asks, force, lead):
    lists = Rule(
        "not eligible", "Listed.",
        (
            Condition("offence", "is_none_of", ("8/6", "30C")), Condition("entry_on", "at_least", "2025-04-01"),
            Condition("hate", "is_missing"), Condition("previous", "is_one_of", (0, 1)),
        ),
    )  # fmt: skip
    drafted(force, lead, RuleSet((lists,)))
    form = asks(lead, "rule_edit", 1).context["form"]
    data = {field.html_name: field.value() for field in form if field.value() is not None}
    asks(lead, "rule_edit", 1, data=data)
    assert read_rules(draft_rules(force).body).rules == (lists,)


@pytest.mark.parametrize(
    "changes, words",
    [
        ({"value_1": "three"}, "write a whole number from 0 to 20"),
        ({"value_1": "9" * 30}, "write a whole number from 0 to 20"),
        ({"field_1": "outcome"}, "Select a valid choice"),
        ({"operator_1": ""}, "Choose how the value is compared"),
        ({"reason": ""}, "Enter reason"),
        ({"field_2": "admission", "operator_2": "is", "value_2": "perhaps"}, "write one of admitted"),
        ({"base": "other"}, "changed, approved or discarded meanwhile"),
    ],
)
def test_rule_that_cannot_be_kept_is_shown_again_with_what_to_do(asks, force, lead, changes, words):
    draft = drafted(force, lead)
    page = asks(lead, "rule_add", data=typed(ALLOWED, token(draft)) | changes)
    assert words in page.content.decode()
    assert read_rules(draft_rules(force).body) == RULES


def test_draft_begins_from_a_file_that_was_downloaded(asks, force, lead, evaluator):
    approved(force, lead, evaluator)
    text = asks(lead, "rules_file", 1).content
    file = SimpleUploadedFile("rules.json", b"\xef\xbb\xbf" + text)
    asks(lead, "rules_start", data={"source": "file", "file": file, "reason": "From a file."})
    assert draft_rules(force).body == RULES.canonical()


@pytest.mark.parametrize(
    "content, words",
    [
        (b"\xff\xfe\x00", "not text in UTF-8"),
        (b"gravity;3", "The file is not JSON"),
        (
            b'{"format": 1, "rules": [{"result": "maybe", "reason": "x", "conditions": []}]}',
            "Its result must be",
        ),
    ],
)
def test_file_that_is_no_rule_set_is_refused_in_words(asks, force, lead, content, words):
    file = SimpleUploadedFile("rules.json", content)
    page = asks(lead, "rules_start", data={"source": "file", "file": file, "reason": "From a file."})
    assert words in page.content.decode()
    assert draft_rules(force) is None


def test_empty_example_is_not_accepted_as_rules(asks, force, lead):
    file = SimpleUploadedFile("rules.json", asks(lead, "rules_example").content)
    page = asks(lead, "rules_start", data={"source": "file", "file": file, "reason": "As it came."})
    assert "still has a placeholder" in page.content.decode()
    assert draft_rules(force) is None


def test_evaluator_approves_what_the_lead_wrote(asks, force, lead, evaluator):
    draft = drafted(force, lead)
    assert b"Approve these rules" in asks(evaluator, "rules_approve").content
    asks(evaluator, "rules_approve", data={"base": token(draft)})
    assert approved_rules(force).approved_by_id == evaluator.pk


def test_writer_is_shown_no_button_and_is_refused(asks, force, lead):
    draft = drafted(force, lead)
    assert b"Approve these rules" not in asks(lead, "rules_approve").content
    page = asks(lead, "rules_approve", data={"base": token(draft)})
    assert b"somebody else has to approve them" in page.content
    assert approved_rules(force) is None


def test_draft_waits_for_the_second_person_alone(force, lead, evaluator, officer):
    drafted(force, lead)
    assert "eligibility rules" in awaiting(force, evaluator, "evaluator", NOW)[-1].text
    assert not [item for item in awaiting(force, lead, "lead", NOW) if "eligibility" in item.text]
    assert awaiting(force, officer, "officer", NOW) == []


def test_empty_draft_waits_for_nobody(force, lead, evaluator):
    drafted(force, lead, RuleSet())
    assert not [item for item in awaiting(force, evaluator, "evaluator", NOW) if "eligibility" in item.text]


def test_text_that_somebody_wrote_is_never_run(asks, force, lead):
    hostile = Rule(
        "eligible", "{{ 7|add:7 }} \"quoted\" & 'so' on", (Condition("offence", "is", "{% now %}"),)
    )
    drafted(force, lead, RuleSet((hostile,)))
    page = asks(lead, "rules_draft").content.decode()
    assert "{{ 7|add:7 }} &quot;quoted&quot; &amp;" in page and "{% now %}" in page
