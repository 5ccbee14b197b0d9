"""The pages of interventions: what is recorded, what is said first, and what an evaluator reads without asking."""

import datetime

import pytest
from django.urls import reverse

from cjnudge.jobs.models import Job
from cjnudge.jobs.running import run_job
from tests.people import NOW
from tests.trials.interventions import figures
from trials.models import Intervention, SludgeCount, Trial
from trials.operations.intervening import correct_intervention, end_intervention

LATER = NOW + datetime.timedelta(days=30)
ON = LATER + datetime.timedelta(minutes=1)


@pytest.fixture
def as_lead(client, lead):
    client.force_login(lead)
    return client


def address(name, force, *more):
    return reverse(f"trials:{name}", args=[force.slug, *more])


def text_of(response):
    assert response.status_code == 200
    return response.content.decode()


def read(client, name, force, *more):
    return text_of(client.get(address(name, force, *more)))


def answers(nudge, **changes):
    return {
        "nudge": nudge.pk, "title": "Prompt", "units": ["Team 00", "Team 01"], "went_live_on_day": "15",
        "went_live_on_month": "10", "went_live_on_year": "2025", "note": "", **changes,
    }  # fmt: skip


def test_empty_list_and_form_without_a_nudge_say_what_to_do_next(as_lead, practice):
    assert "Record one on the day it goes live" in read(as_lead, "interventions", practice)
    assert "No approved nudge yet" in read(as_lead, "record_intervention", practice)


def test_lead_records_an_intervention_in_units_that_the_figures_count(as_lead, practice, nudge, lead):
    figures.extract(practice)
    assert "Team 11" in read(as_lead, "record_intervention", practice)
    page = as_lead.post(address("record_intervention", practice), answers(nudge), follow=True)
    found = Intervention.scoped.for_force(practice).get()
    assert found.units == ["Team 00", "Team 01"] and found.recorded_by == lead
    assert "It is compared with the months before by itself" in text_of(page)
    assert "Next update when cases to 30 November 2025 are mature" in text_of(page)


def test_day_to_come_is_refused_at_its_field(as_lead, practice, nudge):
    figures.extract(practice)
    later = answers(nudge, went_live_on_year="2999")
    page = text_of(as_lead.post(address("record_intervention", practice), later))
    assert "today at the latest" in page and not Intervention.objects.exists()


def test_nudge_that_nobody_approved_is_not_offered(as_lead, practice, nudge, lead):
    figures.extract(practice)
    draft = type(nudge).objects.create(
        force=practice, nudge=nudge.nudge, version=2, body="{}", written_at=NOW, written_by=lead
    )
    page = text_of(as_lead.post(address("record_intervention", practice), answers(draft)))
    assert not Intervention.objects.exists() and "Choose" in page


def test_page_shows_each_comparison_newest_first_with_what_comes_next(
    intervention, practice, client, evaluator, looked
):
    figures.extract(practice, at=LATER)
    looked(ON, analysed=True)
    figures.extract(practice, at=LATER, as_at=figures.LATER_AS_AT)
    looked(ON)
    client.force_login(evaluator)
    page = read(client, "intervention", practice, intervention.pk)
    newest, older = page.index("Figures as at 30 November 2026"), page.index("Figures as at 31 October 2026")
    assert newest < older and "Its analysis is not there yet." in page[newest:older]
    assert "rose" in page[older:] and "Synthetic" in page[older:]
    assert "nobody chose its months or its design" in page
    assert "It has been compared 2 times" in page
    assert "Next update when cases to 31 August 2026 are mature" in page
    assert "End it" not in page


def test_page_says_why_figures_gave_no_comparison(practice, lead, as_lead, looked):
    found = figures.intervention(practice, lead, units=["Nowhere"])
    figures.extract(practice, at=LATER)
    looked(ON)
    page = read(as_lead, "intervention", practice, found.pk)
    assert "Figures that gave no comparison" in page and "Not in these figures: Nowhere." in page


def test_page_says_why_an_analysis_could_not_be_done(intervention, practice, as_lead, looked):
    snapshot = figures.extract(practice, at=LATER)
    looked(ON)
    snapshot.rows_erased_at, snapshot.erased_because = ON, "expired"
    snapshot.save(update_fields=["rows_erased_at", "erased_because"])
    assert not run_job(Job.objects.get(state="ready").pk)
    page = read(as_lead, "intervention", practice, intervention.pk)
    assert "It could not be analysed:" in page and "were erased on" in page


def test_work_it_takes_stands_before_and_since(intervention, practice, as_lead, lead, nudge):
    for day, clicks in ((datetime.date(2025, 9, 1), 31), (datetime.date(2026, 1, 9), 12)):
        SludgeCount.objects.create(
            force=practice, nudge=nudge.nudge, way="community resolution", clicks=clicks, fields=9,
            approvals=1, minutes=8, counted_on=day, how="walked", by=lead,
        )  # fmt: skip
    page = read(as_lead, "intervention", practice, intervention.pk)
    assert "before: 1 September 2025" in page and "since: 9 January 2026" in page
    assert page.index(">31<") < page.index(">12<")


