"""From no rules to approved ones, and from an empty grid to a snapshot, in the practice space."""

import pytest

from tests.journeys.walking import follow, too_wide

# axe runs with scripts alone and doubles the time, so the way through with scripts is walked on demand.
BOTH = [False, pytest.param(True, marks=pytest.mark.on_demand)]
SPACE = "/forces/hertfordshire-practice/data/"


@pytest.fixture
def look(axe):
    """look(page): no serious finding where scripts run, and no sideways scrolling on a phone."""
    found = []

    def check(page, javascript):
        assert not too_wide(page), page.url
        if javascript:
            found.extend(axe(page))

    yield check
    assert found == []


def condition(page, number, field, operator, value):
    page.locator(f"#id_field_{number}").select_option(label=field)
    page.locator(f"#id_operator_{number}").select_option(label=operator)
    page.locator(f"#id_value_{number}").fill(value)


@pytest.mark.parametrize("javascript", BOTH)
def test_rules_are_written_by_the_lead_and_approved_by_the_evaluator(visit, look, javascript):
    lead = visit("Constabulary lead", javascript=javascript)
    lead.goto(SPACE)
    follow(lead.get_by_role("link", name="Eligibility rules"))
    look(lead, javascript)
    follow(
        lead.get_by_role("button", name="Write the rules").or_(
            lead.get_by_role("button", name="Change the rules")
        )
    )
    look(lead, javascript)
    lead.get_by_label("No rule: I write them").check()
    lead.get_by_label("Why are the rules written").fill("The policy of April")
    follow(lead.get_by_role("button", name="Begin"))
    follow(lead.get_by_role("button", name="Add a rule"))
    lead.get_by_label("Eligible", exact=True).check()
    lead.get_by_label("Reason").fill("Low gravity, admitted")
    condition(lead, 1, "Gravity score", "is at most", "three")
    condition(lead, 2, "Admission", "is one of", "admitted, responsibility accepted")
    follow(lead.get_by_role("button", name="Save the rule"))
    assert lead.get_by_role("link", name="Gravity score: write a whole number").count() == 1
    look(lead, javascript)
    lead.locator("#id_value_1").fill("3")
    follow(lead.get_by_role("button", name="Save the rule"))
    look(lead, javascript)
    for name in ("See what would change", "Discard the draft"):
        follow(lead.get_by_role("link", name=name))
        look(lead, javascript)
        lead.goto(SPACE + "rules/draft/")
    evaluator = visit("Evaluator", javascript=javascript)
    evaluator.goto("/forces/hertfordshire-practice/")
    follow(evaluator.get_by_role("link", name="of the eligibility rules is a draft"))
    follow(evaluator.get_by_role("button", name="Read it through to approve it"))
    look(evaluator, javascript)
    follow(evaluator.get_by_role("button", name="Approve these rules"))
    assert "is in force for the next import" in evaluator.locator("main").inner_text()


@pytest.mark.parametrize("javascript", BOTH)
def test_counts_are_typed_pasted_and_become_a_snapshot(visit, look, javascript):
    page = visit("Constabulary lead", javascript=javascript)
    page.goto(SPACE)
    follow(page.get_by_role("link", name="Type counts"))
    follow(page.get_by_role("button", name="Type counts"))
    look(page, javascript)
    page.get_by_label("Title", exact=True).fill("Two made-up teams")
    page.locator("#id_more_units").fill("Team one\nTeam two")
    page.get_by_label("First month").fill("2024-01")
    page.get_by_label("Last month").fill("2024-03")
    page.get_by_label("By the month a case entered").check()
    page.get_by_label("Days of follow-up").fill("120")
    page.get_by_label("How were they counted?").fill("Made up for this rehearsal.")
    follow(page.get_by_role("button", name="Continue"))
    look(page, javascript)
    grid = page.url
    follow(page.get_by_role("link", name="Team one"))
    page.get_by_label("Eligible cases, January 2024").fill("-4")
    follow(page.get_by_role("button", name="Save and go on to the next unit"))
    assert "it is below nought" in page.locator("main").inner_text()
    look(page, javascript)
    page.goto(grid)
    follow(page.get_by_role("link", name="Paste a table"))
    rows = [f"Team {n}\tJan-24\t40\t12\t15\t{nfa}" for n, nfa in (("one", "x"), ("two", "9"))]
    page.get_by_label("Rows from a spreadsheet").fill("\n".join(rows))
    follow(page.get_by_role("button", name="Put them in"))
    assert "the table has 1 problem" in page.locator("main").inner_text()
    look(page, javascript)
    page.get_by_label("Rows from a spreadsheet").fill("\n".join(rows).replace("x", "9"))
    follow(page.get_by_role("button", name="Put them in"))
    follow(page.get_by_role("button", name="Make a snapshot"))
    look(page, javascript)
    follow(page.get_by_role("button", name="Make a snapshot"))
    text = page.locator("main").inner_text()
    assert "Two made-up teams (typed)" in text and "Synthetic data" in text
    assert "Made up for this rehearsal." in text
