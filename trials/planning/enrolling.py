"""What is asked of a case that is enrolled, and the attributes that its arm may depend on."""

from trials.planning.allocated import rule_in_turn
from trials.stats.allocation_in_turn import STRATUM

UNIT = "unit"
LONGEST = 40  # of a value that is typed: long enough for "common assault", too short for a story


class EnrolmentRefused(ValueError):
    """`field` of the form is wrong; the text says what to type instead."""

    def __init__(self, field, words):
        super().__init__(words)
        self.field = field


def asked(plan):
    """Names of the factors that somebody types for each case: what follows from the unit is not asked."""
    known = {UNIT, STRATUM, *(name for name, _ in plan.units[0].covariates)}
    return tuple(name for name in rule_in_turn(plan).factors if name not in known)


def attributes_of(plan, given):
    """{name: text} of a case: its unit, the unit's own attributes, and what was typed for each factor.

    given: {"unit": name, factor: typed}. Raises EnrolmentRefused for an unknown unit and for a gap.
    """
    unit = next((one for one in plan.units if one.name == given.get(UNIT)), None)
    if unit is None:
        raise EnrolmentRefused(UNIT, "Choose the unit in which the decision is made.")
    own = {name: str(value) for name, value in unit.covariates}
    attributes = {UNIT: unit.name, STRATUM: unit.stratum or unit.name}
    for name in rule_in_turn(plan).factors:
        if name not in attributes:
            attributes[name] = own[name] if name in own else _typed(name, given.get(name, ""))
    return attributes


def _typed(name, value):
    """One spelling for what is meant to be the same: case and blanks do not make another level."""
    text = " ".join(value.split()).lower()
    if not text:
        raise EnrolmentRefused(name, f"Give the case's {name}.")
    if len(text) > LONGEST:
        raise EnrolmentRefused(name, f"Write the case's {name} in {LONGEST} characters at most.")
    return text
