"""The months of a plan: which day lies in which, when each ends, and when its cases have been followed.

A plan's periods are calendar months, numbered from 1 at `first_period`.
"""

from datetime import date, timedelta

from cjnudge.periods import add_months, period_end, period_label


def usual_first_month(on):
    """ISO first day of the month with which figures begin by default: a year before the next whole month."""
    return add_months(on, 1 - 12).isoformat()


def months_of(plan):
    """First days (ISO) of the plan's periods, the first of them period 1."""
    first = date.fromisoformat(plan.first_period)
    return tuple(add_months(first, number).isoformat() for number in range(plan.periods))


def period_of(plan, day):
    """Number of the period in which a day lies; None before the first and after the last."""
    first = date.fromisoformat(plan.first_period)
    number = (day.year - first.year) * 12 + day.month - first.month + 1
    return number if 1 <= number <= plan.periods else None


def first_day_of(plan, period):
    """First day of a period, by its number; also of one before the first or after the last."""
    return add_months(date.fromisoformat(plan.first_period), period - 1)


def end_of_period(plan, period):
    """Last day of a period, by its number."""
    return period_end(first_day_of(plan, period), "month")


def mature_on(plan, period, follow_up_days=None):
    """The first day on which every case entered up to the end of that period has been followed.

    follow_up_days: of another outcome than the primary, whose own is taken otherwise.
    """
    days = plan.follow_up_days if follow_up_days is None else follow_up_days
    return end_of_period(plan, period) + timedelta(days=days)


def label_of(plan, period):
    """The period in words: "March 2024"."""
    return period_label(first_day_of(plan, period), "month")
