"""What people type and press from an approved nudge to a drawn allocation."""

from tests.journeys.before_a_trial import FORCE, NUDGE, press, said, wait_for_job
from tests.journeys.walking import follow

TRIAL = "A question on the custody desk"
SCENARIOS = "main a[href*='/rehearsal/']:not([href$='/rehearsal/'])"


def ask_assistant(lead, seen):
    """Three questions and five answers, from the nudge's own page to the power of the draft."""
    lead.goto(FORCE + "nudges/")
    follow(lead.get_by_role("link", name=NUDGE))
    seen(lead)
    press(lead, "Plan a trial of it")
    seen(lead)
    lead.get_by_label("Units: some can get it").check()
    lead.get_by_label("By chance").check()
    lead.get_by_label("Case extract").check()
    press(lead, "See which design fits")
    assert "Units drawn at random" in said(lead)
    seen(lead)
    lead.get_by_label("Title of the trial").fill(TRIAL)
    lead.get_by_label("Month of the first start").select_option(index=0)
    lead.get_by_label("Safety monitor").select_option(label="Evan Evaluator")
    lead.get_by_label("Smallest effect worth having").fill("12")
    lead.get_by_label("Why not less?").fill("Under that the question costs more time than it saves.")
    press(lead, "Make the draft plan")
    wait_for_job(lead)


def read_power(lead, seen):
    """The power page: what the draft can find, from the force's own past."""
    assert "Power for 12.0 points is" in said(lead)
    assert lead.locator("main figure img, main img").count() == 2
    seen(lead)


def rehearse(lead, seen):
    """The result page on made-up counts, under each of the three truths."""
    press(lead, "Rehearse the result page")
    press(lead, "Rehearse")
    wait_for_job(lead)
    seen(lead)
    for place in range(3):
        follow(lead.locator(SCENARIOS).nth(place))
        assert "REHEARSAL" in said(lead)
        if not place:
            seen(lead)
        follow(lead.get_by_role("link", name="Back to the rehearsal"))


def plan_a_look(lead, seen):
    """One early look, after half a year; the power is then that of the plan as it stands."""
    press(lead, "Plan")
    seen(lead)
    press(lead, "Looks and subgroups")
    seen(lead)
    lead.locator("#id_lines").fill("24; 50")
    press(lead, "Save this part")
    assert "work out its power before a second person reads it" in said(lead)
    press(lead, "Work out the power")
    press(lead, "Work out the power")
    lead.get_by_label("Case extract").check()
    press(lead, "Work out the power")
    wait_for_job(lead)


def take_power(lead, seen):
    """The figures into the plan, which a second person can then read."""
    press(lead, "Put these figures into the plan")
    seen(lead)
    press(lead, "Put these figures into the plan")
    assert "The plan holds its power now." in said(lead)
    press(lead, "Overview")
    assert "A second person reads the plan" in said(lead)
    seen(lead)


def author_cannot_approve(lead):
    """Whoever wrote the plan reads why somebody else has to judge it."""
    lead.goto(lead.url + "plans/1/judge/")
    assert "a second person has to judge it" in said(lead)
    assert lead.get_by_label("Approve it").count() == 0


def judge(second, seen):
    """A second person finds the plan on the first page, reads it and approves it."""
    second.goto(FORCE)
    follow(second.get_by_role("link", name=f"The plan of “{TRIAL}” waits for a second person"))
    seen(second)
    second.get_by_label("Approve it").check()
    press(second, "Send")
    assert "The plan is approved: a lead can seal it." in said(second)


def seal_and_draw(lead, seen):
    """The plan is fixed, then chance decides; the arms of the districts, {district: arm}."""
    lead.goto(FORCE)
    follow(lead.get_by_role("link", name=f"The plan of “{TRIAL}” is approved and not sealed"))
    seen(lead)
    lead.get_by_label("This is a rehearsal only").check()
    press(lead, "Seal the plan")
    assert "Version 1 of the plan is sealed." in said(lead)
    seen(lead)
    press(lead, "Draw the allocation")
    seen(lead)
    press(lead, "Draw the allocation")
    assert "The allocation is drawn, and stays as it is." in said(lead)
    seen(lead)
    return arms_on(lead)


def arms_on(page):
    """{unit: arm} as the page of the allocation shows them."""
    rows = page.get_by_role("table").first.locator("tbody tr").all()
    return dict(row.locator("th, td").all_inner_texts()[:2] for row in rows)
