"""Rules in SQL and in plain Python say the same of every case, and what they say is what the rule reads."""

import pytest

from cjnudge.cases.eligibility import Condition, Rule, RuleSet, as_sql, decide, decided_by_sql, faults
from cjnudge.cases.eligibility.deciding import decided_by
from cjnudge.cases.extract.fields import PIECE_COLUMNS
from cjnudge.cases.storage.duck import connection
from tests.cases.eligibility.made_up import TEXTS, case, rule_set, seeded

CASES = 400
COLUMNS = {name: PIECE_COLUMNS[name] for name in case(seeded(0))}


@pytest.fixture(scope="module")
def cases():
    source = seeded(20)
    return [case(source) for _ in range(CASES)]


@pytest.fixture(scope="module")
def duck(cases):
    with connection() as opened:
        columns = ", ".join(f'"{name}" {kind}' for name, kind in COLUMNS.items())
        opened.execute(f"CREATE TABLE cases (place INTEGER, {columns})")
        marks = ", ".join("?" * (len(COLUMNS) + 1))
        rows = [[number, *(one[name] for name in COLUMNS)] for number, one in enumerate(cases)]
        opened.executemany(f"INSERT INTO cases VALUES ({marks})", rows)  # noqa: S608 - marks only
        yield opened


def in_sql(duck, rules, made=as_sql):
    eligibility, reason, parameters = made(rules)
    query = f"SELECT {eligibility}, {reason} FROM cases ORDER BY place"  # noqa: S608
    return duck.execute(query, parameters).fetchall()


def disagreements(duck, cases, rule_sets, made=as_sql):
    return sum(
        found != decide(rules, one)
        for rules in rule_sets
        for found, one in zip(in_sql(duck, rules, made), cases, strict=True)
    )


def drawn(first, number):
    return [rule_set(seeded(first + index)) for index in range(number)]


def test_sql_decides_every_case_as_plain_python_does(duck, cases):
    assert disagreements(duck, cases, drawn(0, 60)) == 0  # 24,000 decisions


@pytest.mark.on_demand
def test_sql_decides_every_case_as_plain_python_does_at_length(duck, cases):
    assert disagreements(duck, cases, drawn(1000, 2000)) == 0


def test_comparison_finds_sql_that_takes_a_missing_value_for_a_no(duck, cases):
    def careless(rules):
        eligibility, reason, parameters = as_sql(rules)
        return eligibility.replace(" IS NULL THEN 'unknown'", " AND false THEN 'unknown'"), reason, parameters

    assert disagreements(duck, cases, drawn(0, 20), careless) > 0


def test_number_of_the_deciding_rule_is_the_same_in_sql(duck, cases):
    for rules in drawn(500, 10):
        expression, parameters = decided_by_sql(rules)
        found = duck.execute(f"SELECT {expression} FROM cases ORDER BY place", parameters).fetchall()  # noqa: S608
        wanted = [decided_by(rules, one) for one in cases]
        assert [row[0] for row in found] == [-number if gap else number for number, gap in wanted]


def test_no_value_of_a_rule_stands_in_the_sql():
    rules = RuleSet(
        tuple(Rule("eligible", f"because {text}", (Condition("offence", "is", text),)) for text in TEXTS)
    )
    eligibility, reason, parameters = as_sql(rules)
    assert not [text for text in TEXTS if text in eligibility + reason and not text.startswith("$")]
    assert "because" not in eligibility + reason
    assert set(TEXTS) <= set(parameters.values())


NOT_ELIGIBLE = Rule("not eligible", "Indictable only.", (Condition("indictable_only", "is", "yes"),))
ELIGIBLE = Rule("eligible", "Low gravity.", (Condition("gravity", "at_most", 3),))


def test_first_rule_that_holds_decides():
    case = {"indictable_only": "yes", "gravity": 1}
    assert decide(RuleSet((NOT_ELIGIBLE, ELIGIBLE)), case) == ("not eligible", "Indictable only.")
    assert decide(RuleSet((ELIGIBLE, NOT_ELIGIBLE)), case) == ("eligible", "Low gravity.")


def test_case_that_no_rule_fits_is_unknown():
    assert decide(RuleSet((ELIGIBLE,)), {"gravity": 4}) == ("unknown", "No rule applies.")
    assert decide(RuleSet(), {"gravity": 4}) == ("unknown", "No rule applies.")


def test_case_that_lacks_what_an_earlier_refusal_asks_does_not_become_eligible():
    rules = RuleSet((NOT_ELIGIBLE, ELIGIBLE))
    assert decide(rules, {"gravity": 1}) == ("unknown", "Indictable-only flag is not recorded.")


def test_rule_that_says_skip_is_passed_over_where_a_value_is_missing():
    skipping = Rule(NOT_ELIGIBLE.result, NOT_ELIGIBLE.reason, NOT_ELIGIBLE.conditions, "skip")
    assert decide(RuleSet((skipping, ELIGIBLE)), {"gravity": 1}) == ("eligible", "Low gravity.")


def test_rule_that_fails_anyway_does_not_ask_for_a_missing_value():
    both = Rule(
        "not eligible", "Grave.", (Condition("gravity", "at_least", 4), Condition("hate", "is", "yes"))
    )
    rules = RuleSet((both, ELIGIBLE))
    assert decide(rules, {"gravity": 1}) == ("eligible", "Low gravity.")
    assert decide(rules, {"gravity": 5}) == ("unknown", "Hate crime flag is not recorded.")


@pytest.mark.parametrize(
    "operator, value, missing",
    [
        ("is", "8/6", None), ("is_not", "8/6", None), ("is_one_of", ("8/6",), None),
        ("is_none_of", ("8/6",), None), ("is_missing", None, True), ("is_given", None, False),
    ],
)  # fmt: skip
def test_condition_on_a_missing_value_never_holds_but_for_is_missing(operator, value, missing):
    rules = RuleSet((Rule("eligible", "Yes.", (Condition("offence", operator, value),), "skip"),))
    assert decide(rules, {}) == (("eligible", "Yes.") if missing else ("unknown", "No rule applies."))


def test_drawn_rule_sets_are_of_the_kind_a_person_may_write():
    sound = [not [one for one in faults(rules) if "never tried" not in one] for rules in drawn(0, 60)]
    assert sum(sound) > 20
