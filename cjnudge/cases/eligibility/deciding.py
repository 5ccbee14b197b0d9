"""Applies rules to one case in plain Python: what the SQL for whole tables is held against."""

NO_RULE = "No rule applies."


def decide(rules, case):
    """(eligibility, reason) of a case, a dict of field keys; None or no key: not recorded."""
    number, missing = decided_by(rules, case)
    if not number:
        return "unknown", NO_RULE
    rule = rules.rules[number - 1]
    return ("unknown", not_recorded(missing)) if missing else (rule.result, rule.reason)


def decided_by(rules, case):
    """(number of the rule that decides, the condition it misses a value for or None); (0, None) where none does."""
    for number, rule in enumerate(rules.rules, 1):
        answers = [holds(condition, case.get(condition.field)) for condition in rule.conditions]
        if False in answers:
            continue
        if None not in answers:
            return number, None
        if rule.if_missing == "unknown":
            return number, rule.conditions[answers.index(None)]
    return 0, None


def not_recorded(condition):
    """The reason for a case that lacks the value a condition asks for."""
    return f"{condition.title} is not recorded."


def holds(condition, value):
    """True, False, or None where the value is not recorded, which only two operators can answer."""
    if condition.operator in ("is_missing", "is_given"):
        return (value is None) == (condition.operator == "is_missing")
    return None if value is None else _COMPARE[condition.operator](value, condition.values)


_COMPARE = {
    "is": lambda value, wanted: value == wanted[0],
    "is_not": lambda value, wanted: value != wanted[0],
    "is_one_of": lambda value, wanted: value in wanted,
    "is_none_of": lambda value, wanted: value not in wanted,
    "at_most": lambda value, wanted: value <= wanted[0],
    "at_least": lambda value, wanted: value >= wanted[0],
}