def test_correction_says_first_what_it_means_and_leads_from_the_old_record(intervention, practice, as_lead):
    where = address("correct_intervention", practice, intervention.pk)
    assert "Comparisons made before stay as they are, under the old facts." in text_of(as_lead.get(where))
    facts = answers(intervention.nudge, went_live_on_month="11")
    as_lead.post(where, facts)
    correction = Intervention.scoped.for_force(practice).get(corrects=intervention)
    assert correction.went_live_on == datetime.date(2025, 11, 15)
    old = read(as_lead, "intervention", practice, intervention.pk)
    assert "Its correction" in old and "Corrected on" in old and "End it" not in old
    listed = read(as_lead, "interventions", practice)
    assert address("intervention", practice, correction.pk) in listed
    assert address("intervention", practice, intervention.pk) not in listed
    again = as_lead.post(where, facts, follow=True)
    assert "It was corrected already" in text_of(again)


def test_ending_says_first_what_it_means_and_happens_once(intervention, practice, as_lead):
    where = address("end_intervention", practice, intervention.pk)
    assert "this cannot be taken back" in text_of(as_lead.get(where))
    day = {"ended_on_day": "20", "ended_on_month": "3", "ended_on_year": "2026"}
    early = text_of(as_lead.post(where, day | {"ended_on_year": "2024"}))
    assert "Enter a day from 15 October 2025" in early
    assert "recorded as ended" in text_of(as_lead.post(where, day, follow=True))
    assert "there is nothing to end" in text_of(as_lead.post(where, day, follow=True))
    assert "15 October 2025 to 20 March 2026" in read(as_lead, "interventions", practice)


def test_calendar_shows_units_by_months_and_names_overlaps(intervention, practice, as_lead, lead, nudge):
    card = {"units": ["Team 00", "Elsewhere"], "title": "Card", "went_live_on": datetime.date(2026, 1, 5)}
    figures.intervention(practice, lead, nudge, **card)
    page = text_of(as_lead.get(address("intervention_calendar", practice), {"to": "2026-06"}))
    assert "July 2025 to June 2026" in page and "1 and 2" in page and "Elsewhere" in page
    assert "“Prompt in six teams” and “Card” were live in Team 00 at the same time" in page
    assert "Nothing was live in these months" in text_of(
        as_lead.get(address("intervention_calendar", practice), {"to": "2024-06"})
    )


@pytest.mark.parametrize("to", ["", "0000-01", "9999-12", "x" * 50, "2026-13", "2001-01", "<b>"])
def test_calendar_of_any_month_is_a_page(intervention, practice, as_lead, to):
    assert as_lead.get(address("intervention_calendar", practice), {"to": to}).status_code == 200


def test_comparisons_stand_under_their_intervention_and_not_in_the_list_of_trials(
    intervention, practice, as_lead, looked
):
    figures.extract(practice, at=LATER)
    looked(ON)
    trial = Trial.scoped.for_force(practice).get()
    where = address("trial", practice, trial.pk)
    assert where not in read(as_lead, "trials", practice)
    assert where in read(as_lead, "intervention", practice, intervention.pk)
    assert "All comparisons of this intervention" in text_of(as_lead.get(where))


@pytest.mark.parametrize("name", ["write_plan", "archive"])
def test_plan_by_rule_is_not_rewritten_or_put_away(intervention, practice, as_lead, looked, name):
    figures.extract(practice, at=LATER)
    looked(ON)
    trial = Trial.scoped.for_force(practice).get()
    page = read(as_lead, "trial", practice, trial.pk)
    assert "Write a new version" not in page and "Archive" not in page
    assert "belongs to its intervention" in text_of(
        as_lead.get(address(name, practice, trial.pk), follow=True)
    )


def test_interventions_of_another_force_are_not_found(
    intervention, practice, force, as_lead, other_force, client, other_lead
):
    assert as_lead.get(address("intervention", force, intervention.pk)).status_code == 404
    client.force_login(other_lead)
    assert client.get(address("intervention", practice, intervention.pk)).status_code == 404
    assert intervention.title not in read(client, "interventions", other_force)


def test_ended_and_corrected_interventions_are_told_in_operations_too(intervention, lead):
    ended = end_intervention(intervention=intervention, ended_on=datetime.date(2026, 3, 20), by=lead, at=NOW)
    correction = correct_intervention(intervention=ended, title="Prompt, six teams", by=lead, at=NOW)
    assert correction.ended_on == ended.ended_on and correction.corrects == ended
