"""Nobody finds a hidden count by writing one draft after another."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from cjnudge.cases.eligibility import Condition, Rule, RuleSet
from cjnudge.cases.queries import rule_changes
from cjnudge.cases.queries.rule_changes import NotTried, changes, share_apart, tables
from cjnudge.disclosure import round_to_base
from tests.cases.case_snapshots import case, case_snapshot
from tests.cases.eligibility.written import drafted

FIRST = date(2026, 1, 1)
SMALL = ("too few to show", "5", "10")
CODES = [f"{number:03d}" for number in range(40)]  # one case each: a ladder of steps of one


def on_days(force, secret):
    """60 adults, one a day, and `secret` cases of another kind, which a later draft puts with them."""
    adults = [case(FIRST + timedelta(days=place), age_band="26+", hate="no") for place in range(60)]
    return case_snapshot(force, adults + [case("2026-05-05", age_band="10-17", hate="yes")] * secret)


def until(last, with_others):
    conditions = (Condition("age_band", "is", "26+"), Condition("entry_on", "at_most", last.isoformat()))
    others = (Rule("eligible", "b", (Condition("age_band", "is", "10-17"),)),) if with_others else ()
    return RuleSet((Rule("eligible", "a", conditions), *others, Rule("not eligible", "c")))


def eligible(snapshot, draft):
    return tables(changes(snapshot, None, draft), draft)["both"][0][2]


def edge(snapshot, with_others):
    """How many days it takes until more than 10 are shown, or None where days cannot be tried."""
    for place in range(60):
        try:
            found = eligible(snapshot, until(FIRST + timedelta(days=place), with_others))
        except NotTried:
            continue
        if found not in SMALL:
            return place
    return None


def by_days(snapshot):
    return edge(snapshot, False) - edge(snapshot, True)


def by_codes(snapshot):
    """The same with lists of offence codes: which code first lifts the figure, without and with the hidden code."""
    found = []
    for hidden in ((), ("X",)):
        drafts = [
            RuleSet(
                (Rule("eligible", "a", (Condition("offence", "is_one_of", (*hidden, *CODES[:number])),)),)
            )
            for number in range(1, 41)
        ]
        figures = [eligible(snapshot, draft) for draft in drafts]
        found.append(next(place for place, figure in enumerate(figures) if figure not in SMALL))
    return found[0] - found[1]


def with_codes(force, secret):
    ladder = [case(FIRST, offence=code) for code in CODES]
    crowd = [case(FIRST, offence="039") for _ in range(30)]
    return case_snapshot(force, [*ladder, *crowd, *(case(FIRST, offence="X") for _ in range(secret))])


@pytest.fixture
def as_it_was(monkeypatch):
    """The variant that is broken: every case counts, and only the sum is hidden or rounded; any day may be tried."""
    monkeypatch.setattr(rule_changes, "as_shown", lambda number: number)
    monkeypatch.setattr(rule_changes, "_check_days", lambda draft: None)
    hide = lambda n: rule_changes.HIDDEN_WORDS if n < 5 else str(round_to_base(n))  # noqa: E731
    monkeypatch.setattr(rule_changes, "shown", hide)


@pytest.mark.parametrize("secret", [1, 4])
def test_days_and_codes_moved_one_by_one_find_nothing(force, secret):
    assert by_days(on_days(force, secret)) == 0
    assert by_codes(with_codes(force, secret)) == 0


@pytest.mark.parametrize("secret", [1, 4])
def test_same_search_finds_every_hidden_count_where_only_sums_are_protected(force, secret, as_it_was):
    assert by_days(on_days(force, secret)) == secret
    assert by_codes(with_codes(force, secret)) == secret


@pytest.mark.parametrize("secret", [1, 4])
def test_page_is_the_same_with_and_without_a_few_cases(force, secret):
    """Not even whether there are any. The share apart knows the snapshot's shown total, which no draft moves."""
    draft = until(date(2026, 2, 28), with_others=True)
    pages = []
    for few in (0, secret):
        found = changes(on_days(force, few), None, draft)
        pages.append((tables(found, draft), found.empty))
    assert pages[0] == pages[1]
    assert len(pages[0][0]["moves"]) == 12


def test_field_filled_in_for_a_few_cases_is_as_empty_as_one_filled_in_for_none(force):
    asks = RuleSet(
        (Rule("not eligible", "b", (Condition("hate", "is", "yes"),), "skip"), Rule("eligible", "a"))
    )
    for few in (0, 4):
        rows = [case(FIRST) for _ in range(20)] + [case(FIRST, hate="yes") for _ in range(few)]
        assert changes(case_snapshot(force, rows), None, asks).empty == ["Hate crime flag"]


def test_whole_months_can_be_tried_and_a_cut_one_cannot(force):
    snapshot = on_days(force, 0)
    assert eligible(snapshot, until(date(2026, 1, 31), False)) == "30"
    for operator, day in (("at_most", "2026-02-01"), ("at_least", "2026-01-02")):
        cut = RuleSet((Rule("eligible", "a", (Condition("entry_on", operator, day),)),))
        with pytest.raises(NotTried, match="Rule 1 cuts a month"):
            changes(snapshot, None, cut)
    open_ended = RuleSet((Rule("eligible", "a", (Condition("recorded_on", "is_missing"),)),))
    assert eligible(snapshot, open_ended) == "60"


def test_page_says_that_a_month_is_cut_and_what_to_do(force, lead):
    on_days(force, 0)
    drafted(force, lead, until(date(2026, 1, 15), False))
    client = Client()
    client.force_login(lead)
    page = client.get(reverse("cases:rules_changes", args=[force.slug]))
    assert page.status_code == 200 and "tables" not in page.context
    assert b"use the first day of a month" in page.content


def test_share_of_cases_in_no_figure_is_said_in_tens(force):
    rows = [case(FIRST, gravity=1) for _ in range(200)] + [case(FIRST, gravity=2) for _ in range(4)]
    asks = RuleSet((Rule("eligible", "a", (Condition("gravity", "at_most", 3),)),))
    assert share_apart(changes(case_snapshot(force, rows), None, asks)) == "Fewer than 5 %"
    rows = rows[-24:] + [case(FIRST, gravity=3) for _ in range(4)]
    assert share_apart(changes(case_snapshot(force, rows), None, asks)) == "About 30 %"
