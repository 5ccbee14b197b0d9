"""Figures and months as the quality page writes them."""

from cjnudge.disclosure import CASE_THRESHOLD, HIDDEN, shown_count
from cjnudge.periods import period_label

FEW = f"fewer than {CASE_THRESHOLD}"
# A part of a whole is hidden also where the rest is small, so that which of the two it is must not be said of outcomes:
# "all of these were resolved" is something about each of them.
KEPT_BACK = "hidden"
NEARLY_NONE, NEARLY_ALL = f"none or {FEW}", "all or nearly all"
LEAST_TO_LEAN = 2 * CASE_THRESHOLD  # of fewer, the part and the rest may both be small


def percent(share):
    """ "12 %", of a share that may be shown."""
    return f"{100 * share:.0f} %"


def number(count):
    """ "1,230", or "fewer than 5" for a hidden count."""
    return FEW if count is HIDDEN else f"{count:,}"


def lean(part, whole):
    """NEARLY_ALL or NEARLY_NONE of a whole, or "" where neither can be said.

    For how often a column is filled in, which is about recording and not about anybody. It tells no more than a count
    that is hidden as "fewer than 5" does: which side has 0 to 4.
    """
    if shown_count(whole, published=False) is HIDDEN or whole < LEAST_TO_LEAN:
        return ""
    if whole - part < CASE_THRESHOLD:
        return NEARLY_ALL
    return NEARLY_NONE if part < CASE_THRESHOLD else ""


def month_name(day):
    return period_label(day, "month")


def listed(names):
    """ "a, b and c"."""
    names = list(names)
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def of(part, whole, noun):
    """ "3 of 24 months look", with the verb that fits; "no" for none."""
    return f"{part if part else 'None'} of {whole} {noun} {'looks' if part == 1 else 'look'}"
