import io
import zipfile

import pytest
from django.urls import reverse
from docx import Document

from tests.trials.nudges_world import approved
from tests.trials.planning_world import approve, drawn_plan, make_planned, make_sealed, seal, whole_plan
from trials.nudges.record import NudgeRecord
from trials.planning.protocol_items import NOT_STATED
from trials.planning.trial_plan import AllocationRule, Arm
from trials.protocol import protocol_docx, protocol_of


@pytest.fixture
def nudge(force, lead, evaluator):
    return approved(force, lead, evaluator)


def with_nudge(nudge, **changes):
    arm = Arm(key="card", title="Card", nudges=((str(nudge.nudge_id), nudge.version),))
    arms = {"arms": (whole_plan().arms[0], arm), "primary_contrast": ("card", "control")}
    return drawn_plan(**{**arms, **changes})


def texts(protocol):
    return {
        item.number + " " + item.asks: item.text for section in protocol.sections for item in section.items
    }


def test_items_come_from_plan_and_record(force, lead, evaluator, nudge):
    trial, sealed = make_sealed(force, lead, evaluator, plan=with_nudge(nudge))
    found = texts(protocol_of(trial))
    record = NudgeRecord.from_json(nudge.body)
    assert found["TIDieR 5 Who provides"] == record.who
    assert sealed.seal in found["SPIRIT 2 Registration"]
    assert found["SPIRIT 24 Approval by a second person"].startswith("Evaluator, ")
    assert found["CONSORT 1a Design"] == "Cluster-randomised trial"
    assert sealed.content["seed_digest"] in found["CONSORT 9 Concealment"]
    assert found["SPIRIT 28 Declaration of interests"] == NOT_STATED


def test_stepped_wedge_has_the_items_of_its_extension(force, lead, nudge):
    stepped = {"design": "stepped_wedge", "step_periods": 2, "allocation": AllocationRule(method="stepped")}
    trial, _ = make_planned(force, lead, plan=with_nudge(nudge, **stepped))
    titles = [section.title for section in protocol_of(trial).sections]
    assert "Design and allocation (CONSORT stepped wedge)" in titles
    assert "2 months between steps" in texts(protocol_of(trial))["SW 3a Steps, periods and their length"]


def test_draft_says_that_it_is_one_and_is_not_registered(force, lead, nudge):
    trial, _ = make_planned(force, lead, plan=with_nudge(nudge))
    protocol = protocol_of(trial)
    assert any("not sealed" in mark for mark in protocol.marks)
    assert texts(protocol)["SPIRIT 2 Registration"] == NOT_STATED


def test_sealed_plan_is_printed_while_an_amendment_is_drafted(force, lead, evaluator, nudge):
    trial, draft = make_planned(force, lead, plan=with_nudge(nudge))
    approve(draft, evaluator)
    sealed = seal(draft, lead)
    make_amended(trial, lead, nudge)
    assert sealed.seal in texts(protocol_of(trial))["SPIRIT 2 Registration"]


def make_amended(trial, lead, nudge):
    from tests.people import NOW
    from trials.operations.planning import write_trial_plan

    return write_trial_plan(trial=trial, plan=with_nudge(nudge, exclusions="Youth."), by=lead, at=NOW)


def test_document_is_the_same_twice_and_names_nobody_in_its_properties(force, lead, nudge):
    protocol = protocol_of(make_planned(force, lead, plan=with_nudge(nudge))[0])
    first, second = protocol_docx(protocol), protocol_docx(protocol)
    assert first == second
    properties = Document(io.BytesIO(first)).core_properties
    assert not (properties.author or properties.last_modified_by or properties.comments)
    with zipfile.ZipFile(io.BytesIO(first)) as packed:
        assert b"python-docx" not in packed.read("docProps/core.xml")
        assert {one.date_time for one in packed.infolist()} == {(2000, 1, 1, 0, 0, 0)}


def test_document_holds_every_item(force, lead, nudge):
    protocol = protocol_of(make_planned(force, lead, plan=with_nudge(nudge))[0])
    document = Document(io.BytesIO(protocol_docx(protocol)))
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    assert {item.text for section in protocol.sections for item in section.items} <= cells


def test_practice_is_marked_on_page_and_file(client, practice, lead):
    trial, _ = make_planned(practice, lead)
    client.force_login(lead)
    page = client.get(reverse("trials:protocol", args=[practice.slug, trial.pk]))
    assert "Synthetic data" in page.content.decode()
    file = client.get(reverse("trials:protocol_docx", args=[practice.slug, trial.pk]))
    assert "synthetic-protocol-prompt.docx" in file["Content-Disposition"]
    text = " ".join(p.text for p in Document(io.BytesIO(file.content)).paragraphs)
    assert "Synthetic data" in text
