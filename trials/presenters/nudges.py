"""The register, one nudge, one version and a comparison of two, as plain values for their pages."""

from django.urls import reverse
from django.utils.timezone import localtime

from cjnudge.behaviour import COMPONENTS
from trials.nudges.approval import blocks, lacking
from trials.nudges.comparing import changed, rows_of
from trials.nudges.finished_work import all_finished
from trials.nudges.lines import BY_NAME, PARTS
from trials.nudges.record import NudgeRecord
from trials.nudges.reference import reference
from trials.presenters.sludge import sludge_page

KINDS = {
    "floor": "An idea from the floor",
    "training": "Training session “{title}”",
    "survey": "Survey “{title}”, barrier: {component}",
    "finished": "Finished work that comes with the software: {title}",
}
# Labels of lists that were not read again at their source stand with that warning.
SOURCES = tuple(reference(name) for name in ("techniques", "tags", "apease", "evidence"))


def record_of(version):
    """The version's NudgeRecord."""
    return NudgeRecord.from_json(version.body)


def address(name, nudge, *more):
    return reverse(f"trials:{name}", args=[nudge.force.slug, nudge.pk, *more])


def is_synthetic(nudge, record):
    """Whether it stands on made-up data: in a practice space, or from a survey whose answers were made up."""
    return nudge.force.is_practice or record.origin.synthetic


def state_of(nudge, versions):
    """(words, colour) of where a nudge stands. versions: newest first."""
    if nudge.archived_at:
        return "Archived", "grey"
    approved = next((one for one in versions if one.approved_at), None)
    if approved is None:
        return "Draft", "yellow"
    words = f"Version {approved.version} approved"
    return (words, "green") if versions[0].approved_at else (f"{words}, a new draft", "blue")


def register_rows(nudges):
    """One dictionary a nudge: title, address, behaviour, components, state, owner."""
    return [_row(nudge, list(nudge.versions.all())) for nudge in nudges]


def _row(nudge, versions):
    record, (state, colour) = record_of(versions[0]), state_of(nudge, versions)
    return {
        "title": nudge.title,
        "url": address("nudge", nudge),
        "behaviour": record.behaviour,
        "components": ", ".join(COMPONENTS[code].name for code in record.components),
        "state": state,
        "colour": colour,
        "owner": nudge.owner.name,
        "synthetic": is_synthetic(nudge, record),
    }


def finished_rows(force):
    """[(title, address, figures)] of the finished work that comes with the software."""
    return [
        (one.title, reverse("trials:nudge_finished", args=[force.slug, key]), one.figures)
        for key, one in all_finished().items()
    ]


def nudge_page(nudge, versions, counts, live_since, corrections=()):
    """Context of a nudge's page. versions: newest first; live_since: its first day in force, or None.

    corrections: what was mended in its title, the oldest first.
    """
    newest = versions[0]
    record, (state, colour) = record_of(newest), state_of(nudge, versions)
    draft = None if newest.approved_at else newest
    return {
        "nudge": nudge,
        "state": state,
        "colour": colour,
        "synthetic": is_synthetic(nudge, record),
        "facts": [
            ("Owner", nudge.owner.name),
            ("Comes from", origin_words(record.origin)),
            *earlier_titles(corrections),
        ],
        "versions": [(one, address("nudge_version", nudge, one.version), _said(one)) for one in versions],
        "draft": draft,
        "usable": None if nudge.archived_at else next((one for one in versions if one.approved_at), None),
        "steps": steps_of(nudge, draft, record) if draft else [],
        "ready": bool(draft) and not lacking(record),
        "blocks": blocks(record) if draft else [],
        "sludge": sludge_page(counts, live_since),
    }


def earlier_titles(corrections):
    """[(label, text)] of what the nudge was called before its typing mistakes were mended, the newest first."""
    return [
        (
            "Title",
            f"earlier: “{one.before}”. Corrected {localtime(one.at):%-d %B %Y} by {one.by.name}: {one.why}",
        )
        for one in reversed(corrections)
    ]


def _said(version):
    if version.approved_at is None:
        return "draft"
    return f"approved {localtime(version.approved_at):%-d %B %Y} by {version.approved_by.name}"


def steps_of(nudge, draft, record):
    """The parts of a draft for a task list: label, state, address."""
    open_ones = [key for key, _ in lacking(record)]
    return [
        {
            "label": part.title,
            "state": f"{open_ones.count(part.key)} to write" if part.key in open_ones else "Done",
            "url": address("nudge_part", nudge, draft.version, part.key),
        }
        for part in PARTS
    ]


def version_page(version, pictures, corrections=()):
    """Context of a version: its record in parts, where it came from, its pictures, its sources, earlier titles."""
    record = record_of(version)
    return {
        "version": version,
        "nudge": version.nudge,
        "synthetic": is_synthetic(version.nudge, record),
        "parts": [
            (title, [(label, text or unwritten(label)) for label, text in rows])
            for title, rows in rows_of(record)
        ],
        "origin": [*origin_rows(record.origin), *earlier_titles(corrections)],
        "pictures": [
            (one, address("nudge_picture", version.nudge, version.version, one.pk)) for one in pictures
        ],
        "sources": [(one.named, one.source, one.checked, one.licence) for one in SOURCES],
    }


def unwritten(label):
    """What stands where a line is empty."""
    return "Nothing" if label == BY_NAME["officer_notice"].label else "Not written yet"


def origin_words(origin):
    component = COMPONENTS[origin.component].name if origin.component else ""
    return KINDS[origin.kind].format(title=origin.title, component=component)


def origin_rows(origin):
    """[(label, text)] of where a version came from, with the edition that suggested each function."""
    suggested = [(f"{name}, suggested by", "; ".join(editions)) for name, editions in origin.suggestions]
    idea = [("Typical nudge it started from", origin.idea)] if origin.idea else []
    return [("Comes from", origin_words(origin)), *suggested, *idea]


def comparison_page(earlier, later):
    """Context of what differs between two versions."""
    rows = changed(record_of(earlier), record_of(later))
    return {
        "earlier": earlier,
        "later": later,
        "headings": [("Line", ""), (f"Version {earlier.version}", ""), (f"Version {later.version}", "")],
        "rows": [(label, before or "–", after or "–") for label, before, after in rows],
    }


def finished_page(entry):
    """Context of one entry of finished work."""
    about = [
        ("When", entry.when),
        ("Figures", entry.figures),
        ("Evaluated elsewhere", entry.evaluation_elsewhere),
        ("What an evaluation here would need", entry.to_fill),
    ]
    parts = [(title, known(rows)) for title, rows in rows_of(entry.record)]
    return {"entry": entry, "about": about, "parts": [part for part in parts if part[1]]}


def known(rows):
    """The lines that say something; what officers may be told is for nudges that can still go live."""
    later = {BY_NAME[name].label for name in ("officer_notice", "notice_in_trial")}
    return [(label, text) for label, text in rows if text and label not in later]
