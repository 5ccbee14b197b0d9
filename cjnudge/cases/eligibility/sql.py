"""Rules as DuckDB expressions over the columns of cases. Every value is bound by name; none is ever in the text.

In SQL `a AND b` is false where one is false, else null where one is null: exactly whether a rule fails, cannot be
told, or holds.
"""

from .conditions import FIELDS_OF_RULES
from .deciding import NO_RULE, not_recorded

_SIGNS = {
    "is": "=",
    "is_not": "<>",
    "at_most": "<=",
    "at_least": ">=",
    "is_one_of": "IN",
    "is_none_of": "NOT IN",
}


def as_sql(rules):
    """(eligibility, reason, parameters): two expressions and the dict of named parameters for both together.

    Bind them in one statement that uses both expressions: DuckDB refuses a parameter that it does not need.
    """
    parts, parameters = _parts(rules)
    eligibility, reason = ["CASE"], ["CASE"]
    for number, (rule, test, gaps) in enumerate(parts, 1):
        eligibility.append(f"WHEN {test} THEN {_bound(f'rule_{number}_result', rule.result, parameters)}")
        reason.append(f"WHEN {test} THEN {_bound(f'rule_{number}_reason', rule.reason, parameters)}")
        if rule.if_missing == "unknown" and gaps:
            eligibility.append(f"WHEN ({test}) IS NULL THEN 'unknown'")
            reason.append(f"WHEN ({test}) IS NULL THEN {_gap_reason(number, gaps, parameters)}")
    if not parts:
        return "'unknown'", _bound("rule_none", NO_RULE, parameters), parameters
    eligibility.append("ELSE 'unknown' END")
    reason.append(f"ELSE {_bound('rule_none', NO_RULE, parameters)} END")
    return " ".join(eligibility), " ".join(reason), parameters


def decided_by_sql(rules, prefix="rule"):
    """(expression, parameters): the number of the rule that decides, negative for want of a value, 0 for none."""
    parts, parameters = _parts(rules, prefix)
    branches = []
    for number, (rule, test, gaps) in enumerate(parts, 1):
        branches.append(f"WHEN {test} THEN {number}")
        if rule.if_missing == "unknown" and gaps:
            branches.append(f"WHEN ({test}) IS NULL THEN {-number}")
    return f"CASE {' '.join(branches)} ELSE 0 END" if branches else "0", parameters


def _parts(rules, prefix="rule"):
    """([(rule, its test, its conditions that a missing value leaves open)], parameters of the tests)."""
    parameters, parts = {}, []
    for number, rule in enumerate(rules.rules, 1):
        tests = [
            _test(condition, f"{prefix}_{number}_{position}", parameters)
            for position, condition in enumerate(rule.conditions, 1)
        ]
        gaps = [one for one in rule.conditions if one.operator in _SIGNS]
        parts.append((rule, f"({' AND '.join(tests)})" if tests else "true", gaps))
    return parts, parameters


def _test(condition, name, parameters):
    column = _column(condition)
    if condition.operator in ("is_missing", "is_given"):
        return f"{column} IS {'NULL' if condition.operator == 'is_missing' else 'NOT NULL'}"
    bound = [_bound(f"{name}_{place}", value, parameters) for place, value in enumerate(condition.values, 1)]
    values = f"({', '.join(bound)})" if "IN" in _SIGNS[condition.operator] else bound[0]
    return f"{column} {_SIGNS[condition.operator]} {values}"


def _column(condition):
    """The quoted column; only names of the table of fields ever stand in the text."""
    return f'"{FIELDS_OF_RULES[condition.field].key}"'


def _gap_reason(number, gaps, parameters):
    """The first condition, in order, whose value is not recorded."""
    branches = [
        f"WHEN {_column(one)} IS NULL THEN {_bound(f'rule_{number}_gap_{place}', not_recorded(one), parameters)}"
        for place, one in enumerate(gaps, 1)
    ]
    return f"CASE {' '.join(branches)} END"


def _bound(name, value, parameters):
    parameters[name] = value
    return f"${name}"
