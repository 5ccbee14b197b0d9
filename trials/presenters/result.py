"""A result page as plain values: one function from a run to everything its template prints."""

from cjnudge.cases.measures import measure
from trials.cells import Cells
from trials.lifecycle import AFTER_DATA_SEEN, BY_RULE, TrialKind
from trials.plan_body import PlanBody
from trials.presenters import decomposition, evidence
from trials.presenters.headline import verdict_of
from trials.presenters.limits import limits_of
from trials.presenters.provenance import provenance_rows
from trials.presenters.subject import subject_of

BASIS_HEADINGS = [("Counted", ""), ("Before", "numeric"), ("After", "numeric"), ("Points", "numeric")]


def present(run):
    """Context of the result page: sentences, rows and headings; nothing in it needs a further query."""
    body, cells, report = PlanBody.from_json(run.plan.body), Cells.from_json(run.cells), run.result
    asked, subject = measure(body.data.measure), subject_of(body.data, cells)
    verdict = verdict_of(report, body, cells, subject, asked.title)
    return {
        "verdict": verdict[0],
        "verdict_rest": verdict[1:],
        "is_refused": bool(report["refused"]) or not (report["primary"] and report["primary"]["primary"]),
        "written_after": AFTER_DATA_SEEN if run.plan.after_data_seen else "",
        "by_rule": BY_RULE if body.kind == TrialKind.INTERVENTION else "",
        "subject": subject,
        "measure": asked,
        "key_numbers": evidence.key_numbers(report, subject),
        "basis_rows": evidence.basis_rows(report, body.data.basis),
        "basis_headings": BASIS_HEADINGS,
        "together": evidence.together_sentences(report, subject),
        "gates": [gate["text"] for gate in report["gates"] if not gate["blocks"]],
        "assumptions": evidence.gates_and_findings(report),
        "decomposition_words": decomposition.sentences(report, subject),
        "decomposition_rows": decomposition.rows(report, subject),
        "decomposition_headings": decomposition.headings(),
        "decomposition_caption": decomposition.caption(report),
        "limits": limits_of(report, body, subject, asked.cannot_tell),
        "naive": evidence.naive_words(report),
        "provenance": provenance_rows(run, run.plan, body, report),
    }


def verdict_text(body, cells, report):
    """The verdict as one text, as a run keeps it and lists show it."""
    return " ".join(verdict_of(report, body, cells, subject_of(body.data, cells), measure_title(body)))


def measure_title(body):
    return measure(body.data.measure).title
