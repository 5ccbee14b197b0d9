"""A complete record of a nudge, and its changes."""

from dataclasses import replace

from trials.nudges.record import Criterion, NudgeRecord
from trials.nudges.reference import CRITERIA

FULL = NudgeRecord(
    behaviour="Custody sergeants consider an out-of-court resolution before they ask for a charge.",
    why="It is forgotten at the decision point.",
    components=("C-Ps", "M-Au"),
    functions=("Enablement",),
    techniques=("7.1",),
    tag="timely",
    policy="Guidelines",
    wording="Could this be dealt with out of court?",
    who="The custody sergeant asks, before the charge request is opened.",
    materials="A card on the desk.",
    where="Custody desk.",
    when="Before every charge request.",
    dose="Once a case.",
    tailoring="Nothing.",
    fidelity="Ten cases a month are looked through.",
    burden="Half a minute a case.",
    reversal="The card is taken away the same day.",
    apease=tuple(Criterion(key=key, score=2, sentence=f"Looked at: {key}.") for key in CRITERIA),
    owner="Chief inspector, custody",
    impact_assessment="EIA 2026/7",
    stop_rules="A resolution in a case that a rule excludes.",
    evidence_grade="none",
    evidence="None is known.",
)


def scored(key, score, sentence="Looked at."):
    """FULL with one criterion changed."""
    changed = (
        Criterion(key=key, score=score, sentence=sentence) if one.key == key else one for one in FULL.apease
    )
    return replace(FULL, apease=tuple(changed))
