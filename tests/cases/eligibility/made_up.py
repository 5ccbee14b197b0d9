"""Rule sets and cases drawn by chance from a seed: every field, operator, missing value and list."""

import random
from datetime import date, timedelta

from cjnudge.cases.eligibility import FIELDS_OF_RULES, RESULTS, Condition, Rule, RuleSet
from cjnudge.cases.eligibility.conditions import OF_LISTS, WITHOUT_VALUE, operators_for

TEXTS = ("8/6", "30C", "105/1", "it's", 'a "quoted" one', "%", "$rule_1_1_1", "'; DROP TABLE cases; --")
FIRST = date(2025, 1, 1)


def value_of(source, field):
    """A value as a case has it."""
    if field.kind == "whole":
        return source.randint(0, 6)
    if field.kind == "day":
        return FIRST + timedelta(days=source.randint(0, 9))
    return source.choice(field.choices or TEXTS)


def case(source):
    """A case in which about a third of the values are not recorded."""
    return {
        key: None if source.random() < 0.3 else value_of(source, field)
        for key, field in FIELDS_OF_RULES.items()
    }


def condition(source):
    field = source.choice(list(FIELDS_OF_RULES.values()))
    operator = source.choice(operators_for(field.key))
    if operator in WITHOUT_VALUE:
        return Condition(field.key, operator)
    if operator in OF_LISTS:
        wanted = sorted({written(value_of(source, field)) for _ in range(source.randint(1, 4))})
        return Condition(field.key, operator, tuple(wanted))
    return Condition(field.key, operator, written(value_of(source, field)))


def written(value):
    return value.isoformat() if isinstance(value, date) else value


def rule_set(source):
    return RuleSet(
        tuple(
            Rule(
                source.choice(RESULTS),
                f"reason {number}",
                tuple(condition(source) for _ in range(source.randint(0 if number > 2 else 1, 3))),
                source.choice(("unknown", "skip")),
            )
            for number in range(1, source.randint(2, 8))
        )
    )


def seeded(number):
    return random.Random(number)  # noqa: S311 - made-up data, no secret
