"""From a recorded go-live day to its comparison: an extract is put into the inbox, and nobody clicks anything.

Two schedulers and two workers run as processes of their own, as on two hosts.
"""

import datetime
import os

import pytest
from django.conf import settings
from django.urls import reverse

from cjnudge.jobs.endings import wait_until
from cjnudge.jobs.models import Job
from cjnudge.jobs.processes import scheduler
from cjnudge.periods import add_months
from tests.cases.doors.extracts import case, make_mapping, text
from tests.cases.doors.test_uploads import approve_rules
from tests.jobs.conftest import await_start, broker, start, worker_environment  # noqa: F401
from tests.trials.interventions.figures import approved_nudge
from trials.models import Intervention, Run, Trial

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE_SECONDS = 180  # a quarter of it on an idle machine
TEAMS = tuple(f"Team {number}" for number in range(6))
FIRST = datetime.date(2025, 1, 1)
A_SECOND = {"CJNUDGE_INBOX_SECONDS": "1", "CJNUDGE_INTERVENTION_SECONDS": "1"}


@pytest.fixture
def two_hosts(start, tmp_path):  # noqa: F811
    """Two workers, and two schedulers that know nothing of each other."""
    other = {"CJNUDGE_DATA": str(tmp_path), "CJNUDGE_BROKER": settings.CELERY_BROKER_URL}
    apart = {**os.environ, **A_SECOND, **other, "DJANGO_SETTINGS_MODULE": "cjnudge.settings"}
    running = start("first", "second", CJNUDGE_INBOX=str(settings.INBOX), **A_SECOND)
    with running, scheduler(env=apart) as second:
        await_start("first", "second")
        yield second


def extract(last):
    """The bytes of some cases a month in six teams, up to a day."""
    months = [add_months(FIRST, number) for number in range(24)]
    records = [
        case(number, on=month + datetime.timedelta(days=number % 27), team=team, outcome=outcome)
        for number, (month, team, outcome) in enumerate(
            (
                (month, team, outcome)
                for month in months
                for team in TEAMS
                for outcome in outcomes(month, team)
            ),
            1,
        )
        if month + datetime.timedelta(days=27 + 10) <= last
    ]
    return text(*records)


def outcomes(month, team):
    """Of ten cases four are resolved, or six in the teams that changed."""
    resolved = 6 if team in TEAMS[:3] and month >= datetime.date(2025, 11, 1) else 4
    return ["Community resolution"] * resolved + ["Charged"] * (10 - resolved)


def put(folder, last):
    """A file as a records system leaves it there, renamed into place."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"cases_as-at-{last}.csv"
    path.write_bytes(extract(last))


def published(force, count):
    def there():
        return Run.scoped.for_force(force).count() >= count

    return there


def test_extract_in_the_inbox_becomes_a_comparison_without_a_click_and_once(
    two_hosts, practice, lead, evaluator, client
):
    make_mapping(practice, lead)
    approve_rules(practice, lead, evaluator)
    record(client, practice, lead)
    inbox = settings.INBOX / practice.slug / "case_extract" / "niche"
    for count, last in ((1, datetime.date(2026, 9, 30)), (2, datetime.date(2026, 10, 31))):
        put(inbox, last)
        assert wait_until(published(practice, count), PATIENCE_SECONDS), told()
    assert two_hosts.poll() is None
    # Both schedulers went on looking while the second extract was read: nothing was done twice.
    assert Run.scoped.for_force(practice).count() == Trial.scoped.for_force(practice).count() == 2
    kinds = ("compare_intervention", "analyse_trial")
    assert [Job.objects.filter(kind=kind).count() for kind in kinds] == [2, 2]
    assert {job.attempts for job in Job.objects.filter(kind__in=kinds)} == {1}
    read(client, practice, evaluator)


def record(client, force, lead):
    """A lead says that a nudge went live, on the page."""
    nudge, day = approved_nudge(force, lead), {"day": "15", "month": "10", "year": "2025"}
    for name in TEAMS:
        type(force)._meta.apps.get_model("accounts.Unit").objects.create(
            force=force, key=name.lower().replace(" ", "-"), name=name, starts_on=FIRST
        )
    client.force_login(lead)
    answers = {"nudge": nudge.pk, "title": "Prompt in three teams", "units": TEAMS[:3], "note": ""}
    answers |= {f"went_live_on_{part}": value for part, value in day.items()}
    assert client.post(reverse("trials:record_intervention", args=[force.slug]), answers).status_code == 302


def read(client, force, evaluator):
    """An evaluator opens the page and finds both."""
    client.force_login(evaluator)
    found = Intervention.scoped.for_force(force).get()
    page = client.get(reverse("trials:intervention", args=[force.slug, found.pk])).content.decode()
    assert page.index("Figures as at 31 October 2026") < page.index("Figures as at 30 September 2026")
    assert "Difference in differences" in page and "Its analysis is not there yet" not in page
    assert "Next update when cases to 31 July 2026 are mature" in page


def told():
    """What became of every job, and what the processes logged: for a test that failed."""
    jobs = [f"{job.kind}: {job.state} {job.problem}" for job in Job.objects.all()]
    logs = [f"{log}:\n{log.read_text()[-2000:]}" for log in sorted(settings.DATA_DIR.glob("*.log"))]
    return "\n".join(jobs + logs)
