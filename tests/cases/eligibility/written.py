"""Rules that tests write: made-up ones, of no force's matrix."""

from cjnudge.cases.eligibility import Condition, Rule, RuleSet
from cjnudge.cases.operations.rule_sets import approve_rules, start_rules, token
from tests.people import NOW

REFUSED = Rule("not eligible", "Indictable only.", (Condition("indictable_only", "is", "yes"),))
ALLOWED = Rule(
    "eligible", "Low gravity and admitted.",
    (Condition("gravity", "at_most", 3), Condition("admission", "is_one_of", ("admitted", "responsibility accepted"))),
)  # fmt: skip
RULES = RuleSet((REFUSED, ALLOWED))


def drafted(force, by, rules=RULES):
    return start_rules(force=force, rules=rules, reason="The policy was agreed.", by=by, at=NOW)


def approved(force, by, second, rules=RULES):
    draft = drafted(force, by, rules)
    return approve_rules(draft=draft, base=token(draft), by=second, at=NOW)
