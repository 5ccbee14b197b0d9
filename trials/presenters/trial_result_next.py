"""What now: at most a handful of plain steps that follow from a trial's result and from nothing else."""

from datetime import date

BY_PATTERN = {
    "no_verdict": "Read below what is missing, and take no decision on these figures.",
    "pilot": "Use what was learned about delivery and burden to plan the trial itself.",
    "goes_on": "Go on as planned. Change nothing because of this look.",
    "cannot_tell": "Read below which check is undecided, and take no decision on the difference.",
    "described": "Take no decision on the difference: it is described, and nothing was tested.",
    "timing": "Do not count this as more resolutions. If speed is wanted for itself, say so and plan for it.",
    "later": "Do not count this as fewer resolutions. Ask in the units what makes them wait.",
    "no_evidence": "Hold the interval against the effect worth having: below it, stop; else the trial was too small.",
    "net_widening": "Ask the scrutiny panel, before it goes further, whether those people should have had an outcome.",
    "both": "Ask the scrutiny panel, before it goes further, whether those who had no outcome before should have one.",
    "more": "Ask the scrutiny panel where the further resolutions came from, before the nudge goes further.",
    "substitution": "Ask the scrutiny panel whether the resolutions were appropriate, then let the board decide.",
    "fewer": "Stop the nudge where it runs, or change it and test it again.",
    "moved": "Let the board decide on the figures below.",
}
BREACHED = "A guardrail is breached: decide first whether the nudge stops."
WATCH = "Keep counting what is on watch: harm past its margin is not ruled out."
WAIT = "Come back on {on}, when {title} is mature."
BELOW = "The difference shown is smaller than what the plan called worth having."


def next_steps(plan, report):
    """The steps, most urgent first."""
    states = {one["state"] for one in report["guardrails"]}
    steps = [BREACHED] if "breached" in states else []
    steps.append(BY_PATTERN[report["verdict"]["pattern"]])
    if is_below_worthwhile(plan, report):
        steps.append(BELOW)
    if "watch" in states:
        steps.append(WATCH)
    waiting = sorted((one["mature_on"], one["title"]) for one in report["guardrails"] if one["mature_on"])
    steps += [WAIT.format(on=on, title=title) for on, title in spoken(waiting)[:1]]
    return steps


def spoken(waiting):
    days = [(date.fromisoformat(on), title) for on, title in waiting]
    return [(f"{day.day} {day:%B %Y}", title) for day, title in days]


def is_below_worthwhile(plan, report):
    """Whether a difference is shown, and a smaller one than the plan called worth having."""
    primary = report["engine"]["primary"]
    shown = report["verdict"]["pattern"] in ("more", "net_widening", "substitution", "both", "moved")
    in_points = shown and primary["scale"] == "risk_difference"
    return bool(in_points and abs(primary["value"]) < plan.worthwhile.effect)
