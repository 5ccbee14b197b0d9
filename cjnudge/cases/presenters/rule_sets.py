"""Rule sets as their pages show them."""

from cjnudge.accounts.models import User
from cjnudge.cases.eligibility import FIELDS_OF_RULES, IF_MISSING, faults, read_rules
from cjnudge.cases.operations.rule_sets import token

COLOURS = {"eligible": "green", "conditional": "blue", "not eligible": "orange", "unknown": "grey"}


def version_page(version):
    """What a page shows of one version: its rules in words, what is wrong with it, and who wrote and approved it."""
    rules = read_rules(version.body)
    return {
        "version": version,
        "token": token(version),
        "rules": [rule_line(number, rule, len(rules.rules)) for number, rule in enumerate(rules.rules, 1)],
        "faults": [] if version.is_approved else faults(rules),
        "writer": name_of(version.written_by_id),
        "approver": name_of(version.approved_by_id) if version.is_approved else "",
    }


def rule_line(number, rule, of):
    """One rule as a page lists it."""
    asks = any(condition.operator not in ("is_missing", "is_given") for condition in rule.conditions)
    return {
        "number": number,
        "first": number == 1,
        "last": number == of,
        "clauses": [condition.in_words() for condition in rule.conditions],
        "result": rule.result,
        "colour": COLOURS[rule.result],
        "reason": rule.reason,
        "if_missing": IF_MISSING[rule.if_missing] if asks else "",
    }


def fields_to_use():
    """[[title, what it may be]] of the fields that rules can ask."""
    return [[field.title, _may_be(field)] for field in FIELDS_OF_RULES.values()]


def _may_be(field):
    if field.kind == "choice":
        return ", ".join(field.choices)
    if field.kind == "whole":
        return f"a whole number, 0 to {field.most:,}"
    return "a day" if field.kind == "day" else "as it stands in the cases"


def name_of(user_id):
    """The person's name, for members of the force."""
    return User.objects.filter(pk=user_id).values_list("name", flat=True).first() or "somebody who has left"
