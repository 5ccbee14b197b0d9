"""How long case rows are kept: the last day, from what a safeguards record says."""

import calendar
from datetime import timedelta

# How many days before rows are deleted the pages begin to say so: a month, for a body that meets monthly.
NOTICE_DAYS = 30


def months_after(day, months):
    """The same day of the month so many months later; the month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day.replace(year=year, month=month + 1, day=min(day.day, calendar.monthrange(year, month + 1)[1]))


def last_day_kept(*, until, months, arrived_on):
    """The last day that rows are kept which arrived on a day; None where neither a date nor months are given.

    until: a date or None; months: whole months from the day the data arrived, or None. The earlier of the two.
    """
    days = [until] if until else []
    if months:
        days.append(months_after(arrived_on, months))
    return min(days) if days else None


def is_over(last_day, today):
    """Whether rows kept until a last day have to go; never where there is none."""
    return last_day is not None and today > last_day


def notice(last_day, today):
    """What a page says of the coming end, in words, or "" while it is far off or there is none."""
    if last_day is None or last_day - today > timedelta(days=NOTICE_DAYS):
        return ""
    left = (last_day - today).days
    if left < 0:
        return "Its case rows are deleted at the next round, within the hour."
    end = {0: "today", 1: "tomorrow"}.get(left, f"in {left} days")
    return f"The last day of its case rows is {end}: after it they are deleted."
