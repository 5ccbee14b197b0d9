"""An instrument as its pages show it."""

from cjnudge.behaviour import COMPONENTS
from surveys.presenters.respondent_length import minutes_alone
from surveys.scales.minutes import WORDS_A_MINUTE

NOTICE = (
    ("What it is for", "purpose"),
    ("Who can see what", "who_sees"),
    ("What anonymity cannot promise", "limits"),
    ("How long it is kept", "kept"),
    ("No way back", "withdrawal"),
    ("Whom to ask", "contact"),
)


def line(instrument):
    """One entry of the list."""
    return {"instrument": instrument, "length": length(instrument)}


def length(instrument):
    """How long it takes, in words: each occasion where there are several."""
    sittings = instrument.occasions or ("",)
    return ", ".join(f"about {minutes_alone(instrument, o)} minutes {o}".strip() for o in sittings)


def preview(instrument):
    """Everything an officer would read, and what a lead must know about it."""
    return {
        "instrument": instrument,
        "length": length(instrument),
        "pace": WORDS_A_MINUTE,
        "notice": [(heading, getattr(instrument.notice, field)) for heading, field in NOTICE],
        "groups": groups(instrument),
        "questions": [(question, when(question)) for question in instrument.questions],
        "scenarios": [(scenario, when(scenario)) for scenario in instrument.scenarios],
    }


def groups(instrument):
    """[(component, [(item, when it is asked)])] in the order of the file."""
    return [
        (COMPONENTS[code], [(item, when(item)) for item in instrument.items if item.component == code])
        for code in instrument.components
    ]


def when(entry):
    return ", ".join(entry.occasions)
