"""A practice force with a past of ten teams, as tests of the assistant's pages need it."""

from datetime import date, timedelta
from random import Random

from cjnudge.periods import add_months
from tests.cases.case_snapshots import case, case_snapshot

AS_AT = date(2026, 10, 31)
FIRST = date(2025, 1, 1)
TEAMS = [f"Team {number:02d}" for number in range(10)]


def past_of_teams(force, *, months=14, cases=12, teams=TEAMS, as_at=AS_AT, seed=3, gravity=False, fields=()):
    """A case extract: every case followed for 120 days, three in ten resolved out of court, more in some teams."""
    source, rows = Random(seed), []
    for place, team in enumerate(teams):
        for number in range(months):
            month = add_months(FIRST, number)
            rows += [one_case(source, team, place, month) for _ in range(cases)]
    if gravity:
        rows = [{**row, "gravity": 4 if source.random() < 0.2 else 1} for row in rows]
    return case_snapshot(force, rows, as_at=as_at, fields=fields)


def one_case(source, team, place, month):
    entry = month + timedelta(days=int(source.random() * 28))
    drawn, share = source.random(), 0.22 + 0.02 * place
    outcome = "8" if drawn < share else "1" if drawn < 0.75 else "16" if drawn < 0.95 else None
    on = entry + timedelta(days=10 + int(source.random() * 90)) if outcome else None
    return case(entry, outcome, on, unit=team)
