"""What must not get worse: holds, watch, breached, monitoring only, not mature until a day, or not counted.

Sources: STATISTICS section 3 on guardrails; DESIGN rule 3: without its full follow-up one never reads as passed.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from trials.planning.scales import is_share, scale_of
from trials.stats.wording import signed

STATES = ("breached", "watch", "not_mature", "monitoring_only", "not_counted", "holds")
LABELS = {
    "breached": "Breached",
    "watch": "Watch",
    "not_mature": "Not mature",
    "monitoring_only": "Monitoring only",
    "not_counted": "Not counted",
    "holds": "Holds",
}


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What the cells hold of one outcome: all of it; nothing before `mature_on` (ISO); or `refused`, why not.

    `entered` and `followed` are cases, given where it is not mature yet.
    """

    mature_on: str = ""
    entered: int = 0
    followed: int = 0
    refused: str = ""

    @property
    def is_ready(self):
        return not self.mature_on and not self.refused


@dataclass(frozen=True, kw_only=True)
class Guardrail:
    """One guardrail as it stands. `estimate` as the engine gives it, None where there is none to show."""

    key: str
    title: str
    better: str
    state: str
    text: str
    margin: float | None = None
    mature_on: str | None = None
    estimate: dict | None = None
    entered: int = 0
    followed: int = 0
    rules_fired: tuple[str, ...] = field(default=())


def judge(line, seen, result, *, fired=()):
    """The Guardrail of a plan's OutcomeLine.

    `result` is the engine's outcome (dictionary) or None, `fired` the texts of stop rules that fired on it: then it is
    breached, mature or not.
    """
    values = {
        "key": line.key,
        "title": line.title,
        "better": line.better,
        "margin": line.margin,
        "entered": seen.entered,
        "followed": seen.followed,
        "rules_fired": tuple(fired),
    }
    state, text, estimate, mature = standing(line, seen, result)
    if fired:
        state, text = "breached", f"Its stop rule fired: {' '.join(fired)} {text}"
    return Guardrail(state=state, text=text, estimate=estimate, mature_on=mature, **values)


def standing(line, seen, result):
    """(state, sentence, estimate, day it is mature on): what keeps it from being judged first."""
    if seen.refused:
        return "not_counted", seen.refused, None, None
    if seen.mature_on:
        return "not_mature", immature_words(seen), None, seen.mature_on
    if result is None or result["estimate"] is None:
        return "not_counted", result["text"] if result else "Not counted: no case of it was seen.", None, None
    return (*judged(line, result), None)


def judged(line, result):
    """(state, sentence, estimate) of one that can be estimated."""
    estimate, text = result["estimate"], in_its_scale(line, result)
    if line.margin is None:
        return "monitoring_only", f"{UNMARGINED} {seen_words(line, estimate)}", estimate
    if result["status"] == "watch" and could_not_hold(line, estimate):
        return "monitoring_only", f"{text} {TOO_WIDE}", estimate
    if result["status"] == "cannot tell":
        return "watch", f"{text} Harm is not ruled out.", estimate
    return result["status"], text, estimate


UNMARGINED = "The plan sets no margin of harm, so this is monitoring only."
TOO_WIDE = (
    "This trial could not have ruled out harm as large as the margin even if nothing had changed, so this is "
    "monitoring only."
)


def could_not_hold(line, estimate):
    """Whether power to hold is under a half, read from the interval: its half-width is the margin or more.

    One whose estimate itself lies past the margin stays on watch: a bad sign is not played down by its width.
    """
    if estimate["low"] is None or estimate["high"] is None:
        return False
    half = (estimate["high"] - estimate["low"]) / 2
    harm = estimate["value"] if line.better == "lower" else -estimate["value"]
    return half >= line.margin > harm


def immature_words(seen):
    """ "Not mature until 4 March 2027: 40 % …", without any figure of what came of the cases."""
    share = (
        f"{signed(100 * seen.followed / seen.entered, 0)} % of {seen.entered:,}"
        if seen.entered
        else "not all"
    )
    until = day_words(seen.mature_on)
    return f"Not mature until {until}: {share} cases have their full follow-up, and nothing is said before all have."


def day_words(iso):
    """ "4 March 2027"."""
    day = date.fromisoformat(iso)
    return f"{day.day} {day:%B %Y}"


def seen_words(line, estimate):
    """The difference with its interval, in what it is measured in."""
    scale, bounds = scale_of(line.key), ""
    if estimate["low"] is not None:
        bounds = f" ({scale.shown(estimate['low'])} to {scale.shown(estimate['high'])})"
    return f"The difference is {scale.said(estimate['value'])}{bounds}."


def in_its_scale(line, result):
    """The engine's sentence; of what is no share of cases one with the figures in their own words."""
    estimate, scale = result["estimate"], scale_of(line.key)
    judged_so = OWN_WORDS.get(result["status"])
    if is_share(line.key) or judged_so is None or line.margin is None:
        return result["text"]
    least, most = sorted(
        estimate[end] if line.better == "lower" else -estimate[end] for end in ("low", "high")
    )
    found = judged_so.format(least=scale.said(least), most=scale.said(most), margin=scale.said(line.margin))
    arm = ARM.match(result["text"])
    return f"{arm.group()}{found[0].lower()}{found[1:]}" if arm else found


ARM = re.compile("In the arm [^:]+: ")
OWN_WORDS = {
    "holds": "Harm of {margin} or more is ruled out.",
    "breached": "Harm is at least {least}, past the margin of {margin}.",
    "watch": "Harm of up to {most} is not ruled out.",
}


def summary(guardrails):
    """Is it safe? In one or two sentences, worst first."""
    if not guardrails:
        return "The plan names no guardrail, so nothing is said about harm."
    by_state = {state: [g for g in guardrails if g.state == state] for state in STATES}
    said = [
        SUMMARIES[state].format(titles=titles(found), n=len(found))
        for state, found in by_state.items()
        if found
    ]
    return " ".join(said)


def titles(guardrails):
    names = [one.title for one in guardrails]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


SUMMARIES = {
    "breached": "Breached: {titles}.",
    "watch": "Watch: {titles}; harm past the margin is not ruled out.",
    "not_mature": "Not mature yet: {titles}.",
    "monitoring_only": "Monitoring only: {titles}.",
    "not_counted": "Not counted: {titles}.",
    "holds": "Holds: {titles}.",
}
