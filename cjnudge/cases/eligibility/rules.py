"""Rules and rule sets: frozen values, their canonical text, their faults and their words."""

import json
from dataclasses import dataclass

from cjnudge.cases.extract.fields import ELIGIBILITIES
from cjnudge.characters import holds_unseen

from .conditions import Condition, condition_faults

FORMAT = 1
RESULTS = ELIGIBILITIES
# What a rule does with a case for which it cannot be told whether it holds, because a value is not recorded.
IF_MISSING = {
    "unknown": "the case is unknown",
    "skip": "the rule is passed over",
}
MOST_RULES = 60  # the longest sets of rules in use fill a page or two; a longer list is a spreadsheet
MOST_CONDITIONS = 10
LONGEST_REASON = 200


@dataclass(frozen=True)
class Rule:
    """Where all `conditions` hold (always, where there are none), the case gets `result` for `reason`."""

    result: str
    reason: str
    conditions: tuple[Condition, ...] = ()
    if_missing: str = "unknown"

    def in_words(self):
        """The rule as a sentence without its reason."""
        clauses = " and ".join(condition.in_words() for condition in self.conditions)
        return f"If {clauses}: {self.result}." if clauses else f"Every other case: {self.result}."


@dataclass(frozen=True)
class RuleSet:
    """Rules in the order in which they are tried."""

    rules: tuple[Rule, ...] = ()

    def canonical(self):
        """JSON that is the same text for the same rules."""
        body = {"format": FORMAT, "rules": [_as_dict(rule) for rule in self.rules]}
        return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    def readable(self):
        """The same as `canonical`, laid out for a person to edit."""
        return json.dumps(json.loads(self.canonical()), indent=2, ensure_ascii=False) + "\n"


def _as_dict(rule):
    conditions = [
        {"field": one.field, "operator": one.operator}
        | (
            {}
            if one.value is None
            else {"value": list(one.value) if isinstance(one.value, tuple) else one.value}
        )
        for one in rule.conditions
    ]
    return {
        "result": rule.result,
        "reason": rule.reason,
        "conditions": conditions,
        "if_missing": rule.if_missing,
    }


def faults(rules):
    """What stops a rule set from being approved, in sentences that name the rule; [] where nothing does."""
    if not rules.rules:
        return ["There is no rule yet: every case would be unknown. Add at least one."]
    return body_faults(rules) + _never_reached(rules)


def body_faults(rules):
    """What stops a rule set from being kept even as a draft."""
    if len(rules.rules) > MOST_RULES:
        return [f"There are more than {MOST_RULES} rules: join those that differ by one value only."]
    numbered = enumerate(rules.rules, 1)
    return [f"Rule {number}. {fault}" for number, rule in numbered for fault in rule_faults(rule)]


def rule_faults(rule):
    """What is wrong with one rule."""
    found = []
    if rule.result not in RESULTS:
        found.append(f"Its result must be one of {', '.join(RESULTS)}.")
    if rule.if_missing not in IF_MISSING:
        found.append("Say what happens where a value is missing: “unknown” or “skip”.")
    found += _reason_faults(rule.reason)
    if len(rule.conditions) > MOST_CONDITIONS:
        found.append(f"It has more than {MOST_CONDITIONS} conditions: write two rules.")
    return found + [fault for one in rule.conditions for fault in condition_faults(one)]


def _reason_faults(reason):
    if not reason.strip() or reason != reason.strip() or len(reason) > LONGEST_REASON:
        return [f"Give its reason in a sentence of at most {LONGEST_REASON} characters."]
    if "<" in reason or holds_unseen(reason):
        return [
            "Write the reason in plain words: it still has a placeholder or a character that cannot be seen."
        ]
    return []


def _never_reached(rules):
    for number, rule in enumerate(rules.rules[:-1], 1):
        if not rule.conditions:
            return [
                f"Rule {number} has no condition and decides every case, so the rules after it are never tried: move "
                "it to the end, or give it a condition."
            ]
    return []
