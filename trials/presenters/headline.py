"""The verdict: a few sentences bound to the design, that say no more than it can bear."""

import re

from trials.presenters.numbers import in_words, interval, moved, p_value, percent, stand
from trials.presenters.subject import others_of
from trials.stats.strategy import all_checks

CANNOT_SAY_WHY = "The figures cannot say why."
NOT_ALIKE = (
    "The rank and the interval do not agree at this level: the rank is the test the plan rests on, and the "
    "interval takes the changes of the others to follow a normal curve."
)
NOT_TOLD = "Whether this is more than chance cannot be told:"


def verdict_of(report, body, cells, subject, measure_title):
    """The sentences of the verdict, first the one to take away. A list of strings."""
    if report["refused"]:
        return ["No verdict.", report["refused"]]
    primary = report["primary"]
    if primary["primary"] is None:
        return ["No verdict.", primary["verdict"].removeprefix("No verdict. ")]
    if "others_change" in primary["primary"]["details"]:
        sentences = compared(primary["primary"]["details"], subject, measure_title)
        sentences += standing(primary, body.analysis["alpha"], subject)
    else:
        sentences = alone(named_periods(primary["verdict"], body, cells), subject, measure_title)
    sentences += chosen_afterwards(report["start_is"], body, cells)
    return sentences if any("cannot say why" in text for text in sentences) else [*sentences, CANNOT_SAY_WHY]


def named_periods(text, body, cells):
    """The engine's "period 37" as a reader knows it."""
    span = body.data.primary.span
    return re.sub(r"\bperiod ([0-9]+)\b", lambda found: cells.label(span[int(found[1]) - 1]), text)


def compared(details, subject, measure_title):
    """Own change beside the mean change of the others, then the levels."""
    own, others = details["own_change"], details["others_change"]
    beside = moved(others).removesuffix(" points")
    count = details["units"] - details["treated_units"]  # places without cases on a side are left out
    compared_with = others_of(count, subject.noun if count == 1 else subject.plural)
    others_mean = " on average" if count > 1 else ""
    mean = " on average" if details["treated_units"] > 1 else ""
    return [
        f"{subject.name} {moved(own)}{mean} while {compared_with} {beside}{others_mean}.",
        f"{measure_title}: {percent(details['own_before'])} there in {subject.before}, "
        f"{percent(details['own_after'])} in {subject.after}; {compared_with} "
        f"{percent(details['others_before'])} and {percent(details['others_after'])}.",
    ]


def alone(verdict, subject, measure_title):
    """A design without others: what the engine says, with what it speaks of in front."""
    return [
        f"{subject.name}, {subject.before} against {subject.after}: {lower_first(measure_title)}.",
        verdict,
    ]


def standing(primary, alpha, subject):
    """Where the difference stands among the places, what that lets one say, and the difference itself."""
    estimate = primary["primary"]
    difference = f"The difference is {interval(estimate)}"
    blocking = blocking_texts(primary["findings"])
    said = f"{NOT_TOLD} {' '.join(blocking)}" if blocking else reading(estimate, alpha, subject)
    ranked = estimate["details"].get("rank_two_sided")
    if ranked is None:
        return [f"{difference}, {p_value(estimate['p_value'])}. {said}"]
    return [
        f"{ranked} of {estimate['details']['units']} {subject.plural} {stand(ranked)} as far from the rest; "
        f"two-sided placebo {p_value(estimate['p_value'])}. {said}",
        f"{difference}.",
        *([] if blocking or agree(estimate, alpha) else [NOT_ALIKE]),
    ]


def agree(estimate, alpha):
    """Whether the p-value and the interval say the same of no difference."""
    return (estimate["p_value"] <= alpha) is not (estimate["low"] <= 0 <= estimate["high"])


def reading(estimate, alpha, subject):
    """What the p-value lets one say, without a cause."""
    if estimate["p_value"] > alpha:
        return f"{subject.plural.capitalize()} differ by this much often enough that it does not stand out."
    return f"{subject.plural.capitalize()} seldom differ by this much."


def blocking_texts(findings):
    """The words of failed or undecided checks that forbid a verdict."""
    checks = all_checks()
    return [
        found["text"]
        for found in findings
        if found["status"] == "cannot tell" and checks[found["key"]].blocks_verdict
    ]


def chosen_afterwards(start_is, body, cells):
    """That the starting point was the extreme of its series, and when the dates were chosen."""
    seen = body.written_after_data_seen
    if start_is:
        label = cells.label(start_is["period"])
        fact = f"{label} was the {start_is['which']} of {in_words(start_is['of'])} {periods_word(body)}"
        return [f"{fact} and was chosen after seeing the figures." if seen else f"{fact}."]
    return ["The periods were chosen after seeing the figures."] if seen else []


def periods_word(body):
    return f"{body.data.grain}s"


def lower_first(text):
    return text[0].lower() + text[1:] if len(text) > 1 and text[1].islower() else text
