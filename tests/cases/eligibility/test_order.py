"""Where a new rule is put."""

from cjnudge.cases.eligibility import Condition, Rule
from cjnudge.cases.views.rule_writing import with_new

ASKING = Rule("eligible", "Low gravity.", (Condition("gravity", "at_most", 2),))
FOR_THE_REST = Rule("not eligible", "Everything else.")
NEW = Rule("conditional", "Middle gravity.", (Condition("gravity", "at_most", 3),))


def test_new_rule_goes_before_the_one_that_decides_all_the_rest():
    assert with_new((ASKING, FOR_THE_REST), NEW) == (ASKING, NEW, FOR_THE_REST)


def test_new_rule_goes_last_where_every_rule_asks_something():
    assert with_new((ASKING,), NEW) == (ASKING, NEW)
    assert with_new((), NEW) == (NEW,)
