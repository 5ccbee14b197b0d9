import json

import pytest
from django.core.management import CommandError, call_command

from tests.trials.world import published_run
from trials.cells import Cells
from trials.evaluation import evaluate
from trials.models import PlanVersion, Run
from trials.plan_body import PlanBody, seal_of
from trials.triggers import TRIGGERS
from trials.verification import verify_trial


@pytest.fixture
def run(sealed):
    return published_run(sealed)


def change_behind_everyones_back(row, **values):
    """What somebody with the database in their hands could do: drop the triggers, then update."""
    from django.db import connection

    suffix = {
        table: f" ON {table}" if connection.vendor == "postgresql" else "" for _, table, _, _ in TRIGGERS
    }
    with connection.cursor() as cursor:
        for name, table, _, _ in TRIGGERS:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{suffix[table]}")
    type(row).objects.filter(pk=row.pk).update(**values)


def verified(trial, capsys):
    try:
        call_command("verify_trial", str(trial.pk), "--json")
        code = 0
    except SystemExit as stop:
        code = stop.code
    return code, json.loads(capsys.readouterr().out)


def test_untouched_trial_is_equal_in_seal_and_report(run, capsys):
    code, answer = verified(run.trial, capsys)
    assert (code, answer["equal"]) == (0, True)
    assert [line["equal"] for line in answer["checked"]] == [True, True, True]


def test_report_recomputed_from_the_stored_cells_has_the_same_bytes(run):
    assert verify_trial(run.trial_id)[1].words == "its cells give its report, byte by byte"


@pytest.mark.parametrize("field", ["cells", "report"])
def test_changed_run_is_found(run, field, capsys):
    text = getattr(run, field)
    changed = (
        text.replace("300", "301", 1) if field == "cells" else text.replace('"units":23', '"units":24', 1)
    )
    assert changed != text
    change_behind_everyones_back(run, **{field: changed})
    code, answer = verified(run.trial, capsys)
    assert code == 1 and answer["checked"][1]["equal"] is False


def recomputed(run, cells):
    """The report that the changed cells give: what somebody who knows the software would store with them."""
    return evaluate(PlanBody.from_json(run.plan.body), Cells.from_json(cells))


def test_cells_changed_together_with_their_report_are_found(run, capsys):
    cells = run.cells.replace("300", "301", 1)
    change_behind_everyones_back(run, cells=cells, report=recomputed(run, cells))
    code, answer = verified(run.trial, capsys)
    assert code == 1 and "report, cells" in answer["checked"][1]["words"]


def test_plan_changed_together_with_its_seal_is_found(run, capsys):
    plan = PlanVersion.objects.get(pk=run.plan_id)
    body = plan.body.replace("All four years.", "Nothing.")
    change_behind_everyones_back(plan, body=body, seal=seal_of(body))
    code, answer = verified(run.trial, capsys)
    assert code == 1 and answer["checked"][0]["equal"] is False


@pytest.mark.parametrize(
    "values",
    [
        {"verdict": "Force 00 did better."},
        {"snapshot_hash": "0" * 64},
        {"library_versions": {"numpy": "0"}, "report": "{}"},
        {"engine_version": "0.9", "report": "{}"},
    ],
)
def test_changed_words_and_hidden_changes_are_found(run, values, capsys):
    change_behind_everyones_back(run, **values)
    code, answer = verified(run.trial, capsys)
    assert code == 1 and answer["checked"][1]["equal"] is False


def test_changed_figure_of_a_chart_is_found(run, capsys):
    chart = run.charts.get()
    table = {**chart.table, "rows": [["=Force 00", "99.0"]]}
    change_behind_everyones_back(chart, table=table)
    code, answer = verified(run.trial, capsys)
    assert code == 1 and "charts" in answer["checked"][1]["words"]


def test_changed_plan_is_found(run, capsys):
    plan = PlanVersion.objects.get(pk=run.plan_id)
    change_behind_everyones_back(plan, body=plan.body.replace("All four years.", "Nothing."))
    code, answer = verified(run.trial, capsys)
    assert code == 1 and answer["checked"][0]["equal"] is False


def test_run_of_another_engine_is_not_called_unequal(run, capsys):
    change_behind_everyones_back(run, engine_version="0.9")
    code, answer = verified(run.trial, capsys)
    assert code == 0 and answer["checked"][1]["equal"] is None


def test_unknown_trial_is_said_in_words(db):
    with pytest.raises(CommandError, match="no such trial"):
        call_command("verify_trial", "00000000-0000-4000-8000-000000000000")


def test_run_itself_refuses_to_be_saved_or_updated(run):
    from django.db import DatabaseError, transaction

    from trials.models.guards import ChangeRefused

    with pytest.raises(ChangeRefused):
        run.save()
    with pytest.raises(DatabaseError, match="run never changes"), transaction.atomic():
        Run.objects.filter(pk=run.pk).update(verdict="Better.")
