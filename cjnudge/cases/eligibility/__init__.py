"""A force's own eligibility rules as values: read, described, applied to a case or to a table of cases.

A rule set is a list of rules in order. The first rule whose conditions all hold decides a case; where none does, its
eligibility is unknown. No gravity matrix is shipped: the scores and offences are the force's to enter.
"""

from .conditions import FIELDS_OF_RULES, OPERATORS, Condition
from .deciding import NO_RULE, decide
from .reading import RulesUnreadable, read_rules
from .rules import IF_MISSING, MOST_RULES, RESULTS, Rule, RuleSet, faults
from .sql import as_sql, decided_by_sql

__all__ = [
    "FIELDS_OF_RULES",
    "IF_MISSING",
    "MOST_RULES",
    "NO_RULE",
    "OPERATORS",
    "RESULTS",
    "Condition",
    "Rule",
    "RuleSet",
    "RulesUnreadable",
    "as_sql",
    "decide",
    "decided_by_sql",
    "faults",
    "read_rules",
]
