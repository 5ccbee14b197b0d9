"""One row stands for a decision about several crimes, and the order of rows and files does not choose it."""

from datetime import date
from itertools import permutations
from types import SimpleNamespace

import pytest

from cjnudge.cases.eligibility import Condition, Rule, RuleSet
from cjnudge.cases.storage import store
from cjnudge.cases.storage.case_parts import contents_of_cases, write_cases
from cjnudge.cases.storage.case_together import with_shared_decisions
from cjnudge.cases.storage.duck import connection
from cjnudge.cases.storage.parts import MadePart
from cjnudge.cases.storage.rewriting import promoted_rows
from cjnudge.cases.storage.schema import from_parts
from tests.cases.case_snapshots import person
from tests.cases.keyed_snapshots import write_piece

pytestmark = pytest.mark.usefixtures("own_store")
RULES = RuleSet(
    (
        Rule("not eligible", "Grave.", (Condition("gravity", "at_least", 3),)),
        Rule("conditional", "Middling.", (Condition("gravity", "at_least", 2),)),
        Rule("eligible", "Light."),
    )
)


def row(crime, gravity, unit="A"):
    decided = {"outcome": "8", "outcome_on": date(2026, 1, 9), "suspect": person(1)}
    return {"entry_on": date(2026, 1, 5), "unit": unit, "crime": person(crime), "gravity": gravity, **decided}


LIGHT, MIDDLING, UNKNOWN, GRAVE = row(2, 1), row(3, 2), row(4, None), row(5, 4)


def made(rows, number=0):
    with store.writing() as piece, store.writing() as written:
        write_piece(piece, rows)
        write_cases([piece], written, SimpleNamespace(body=RULES.canonical(), number=1))
        contents = contents_of_cases(written, ("suspect", "crime", "gravity"))
        part_hash = store.keep(written)
    return MadePart(f"{number}.csv", f"{number:064x}", "{}", part_hash, contents)


def standing(*parts):
    """[(crime, eligibility)] of the rows that stand for a decision."""
    query = (
        f"SELECT crime, eligibility FROM {from_parts([one.path for one in parts])} WHERE first_of_decision"
    )
    with connection() as duck:
        return [(crime.int, eligibility) for crime, eligibility in duck.execute(query).fetchall()]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((LIGHT, MIDDLING, UNKNOWN, GRAVE), (5, "not eligible")),
        ((LIGHT, MIDDLING, UNKNOWN), (4, "unknown")),
        ((LIGHT, MIDDLING), (3, "conditional")),
        ((row(7, 1, "B"), row(6, 1, "B"), row(8, 1, "C")), (6, "eligible")),
    ],
)
def test_least_favourable_row_stands_for_its_decision_in_any_order(rows, expected):
    for order in permutations(rows):
        assert standing(made(order)) == [expected]


def test_least_favourable_row_stands_for_a_decision_of_several_files():
    for order in list(permutations((LIGHT, MIDDLING, GRAVE, UNKNOWN)))[::4]:  # each of them comes first
        parts = [made(order[:2], 1), made(order[2:], 2)]
        assert standing(*with_shared_decisions(parts)) == [(5, "not eligible")]


def test_next_least_favourable_row_takes_over_from_one_that_leaves():
    for order in permutations((LIGHT, UNKNOWN, GRAVE)):
        part = made(order)
        left = promoted_rows([part.path], {part.path: [order.index(GRAVE)]})
        assert left == {part.path: [order.index(UNKNOWN)]}


def test_every_row_without_a_suspect_is_a_decision_of_its_own():
    rows = [{**one, "suspect": None} for one in (LIGHT, GRAVE)]
    assert sorted(standing(made(rows))) == [(2, "eligible"), (5, "not eligible")]
