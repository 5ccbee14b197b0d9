"""The lines of a record as people read and write them: label, the sentence that says what is wanted, and its part."""

from dataclasses import dataclass

from cjnudge.behaviour import COMPONENTS
from surveys.scales import load_mapping
from trials.nudges.reference import reference

FUNCTIONS = tuple(load_mapping("function_to_policy_2014").rows)
POLICIES = tuple(sorted({p for row in load_mapping("function_to_policy_2014").rows.values() for p in row}))


@dataclass(frozen=True)
class Line:
    """One line. `kind`: text, short, several, one, codes or yes; `needed` before it can be approved."""

    name: str
    label: str
    hint: str
    kind: str = "text"
    needed: bool = True


@dataclass(frozen=True)
class Part:
    """One screen of the form."""

    key: str
    title: str
    lines: tuple[Line, ...]


PARTS = (
    Part(
        "behaviour",
        "What should change, and why this",
        (
            Line("behaviour", "Behaviour", "Who does what, in which cases, when: one sentence"),
            Line("why", "Why this", "What stops people now, and how this takes it away"),
            Line("components", "Components of behaviour", "What holds the behaviour back (COM-B)", "several"),
            Line("functions", "Intervention functions", "What the nudge does about it", "several"),
            Line(
                "techniques",
                "Technique codes",
                "Such as 7.1, 12.1; they are listed on a page of their own",
                "codes",
            ),
            Line("tag", "EAST or MINDSPACE tag", "The one that fits best", "one"),
            Line("policy", "Policy lever", "What it is brought about by", "one"),
        ),
    ),
    Part(
        "delivery",
        "What exactly is done",
        (
            Line("wording", "Exact wording", "Word for word what the officer reads or hears"),
            Line("who", "Who changes what", "Which role changes which form, screen, rule or habit"),
            Line(
                "materials", "Materials", "Forms, cards, screens, slides: what is needed and where it is kept"
            ),
            Line("where", "Where", "Custody desk, records system, briefing: the places in the process"),
            Line("when", "When", "At which moment of a case, from which day of the shift or month"),
            Line("dose", "How much", "How often, how long, for how many: the dose that counts as delivered"),
        ),
    ),
    Part(
        "keeping",
        "Keeping it as it was meant",
        (
            Line(
                "tailoring",
                "What may be adapted",
                "What a unit may change, and what it may not; or “nothing”",
            ),
            Line("fidelity", "How delivery is checked", "What is looked at, by whom, how often"),
            Line("burden", "Burden", "Extra or saved work for officers: minutes, clicks, fields"),
            Line("reversal", "How it is undone", "Who switches it off, and how long that takes"),
        ),
    ),
    Part("apease", "Is it worth trying?", ()),
    Part(
        "care",
        "Who answers for it, and when it stops",
        (
            Line("owner", "Owner", "The role that answers for it, not a name", "short"),
            Line("impact_assessment", "Impact assessment", "Its reference, or why none is needed", "short"),
            Line("stop_rules", "When it is stopped", "What would make you switch it off at once"),
            Line(
                "evidence_grade", "Strength of the evidence", "What is known so far, not what is hoped", "one"
            ),
            Line("evidence", "What the grade rests on", "Study, place and year; or that none is known"),
            Line(
                "officer_notice",
                "What officers may be told",
                "Shown to everyone on the force's page for officers while it is live; left empty, nothing is said",
                needed=False,
            ),
            Line(
                "notice_in_trial",
                "Tell officers also while it is part of a trial",
                "Leave it out where knowing would change what is measured",
                "yes",
                needed=False,
            ),
        ),
    ),
)
BY_NAME = {line.name: line for part in PARTS for line in part.lines}


def part_of(key):
    """The Part with this key, or None."""
    return next((part for part in PARTS if part.key == key), None)


def choices_of(name):
    """{value: label} a line chooses from, in order; empty for a line that is typed."""
    if name == "components":
        return {code: f"{one.name[0].upper()}{one.name[1:]} ({code})" for code, one in COMPONENTS.items()}
    if name in ("functions", "policy"):
        return {one: one for one in (FUNCTIONS if name == "functions" else POLICIES)}
    lists = {"techniques": "techniques", "tag": "tags", "evidence_grade": "evidence"}
    return reference(lists[name]).labels if name in lists else {}


def words_of(name, value):
    """A line's value in words: labels for what was chosen, the text for what was typed, "" for nothing."""
    choices = choices_of(name)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if name == "techniques":
        return "; ".join(f"{code} {choices.get(code, '')}".strip() for code in value)
    if isinstance(value, tuple):
        return "; ".join(choices.get(one, one) for one in value)
    return choices.get(value, value)
