"""What a draft would change, counted on the cases of a snapshot and shown without small counts."""

from collections import Counter

import pytest
from django.test import Client
from django.urls import reverse

from cjnudge.cases.eligibility import Condition, Rule, RuleSet, decide
from cjnudge.cases.queries import rule_changes
from cjnudge.cases.queries.rule_changes import case_snapshots, changes, tables
from tests.cases.case_snapshots import case, case_snapshot
from tests.cases.eligibility.written import ALLOWED, RULES, approved, drafted

FEW = "too few to show"
STRICTER = RuleSet((*RULES.rules[:1], Rule("eligible", "Very low.", (Condition("gravity", "at_most", 1),))))


def cases():
    """23 cases of low gravity, 12 of gravity 3, 3 indictable only and one with nothing recorded."""
    kinds = ((23, 1, "no"), (12, 3, "no"), (3, 1, "yes"), (1, None, None))
    return [
        case("2026-01-05", gravity=gravity, indictable_only=flag, admission="admitted")
        for number, gravity, flag in kinds
        for _ in range(number)
    ]


@pytest.fixture
def snapshot(force):
    return case_snapshot(force, cases())


def exactly(number):
    return number


def counted(rules):
    return Counter(decide(rules, one)[0] for one in cases())


def test_counts_are_those_of_each_case_judged_by_itself(snapshot):
    found = changes(snapshot, RULES, STRICTER, counted=exactly)
    for result, number in counted(RULES).items():
        assert found.now(result) == number
    for result, number in counted(STRICTER).items():
        assert found.then(result) == number
    assert found.moves["eligible", "unknown"] == 12
    assert found.decided == {1: 3, 2: 23, 0: 12, -1: 1}


def test_before_any_approval_every_case_is_unknown(snapshot):
    assert changes(snapshot, None, RULES, counted=exactly).now("unknown") == len(cases())


def test_case_with_several_crimes_is_counted_once(force):
    again = [one | {"first_of_decision": False} for one in cases()]
    found = changes(case_snapshot(force, cases() + again), RULES, STRICTER, counted=exactly)
    assert sum(found.moves.values()) == len(cases())


def test_small_counts_are_hidden_and_others_rounded(snapshot):
    shown = tables(changes(snapshot, RULES, STRICTER), STRICTER)
    assert ["Eligible", "35", "25"] in shown["both"]
    assert ["Not eligible", FEW, FEW] in shown["both"]
    assert [row for row in shown["moves"] if row[2] != FEW] == [["Eligible", "Unknown", "10"]]
    assert [row[2:] for row in shown["rules"]] == [[FEW, FEW], ["25", FEW], ["10", ""]]


def test_field_that_hardly_any_case_has_is_named(snapshot):
    asks = RuleSet((Rule("not eligible", "Hate.", (Condition("hate", "is", "yes"),), "skip"), ALLOWED))
    assert changes(snapshot, None, asks).empty == ["Hate crime flag"]


def test_snapshot_that_is_too_large_erased_or_of_another_force_is_not_offered(
    force, other_force, monkeypatch
):
    small = case_snapshot(force, cases())
    case_snapshot(other_force, cases()[:5])
    assert case_snapshots(force) == [small]
    monkeypatch.setattr(rule_changes, "MOST_ROWS", 10)
    assert case_snapshots(force) == []


def test_page_counts_the_newest_snapshot_and_says_which_version(force, lead, evaluator, snapshot):
    approved(force, lead, evaluator)
    drafted(force, lead, STRICTER)
    client = Client()
    client.force_login(lead)
    page = client.get(reverse("cases:rules_changes", args=[force.slug]))
    assert b"by version 1, which is in force" in page.content
    assert page.context["tables"]["both"][0] == ["Eligible", "35", "25"]
    odd = client.get(reverse("cases:rules_changes", args=[force.slug]), {"snapshot": "x"})
    assert odd.status_code == 200 and "tables" not in odd.context
