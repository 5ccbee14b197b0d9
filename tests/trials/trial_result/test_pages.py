"""The pages of a trial's result: what to take away on top, what defends it below, and files to take with one."""

import csv
import io
import zipfile

import pytest
from django.urls import reverse
from django.utils import timezone

from cjnudge.audit.models import AuditEvent
from cjnudge.cases.privacy.purposes import PURPOSES
from tests.people import make_person
from tests.trials.trial_result.made import made_result
from trials.models import Approval, Conduct

VERDICT = "More out-of-court resolutions; no evidence of fewer prosecutions."


def address(name, run, *more):
    return reverse(f"trials:{name}", args=[run.force.slug, run.trial_id, run.pk, *more])


@pytest.fixture
def page(client, lead, run):
    client.force_login(lead)
    return client.get(address("trial_result", run)).content.decode()


def test_page_says_verdict_size_safety_and_next_step_first(page):
    top = page.split("Why this verdict")[0]
    assert VERDICT in top
    assert "percentage points (interval" in top and "eligible cases a month" in top
    assert "Breached: Serious offences." in top
    assert "Ask the scrutiny panel" in top


def test_page_defends_itself_below(page):
    below = page.split("Why this verdict")[1]
    for words in ("net-widening", "Not mature until 15 November 2027", "Assumptions checked", "What this cannot tell",
                  "No other intervention is recorded", "Allocation (SHA-256)", "180 days",
                  "The plan was approved before its seal by Approver, "):  # fmt: skip
        assert words in below


def test_page_says_that_a_guest_approved_the_plan_and_who_had_invited_them(client, lead, run):
    Approval.objects.filter(plan__trial=run.trial).update(
        invited_by=make_person("inviter", run.force, "lead")
    )
    client.force_login(lead)
    page = client.get(address("trial_result", run)).content.decode()
    assert "before its seal by Approver, guest evaluator invited by Inviter, " in page


def test_page_is_read_without_loading_the_drawing_libraries_or_the_cells(
    client, lead, run, django_assert_max_num_queries
):
    client.force_login(lead)
    client.get(address("trial_result", run))
    with django_assert_max_num_queries(16) as seen:
        client.get(address("trial_result", run))
    assert not any('"trials_run"."cells"' in query["sql"] for query in seen)


def test_list_says_when_the_next_look_is_due_before_there_is_one(client, lead, trial):
    client.force_login(lead)
    page = client.get(reverse("trials:trial_results", args=[trial.force.slug, trial.pk])).content.decode()
    assert "No result yet" in page and "The next look is due on" in page
    made_result(trial)
    page = client.get(reverse("trials:trial_results", args=[trial.force.slug, trial.pk])).content.decode()
    assert VERDICT in page and "Publish the result" in page


def test_real_counts_are_given_out_for_a_purpose_that_is_recorded(client, lead, run):
    client.force_login(lead)
    assert "Who receives them?" in client.get(address("trial_bundle", run)).content.decode()
    answer = {"purpose": next(iter(PURPOSES)), "recipient": "Board"}
    response = client.post(address("trial_bundle", run), answer)
    names = zipfile.ZipFile(io.BytesIO(response.content)).namelist()
    assert {"cells.json", "report.json", "reproduce.py", "README.md", "requirements.txt"} <= set(names)
    event = AuditEvent.objects.filter(action="result.exported").latest("seq")
    assert event.purpose == answer["purpose"]
    assert '"full bundle"' in event.detail and '"Board"' in event.detail


def test_figures_for_others_hide_counts_under_ten_and_round_the_rest(run, rf):
    from trials.views.trial_results import figures

    for outside, threshold in ((False, 5), (True, 10)):
        rows = list(csv.reader(io.StringIO(figures(run, outside=outside).content.decode())))
        counts = [row[3] for row in rows if row[0] == "month" and row[2] in ("cases", "events")]
        assert counts and all(one == "hidden" or int(one) % 5 == 0 for one in counts)
        assert all(one == "hidden" or int(one) >= threshold for one in counts)


def test_document_holds_the_verdict_and_its_pictures(trial, lead):
    from docx import Document

    from trials.views.trial_results import pack

    run = made_result(trial, drawn=True)
    document = Document(io.BytesIO(pack(run).content))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert VERDICT in text
    assert len(document.inline_shapes) == 4


def test_result_is_published_whatever_it_says_and_stays(client, lead, run):
    client.force_login(lead)
    url = reverse("trials:publish_result", args=[run.force.slug, run.trial_id])
    client.post(url, {"what": "keep", "reason": ""})
    assert not Conduct.scoped.for_force(run.force).get(trial=run.trial_id).unpublished_reason
    client.post(url, {"what": "keep", "reason": "The board meets in March."})
    archive = client.get(reverse("trials:finished_trials", args=[run.force.slug])).content.decode()
    assert "Finished, not published" in archive and "The board meets in March." in archive
    client.post(url, {"what": "publish"})
    conduct = Conduct.scoped.for_force(run.force).get(trial=run.trial_id)
    assert conduct.published_at <= timezone.now()
    assert (
        "Published" in client.get(reverse("trials:finished_trials", args=[run.force.slug])).content.decode()
    )
    assert client.get(url).status_code == 302  # what is published stays
