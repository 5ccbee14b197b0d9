"""The protocol of a planned trial, to print or as a DOCX file: the same items in both."""

import io
import zipfile
from dataclasses import dataclass
from datetime import datetime

from trials.nudges.record import NudgeRecord
from trials.nudges.titles import title_as_at
from trials.plan_body import seal_of
from trials.planning.protocol_items import Facts, Section, sections
from trials.planning.trial_plan import TrialPlan
from trials.presenters.planning import SEEN, approval_words, plan_rows
from trials.queries.conduct import conduct_of
from trials.queries.nudges import corrections_of, version_of
from trials.queries.planning import author_ids, names_of_people, sealed_plan, standing_approval
from trials.queries.trials import latest_plan

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# A file's own dates would say when and on which clock it was made, and no two files would be alike.
NO_DATE = datetime(2000, 1, 1)  # noqa: DTZ001 - the format keeps no zone
ZIP_DATE = (2000, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Protocol:
    """The protocol's title, what has to be said over everything, and its sections."""

    title: str
    marks: tuple[str, ...]
    sections: tuple[Section, ...]


def protocol_of(trial):
    """The Protocol of the sealed plan, else of the newest draft; without sections before there is any."""
    version = sealed_plan(trial) or latest_plan(trial)
    if version is None:
        return Protocol(trial.title, ("There is no plan yet.",), ())
    plan = TrialPlan.from_json(version.body)
    records = {key: _record(trial.force, *key, version.sealed_at) for arm in plan.arms for key in arm.nudges}
    found = sections(plan, dict(plan_rows(plan)), records, facts_of(trial, version))
    return Protocol(trial.title, marks_of(trial, version), found)


def marks_of(trial, version):
    """The sentences that stand over the protocol."""
    marks = []
    if trial.synthetic:
        marks.append("Synthetic data: this trial is practice, and nothing in it happened.")
    if version.rehearsal_only:
        marks.append("Rehearsal only.")
    if not version.is_sealed:
        marks.append("Draft: this plan is not sealed and may still change.")
    return (*marks, *((SEEN,) if version.after_data_seen else ()))


def facts_of(trial, version):
    names = names_of_people(author_ids(version))
    sealed = f"Sealed {version.sealed_at:%-d %B %Y}, SHA-256 {version.seal}" if version.is_sealed else ""
    started = conduct_of(trial).started_on
    return Facts(
        title=trial.title,
        force=trial.force.name,
        version=f"Version {version.version}",
        sealed=sealed,
        approved=approval_words(standing_approval(version, seal_of(version.body))),
        author=", ".join(sorted(names.values())),
        started=f"{started:%-d %B %Y}" if started else "",
    )


def _record(force, nudge_id, number, sealed_at):
    """(title, NudgeRecord); None for a record that this version of the software cannot read.

    The title is the one it had when the plan was sealed: a typing mistake that was mended since stays in the protocol.
    """
    found = version_of(force, nudge_id, number)
    if found is None:
        return "A nudge that is not in this force's register", None
    corrections = [(one.at, one.before) for one in corrections_of(found.nudge)]
    title = f"{title_as_at(found.nudge.title, corrections, sealed_at)}, version {number}"
    try:
        return title, NudgeRecord.from_json(found.body)
    except ValueError:
        return title, None


def protocol_docx(protocol):
    """The protocol's bytes as DOCX: the same for the same protocol, with nobody named in its properties."""
    from docx import Document

    document = Document()
    _clear(document.core_properties, protocol.title)
    document.add_heading(f"Protocol: {protocol.title}", level=0)
    for mark in protocol.marks:
        document.add_paragraph().add_run(mark).bold = True
    for section in protocol.sections:
        document.add_heading(section.title, level=1)
        _table(document, section.items)
    written = io.BytesIO()
    document.save(written)
    return undated(written.getvalue())


def _table(document, items):
    table = document.add_table(rows=1, cols=3, style="Table Grid")
    for cell, text in zip(table.rows[0].cells, ("Item", "What it asks", "What the plan says"), strict=True):
        cell.text = text
    for item in items:
        for cell, text in zip(table.add_row().cells, (item.number, item.asks, item.text), strict=True):
            cell.text = text


def _clear(properties, title):
    for name in ("author", "last_modified_by", "comments", "keywords", "subject", "category"):
        setattr(properties, name, "")
    properties.title, properties.revision = title, 1
    properties.created = properties.modified = NO_DATE


def undated(packed):
    """The same zip file with its members in order and under one date."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(packed)) as old,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in sorted(old.namelist(), key=lambda one: (one != "[Content_Types].xml", one)):
            new.writestr(zipfile.ZipInfo(name, ZIP_DATE), old.read(name), zipfile.ZIP_DEFLATED)
    return written.getvalue()
