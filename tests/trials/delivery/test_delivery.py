"""Delivery is recorded as it happened, and shown without telling an outcome by arm."""

import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cjnudge.accounts.refusals import Refused
from cjnudge.audit.models import AuditEvent
from tests.people import NOW
from tests.trials.allocation.made import make_sealed, start
from trials.lifecycle import WrongState
from trials.models import DeclineCount, Exposure
from trials.operations.allocating import draw_allocation
from trials.operations.delivering import end_exposure, log_exposure
from trials.planning.allocated import arms_by_unit
from trials.planning.trial_plan import TrialPlan
from trials.queries.allocations import draw_of
from trials.views import delivery as views


@pytest.fixture
def trial(force, lead):
    made = make_sealed(force, lead)
    draw_allocation(trial=made, by=lead, at=NOW)
    start(made)
    return made


@pytest.fixture
def as_lead(client, lead):
    client.force_login(lead)
    return client


def url(name, trial, **more):
    return reverse(f"trials:{name}", kwargs={"force": trial.force.slug, "trial": trial.pk, **more})


def logged(trial, by, **changes):
    values = {"unit": "Team 00", "arm": "checklist", "from_on": date(2025, 5, 1), "by": by, "at": NOW}
    return log_exposure(trial=trial, **{**values, **changes})


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"unit": "Nowhere"}, "unit"),
        ({"arm": "other"}, "arm"),
        ({"from_on": date(2027, 1, 1)}, "still to come"),
        ({"until_on": date(2025, 4, 1)}, "before the first"),
    ],
)
def test_exposure_that_cannot_be_is_refused_in_words(trial, lead, changes, words):
    with pytest.raises(Refused, match=words):
        logged(trial, lead, **changes)


def test_delivery_before_the_allocation_is_refused(force, lead):
    with pytest.raises(WrongState, match="draw the allocation"):
        logged(make_sealed(force, lead), lead)


def test_last_day_is_recorded_once(trial, lead):
    kept = logged(trial, lead)
    with pytest.raises(Refused, match="first day up to today"):
        end_exposure(exposure=kept, until_on=date(2025, 4, 1), by=lead, at=NOW)
    assert end_exposure(exposure=kept, until_on=date(2025, 8, 1), by=lead, at=NOW).until_on == date(
        2025, 8, 1
    )
    with pytest.raises(Refused, match="recorded already"):
        end_exposure(exposure=kept, until_on=date(2025, 9, 1), by=lead, at=NOW)


def test_delivery_stands_in_the_trail(trial, lead):
    end_exposure(exposure=logged(trial, lead), until_on=date(2025, 8, 1), by=lead, at=NOW)
    assert AuditEvent.objects.filter(action="trial.delivery-logged").count() == 2


def test_lead_records_delivery_contamination_and_a_last_day_on_the_pages(as_lead, trial):
    form = {"what": "delivered", "unit": "Team 01", "arm": "checklist", "dose": "All shifts"}
    day = {"from_on_day": "3", "from_on_month": "6", "from_on_year": "2025"}
    assert as_lead.post(url("log_delivery", trial), form | day).status_code == 302
    strayed = form | day | {"what": "strayed", "unit": "Team 02"}
    assert as_lead.post(url("log_delivery", trial), strayed).status_code == 302
    page = as_lead.get(url("delivery", trial)).content.decode()
    assert "3 June 2025" in page and "All shifts" in page and "Checklist reached Team 02" in page
    kept = Exposure.objects.get(unit="Team 01")
    last = {"until_on_day": "1", "until_on_month": "9", "until_on_year": "2025"}
    assert as_lead.post(url("end_delivery", trial, exposure=kept.pk), last).status_code == 302
    assert "1 September 2025" in as_lead.get(url("delivery", trial)).content.decode()


def upload(client, trial, text):
    file = SimpleUploadedFile("reasons.csv", text.encode(), "text/csv")
    return client.post(url("upload_declines", trial), {"file": file}, follow=True).content.decode()


def test_reasons_are_stored_without_the_officer_and_the_same_file_twice_changes_nothing(as_lead, trial):
    lines = ("Team 00,PC 9181,2025-06,No admission,12", "Team 01,PC 9182,2025-06,No admission,2")
    text = "\n".join(("unit,officer,month,reason,n", *lines))
    for _ in range(2):
        assert "officer" in upload(as_lead, trial, text)
    assert sorted(DeclineCount.objects.values_list("unit", "n")) == [("Team 00", 12), ("Team 01", 2)]
    assert not AuditEvent.objects.filter(detail__contains="PC 918").exists()


def test_newer_file_replaces_the_months_that_it_has_and_no_other(as_lead, trial):
    upload(as_lead, trial, "unit,month,reason,n\nTeam 00,2025-06,A reason,12\nTeam 00,2025-07,A reason,9\n")
    upload(as_lead, trial, "unit,month,reason,n\nTeam 00,2025-06,Other,7\n")
    found = sorted(DeclineCount.objects.values_list("month__month", "reason", "n"))
    assert found == [(6, "Other", 7), (7, "A reason", 9)]


def test_refused_file_stores_nothing_and_names_the_line(as_lead, trial):
    page = upload(
        as_lead, trial, "unit,month,reason,n\nTeam 00,2025-06,A reason,12\nNowhere,2025-06,A reason,1\n"
    )
    assert "Nothing was stored" in page and "no unit of this name" in page
    assert not DeclineCount.objects.exists()


REASONS = (
    "unit,month,reason,n\n"
    + "".join(
        f"Team 0{number},2025-06,Victim objects,{n}\n"
        for number, n in enumerate([91, 3, 92, 4, 93, 0, 94, 1])
    )
    + "Team 00,2025-06,Rare reason,4\n"
)


def test_reasons_are_shown_for_all_units_together_with_small_counts_hidden(as_lead, trial):
    upload(as_lead, trial, REASONS)
    page = as_lead.get(url("delivery", trial)).content.decode()
    assert ">380<" in page and "under 5" in page and "By arm" not in page
    assert not any(f">{n}<" in page for n in (91, 92, 93, 94, 378))


def test_reasons_by_arm_stay_unseen_until_the_trial_is_analysed(as_lead, trial, monkeypatch):
    """And the page does show them then: the control."""
    upload(as_lead, trial, REASONS)
    assert "By arm, to the nearest 5" not in as_lead.get(url("delivery", trial)).content.decode()
    monkeypatch.setattr(views, "has_final_run", lambda trial: True)
    assert "By arm, to the nearest 5" in as_lead.get(url("delivery", trial)).content.decode()


def test_delivery_page_shows_arms_as_they_were_drawn(as_lead, trial):
    drawn = draw_of(trial)
    arms = arms_by_unit(TrialPlan.from_json(drawn.plan.body), drawn.published)
    page = as_lead.get(url("delivery", trial)).content.decode()
    assert page.count('<td class="govuk-table__cell">Checklist</td>') == sum(
        a == "checklist" for a in arms.values()
    )
    assert json.loads(drawn.published)["seed"]


def test_template_of_another_kind_was_never_there(as_lead, trial):
    assert as_lead.get(url("declines_template", trial, kind="people")).status_code == 404
    assert b"unit,month,reason,n" in as_lead.get(url("declines_template", trial, kind="counts")).content
