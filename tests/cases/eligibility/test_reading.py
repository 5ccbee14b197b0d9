"""A text becomes rules or a refusal in words, and rules that cannot be used say why."""

import json
from importlib.resources import files

import pytest

from cjnudge.cases.eligibility import (
    FIELDS_OF_RULES,
    Condition,
    Rule,
    RuleSet,
    RulesUnreadable,
    faults,
    read_rules,
)
from cjnudge.cases.eligibility.conditions import condition_faults
from cjnudge.cases.eligibility.reading import LARGEST
from cjnudge.cases.extract.fields import FIELDS
from tests.cases.eligibility.made_up import rule_set, seeded
from tests.cases.eligibility.written import RULES


def text_of(rules=None, **changes):
    return json.dumps({"format": 1, "rules": rules if rules is not None else [], **changes})


def test_rules_come_back_as_they_were_written():
    for number in range(200):
        rules = rule_set(seeded(number))
        assert read_rules(rules.canonical()) == rules
        assert read_rules(rules.readable()) == rules


def test_same_rules_give_the_same_text():
    assert read_rules(RULES.readable()).canonical() == RULES.canonical()


ONE = {"result": "eligible", "reason": "Yes.", "conditions": []}


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[]", "null", "1", "[" * 100_000, '"' + "x" * LARGEST + '"', text_of(format=2), text_of(more=1),
        text_of(format=True), text_of(format=1.0), text_of("rules"), text_of([1]), text_of([{}]),
        text_of([ONE | {"reason": 1}]), text_of([ONE | {"if_missing": None}]), text_of([ONE | {"more": 1}]),
        text_of([ONE | {"conditions": [{"field": "gravity"}]}]),
        text_of([ONE | {"conditions": [{"field": "gravity", "operator": "is", "value": 1.5}]}]),
        text_of([ONE | {"conditions": [{"field": "gravity", "operator": "is", "value": True}]}]),
        text_of([ONE | {"conditions": [{"field": "gravity", "operator": "is", "value": {}}]}]),
        text_of([ONE | {"conditions": [{"field": "gravity", "operator": "is_one_of", "value": [[1]]}]}]),
        text_of([ONE | {"conditions": [{"field": "gravity", "operator": "is", "value": float("nan")}]}]),
        '{"format": 1, "rules": [], "rules": []}', '{"format": 1, "rules": ' + "9" * 5000 + "}",
    ],
)  # fmt: skip
def test_text_that_is_no_rule_set_is_refused_in_words(text):
    with pytest.raises(RulesUnreadable) as refusal:
        read_rules(text)
    assert str(refusal.value).endswith((".", "1", "version."))


@pytest.mark.parametrize("key", sorted(set(FIELDS) - set(FIELDS_OF_RULES)))
def test_rule_cannot_ask_what_follows_the_decision_or_who_the_person_is(key):
    assert "cannot be used" in condition_faults(Condition(key, "is_given"))[0]


def test_outcomes_and_protected_characteristics_are_among_what_cannot_be_asked():
    refused = set(FIELDS) - set(FIELDS_OF_RULES)
    after = {"outcome", "outcome_on", "first_outcome", "conditions", "reoffended_on", "victim_consulted"}
    assert after | {"sex", "ethnicity", "unit", "suspect", "officer", "crime"} <= refused


@pytest.mark.parametrize(
    "field, operator, value",
    [
        ("gravity", "is", "3"), ("gravity", "is", -1), ("gravity", "at_most", 21), ("gravity", "is", None),
        ("gravity", "is_one_of", 3), ("gravity", "is_one_of", ()), ("gravity", "is_one_of", (3, 3)),
        ("gravity", "is_one_of", tuple(range(301))), ("gravity", "is_missing", 3), ("gravity", "like", 3),
        ("admission", "is", "Admitted"), ("admission", "at_least", "admitted"), ("offence", "is", ""),
        ("offence", "is", " 8/6"), ("offence", "is", "8/6,8/7"), ("offence", "is", "a\u202eb"),
        ("offence", "is", "x" * 121), ("offence", "is", 8), ("offence", "is", "<code>"),
        ("entry_on", "is", "2025-04-01"),
        ("entry_on", "at_least", "2025-02-30"), ("entry_on", "at_least", "20250401"), ("entry_on", "at_most", 5),
        ("entry_on", "at_least", "2025-04-01T00:00"), ("shoe_size", "is", 8),
    ],
)  # fmt: skip
def test_condition_that_cannot_be_used_says_what_to_do(field, operator, value):
    [fault] = condition_faults(Condition(field, operator, value))
    assert fault.endswith(".")


def test_empty_rule_set_cannot_be_approved():
    assert faults(RuleSet()) == ["There is no rule yet: every case would be unknown. Add at least one."]


def test_rules_behind_one_that_decides_everything_are_named():
    [fault] = faults(RuleSet((Rule("unknown", "Always."), *RULES.rules)))
    assert fault.startswith("Rule 1 has no condition and decides every case")


def test_catch_all_at_the_end_is_sound():
    assert faults(RuleSet((*RULES.rules, Rule("not eligible", "Nothing else allows it.")))) == []


def test_shipped_example_can_be_read_but_never_used_as_it_is():
    example = read_rules((files("cjnudge.cases.eligibility") / "example.json").read_text("utf-8"))
    assert len(example.rules) == 3
    assert all(any(f"Rule {number}." in fault for fault in faults(example)) for number in (1, 2, 3))
    values = [condition.value for rule in example.rules for condition in rule.conditions]
    assert "<" in str(values) and not any(type(value) is int for value in values)


def test_rule_reads_as_a_sentence():
    rule = Rule(
        "conditional", "x",
        (
            Condition("gravity", "at_most", 3), Condition("offence", "is_one_of", ("8/6", "8/7", "9")),
            Condition("entry_on", "at_least", "2025-04-01"), Condition("hate", "is_missing"),
        ),
    )  # fmt: skip
    assert rule.in_words() == (
        "If Gravity score is at most 3 and Offence code is one of 8/6, 8/7 or 9 and Entry date is on or after 1 April "
        "2025 and Hate crime flag is not recorded: conditional."
    )
