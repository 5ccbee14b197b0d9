"""The audit trail as a file: of the own force alone, without a person's address or words, and without a formula."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from cjnudge.audit.chain import Event, audited, record
from cjnudge.audit.models import AuditEvent
from cjnudge.audit.purposes import Purpose
from cjnudge.spreadsheets import FORMULA_BEGINNINGS
from tests.people import NOW, make_person
from tests.trials.planning_world import drawn_plan, make_planned
from tests.trials.running.world import made_running
from trials.operations.changing import open_figures, record_change
from trials.operations.guests import invite_guest
from trials.operations.planning import return_plan
from trials.operations.starting import stop_trial
from trials.plan_body import seal_of

CANARY = "Kanarienvogel"
WORDS = f'=cmd|"/c {CANARY}"!A1 of PC 4711, {CANARY.lower()}@example.org'


@pytest.fixture
def trail(force, practice, lead):
    """Events of many kinds in a force and its practice space, each made with words of a person in every free text."""
    second = make_person("second", force, "lead")
    make_person("monitor", force, "evaluator")
    trial = made_running(practice, lead, second)
    _, draft = make_planned(practice, lead, slug="draft", plan=drawn_plan(safety_monitor="monitor"))
    given = {"by": second, "at": NOW}
    return_plan(plan=draft, draft=seal_of(draft.body), comment=WORDS, **given)
    until = localdate() + timedelta(days=9)
    invite_guest(trial=trial, email=f"{CANARY}@example.org", expires_on=until, by=second, at=NOW)
    record_change(
        trial=trial, kind="wording_changed", on=NOW.date(), details={"what": WORDS}, reason=WORDS, **given
    )
    open_figures(trial=trial, days=2, reason=WORDS, **given)
    stop_trial(trial=trial, reason=WORDS, **given)
    return practice


@pytest.fixture
def rows(administrator, trail):
    """rows(force): the cells of the file as the force's administrator downloads it."""

    def downloaded(force, person=administrator):
        client = Client()
        client.force_login(person)
        address = reverse("audit:events", args=[force.slug])
        answer = client.post(address, {"purpose": list(Purpose)[0].value})
        if answer.status_code != 200:  # noqa: PLR2004 - the file, or none
            return answer.status_code
        return list(csv.reader(io.StringIO(answer.getvalue().decode())))

    return downloaded


def test_file_holds_no_address_and_no_word_of_a_person(rows, trail, force):
    text = "\n".join(",".join(row) for each in (trail, force) for row in rows(each))
    assert text.count("trial.stopped") == 1 and text.count("plan.returned") == 1
    assert CANARY.lower() not in text.lower() and "@" not in text and "4711" not in text


def test_words_that_an_operation_would_record_are_found(rows, trail):
    """The control of the test above."""

    @audited
    def careless():
        record(Event.UNIT_CHANGED, by="tests", at=NOW, force=trail, subject=trail, after={"reason": CANARY})

    careless()
    assert any(CANARY in cell for row in rows(trail) for cell in row)


def test_file_is_of_the_own_force_alone(rows, trail, force, other_force, other_lead):
    own = {str(event.seq) for event in AuditEvent.objects.filter(force_id=str(force.pk))}
    assert {row[0] for row in rows(force)[2:]} <= own  # below the header, the event of the download itself
    assert rows(other_force) == 404 and rows(force, other_lead) == 404  # noqa: PLR2004 - as an unknown one


@pytest.mark.parametrize("role", ["officer", "lead", "evaluator", "guest"])
def test_nobody_but_an_administrator_has_the_file(rows, force, role):
    assert rows(force, make_person(f"a-{role}", force, role)) == 403  # noqa: PLR2004 - refused


def test_no_cell_begins_a_formula_whatever_an_event_holds(rows, force, monkeypatch):
    hostile = [
        "seq",
        *(f"{sign}1+1" for sign in FORMULA_BEGINNINGS),
        " =1+1",
        '=HYPERLINK("http://evil.example")',
    ]
    monkeypatch.setattr("cjnudge.audit.views.table", lambda events: [hostile])
    (found,) = rows(force)
    assert [cell for cell in found if cell.lstrip(" ").startswith(FORMULA_BEGINNINGS)] == []


def test_detail_of_an_event_is_one_cell_of_json(rows, trail):
    header, *found = rows(trail)
    at = header.index("detail")
    assert all(isinstance(json.loads(row[at]), dict) for row in found) and {len(row) for row in found} == {
        len(header)
    }
