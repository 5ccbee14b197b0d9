"""Nudges of the demonstration: one person writes each down, a second approves it; nothing in them is evidence."""

from cjnudge.accounts.permissions import Role
from trials.models import NudgeVersion
from trials.nudges.record import Criterion, NudgeRecord, digest_of
from trials.nudges.reference import CRITERIA
from trials.operations.nudges import approve_version, create_nudge


def nudge_of(cast, title, wording, *, at):
    """The approved version of a nudge; written and approved now where there is none."""
    there = NudgeVersion.scoped.for_force(cast.practice).filter(nudge__title=title, approved_at__isnull=False)
    if found := there.first():
        return found
    lead, second = cast.people[Role.LEAD], cast.people[Role.EVALUATOR]
    made = create_nudge(force=cast.practice, title=title, held=record_of(wording), by=lead, at=at)
    return approve_version(version=made, draft=digest_of(made.body), by=second, at=at)


def record_of(wording):
    return NudgeRecord(
        behaviour="Officers consider an out-of-court resolution before they ask for a charge.",
        why="It is forgotten at the decision point.",
        components=("C-Ps", "M-Au"),
        functions=("Environmental restructuring",),
        techniques=("7.1",),
        tag="timely",
        policy="Guidelines",
        wording=wording,
        who="The officer in the case reads it before a charge request is opened.",
        materials="A card, or a line in the records system.",
        where="Where the decision is made.",
        when="Before every charge request.",
        dose="Once a case.",
        tailoring="Nothing is tailored.",
        fidelity="Ten cases a month and unit are looked through.",
        burden="Half a minute a case.",
        reversal="It is taken away the same day.",
        apease=tuple(
            Criterion(key=key, score=2, sentence="Made up for the demonstration.") for key in CRITERIA
        ),
        owner="Made up for the demonstration",
        impact_assessment="Made up for the demonstration",
        stop_rules="A resolution in a case that a rule excludes.",
        evidence_grade="none",
        evidence="None is known.",
    )
