"""The first page of a planned trial: its state, what comes next and by whom, its versions and looks."""

from django.urls import reverse

from trials.lifecycle_of_trials import State
from trials.planning.periods import label_of

COLOURS = {
    State.DRAFT: "grey",
    State.SEALED: "blue",
    State.ALLOCATED: "blue",
    State.RUNNING: "yellow",
    State.CLOSED: "purple",
    State.ANALYSED: "green",
    State.PUBLISHED: "green",
    State.STOPPED: "red",
    State.ARCHIVED: "grey",
}
# What comes next in each state, and who does it. A draft's next step depends on its plan (_of_a_draft).
NEXT = {
    State.ALLOCATED: ("Start it on the day on which the first unit goes live.", "A constabulary lead"),
    State.CLOSED: ("Its last cases are being followed. The analysis then runs by itself.", "Nobody"),
    State.ANALYSED: (
        "Publish the result within 30 days, whatever it says, or say why it is not published.",
        "A constabulary lead",
    ),
    State.PUBLISHED: ("Nothing: its result is published.", "Nobody"),
    State.STOPPED: (
        "What was planned is still analysed once its cases are followed; until then nothing by arm is shown but the "
        "looks taken. Archive it to give that up.",
        "Nobody",
    ),
    State.ARCHIVED: ("Nothing: it is put away and stays readable.", "Nobody"),
}


def overview(trial, state, plan, *, has_look, **known):
    """Context of the page but for its lists.

    plan: the TrialPlan of the newest version or None; has_look: the next PlannedLook or None; known: what of_a_draft
    takes beside the plan.
    """
    what, who = next_step(state, plan, look=has_look, **known)
    return {
        "state": state.label,
        "colour": COLOURS[state],
        "next": what,
        "next_by": who,
    }


def next_step(state, plan, *, look, **known):
    """(what, by whom), each in words."""
    if state == State.DRAFT:
        return of_a_draft(plan, **known)
    if state == State.SEALED:
        drawn = plan is not None and plan.allocation is not None
        if drawn:
            return "Draw the allocation: the plan is sealed.", "A constabulary lead"
        return NEXT[State.ALLOCATED]
    if state == State.RUNNING:
        if look is None or plan is None:
            return "Close it after its last month.", "A constabulary lead"
        due = f"{look.due_on:%-d %B %Y}"
        after = label_of(plan, look.after_period)
        return (
            f"The next analysis comes by itself once cases up to {after} have been followed: not before {due}.",
            "Nobody: nobody reads outcomes by arm before then",
        )
    return NEXT[state]


def of_a_draft(plan, *, lacking, approved, returned, needs_power):
    """lacking: whether it is incomplete; approved, returned: what was said of it; needs_power: as sealing asks."""
    if plan is None or lacking:
        return "Finish the plan: some parts are still to do.", "A constabulary lead"
    if returned:
        return "The plan was returned: change what was asked for.", "A constabulary lead"
    if needs_power:
        # Before anybody reads it: the power is a part of the text that is approved.
        return (
            "Work out what the plan as it stands can find, and put the power into it.",
            "A constabulary lead",
        )
    if not approved:
        return (
            "A second person reads the plan, and approves or returns it.",
            "A lead, evaluator or guest, no author",
        )
    return "Seal the plan: it is approved.", "A constabulary lead"


def version_rows(trial, versions, names):
    """One dictionary a version of the plan: its number, address, state in words and whether data had been seen."""
    return [
        {
            "version": one.version,
            "url": reverse("trials:plan", args=[trial.force.slug, trial.pk, one.version]),
            "text": _said(one, names),
            "seal": one.seal,
            "after_data_seen": one.after_data_seen,
        }
        for one in versions
    ]


def _said(version, names):
    writer = names.get(version.written_by_id, "a former member")
    if version.is_sealed:
        return f"sealed {version.sealed_at:%-d %B %Y} by {names.get(version.sealed_by_id, 'a former member')}"
    return f"being written, last by {writer}"


def look_rows(looks, plan):
    """[[number, after which month, not before, whether taken]] for a table."""
    return [
        [
            "The analysis at the end" if look.is_final else f"Look {look.number}",
            label_of(plan, look.after_period) if plan else f"month {look.after_period}",
            f"{look.due_on:%-d %B %Y}",
            "Taken" if look.run_id else "To come",
        ]
        for look in looks
    ]
