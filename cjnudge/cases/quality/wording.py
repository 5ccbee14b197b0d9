"""Figures and months as the quality page writes them."""

from cjnudge.disclosure import CASE_THRESHOLD, HIDDEN
from cjnudge.periods import period_label

FEW = f"fewer than {CASE_THRESHOLD}"


def percent(share):
    """ "12 %", of a share that may be shown."""
    return f"{100 * share:.0f} %"


def number(count):
    """ "1,230", or "fewer than 5" for a hidden count."""
    return FEW if count is HIDDEN else f"{count:,}"


def month_name(day):
    return period_label(day, "month")


def listed(names):
    """ "a, b and c"."""
    names = list(names)
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def of(part, whole, noun):
    """ "3 of 24 months look", with the verb that fits; "no" for none."""
    return f"{part if part else 'None'} of {whole} {noun} {'looks' if part == 1 else 'look'}"
