"""What is live where and when: a table of units by months, and where two things are live in one unit at once."""

from datetime import date
from itertools import combinations, islice

from cjnudge.periods import add_months, period_end, period_label, periods_between

MONTHS = 12  # a year is what fits a page
MOST_OVERLAPS = 50  # as many as anybody reads; the cells of the table show every one


def calendar_of(interventions, until):
    """Context of the calendar: the table of the twelve months up to the month of `until`, its key, and overlaps."""
    last = until.replace(day=1)
    months = periods_between(add_months(last, 1 - MONTHS), last, "month")
    shown = [one for one in interventions if any(is_live(one, month) for month in months)]
    numbers = {one.pk: number for number, one in enumerate(sorted(shown, key=order), start=1)}
    units = sorted({unit for one in shown for unit in one.units})
    return {
        "headings": [("Unit", ""), *((short_label(month), "") for month in months)],
        "rows": [[unit, *(cell(shown, numbers, unit, month) for month in months)] for unit in units],
        "key": [(numbers[one.pk], one, span_words(one)) for one in sorted(shown, key=order)],
        "caption": f"{period_label(months[0], 'month')} to {period_label(months[-1], 'month')}",
        "overlaps": list(islice(overlaps(shown), MOST_OVERLAPS)),
        "more": next(islice(overlaps(shown), MOST_OVERLAPS, None), None) is not None,
        "earlier": add_months(last, -MONTHS),
        "later": add_months(last, MONTHS),
    }


def order(one):
    return one.went_live_on, one.title


def is_live(one, month):
    """Whether it was in force on any day of the month."""
    return one.went_live_on <= period_end(month, "month") and (one.ended_on is None or one.ended_on >= month)


def cell(interventions, numbers, unit, month):
    """The numbers of what was live there then; a dash for nothing."""
    live = sorted(numbers[one.pk] for one in interventions if unit in one.units and is_live(one, month))
    return " and ".join(str(number) for number in live) or "–"


def short_label(month):
    return f"{month:%b} {month.year}"


def span_words(one):
    """ "since 3 March 2026" or "3 March 2026 to 4 May 2026"."""
    if one.ended_on:
        return f"{one.went_live_on:%-d %B %Y} to {one.ended_on:%-d %B %Y}"
    return f"since {one.went_live_on:%-d %B %Y}"


def overlaps(interventions):
    """One sentence for each two that were in force in the same unit on the same day, one after another."""
    for first, then in combinations(sorted(interventions, key=order), 2):
        if met(first, then):
            yield pair_words(first, then)


def met(first, then):
    return then.went_live_on <= (first.ended_on or date.max) and not {*first.units}.isdisjoint(then.units)


def pair_words(first, then):
    units = ", ".join(sorted({*first.units} & {*then.units}))
    return (
        f"“{first.title}” and “{then.title}” were live in {units} at the same time, from "
        f"{then.went_live_on:%-d %B %Y}: figures of these units hold both."
    )
