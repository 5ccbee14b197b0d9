"""The verdict: a few sentences bound to the design, that say no more than it can bear."""

from trials.presenters.numbers import in_words, moved, p_value, percent, points
from trials.stats.strategy import all_checks

CANNOT_SAY_WHY = "The figures cannot say why."


def verdict_of(report, body, cells, subject, measure_title):
    """The sentences of the verdict, first the one to take away. A list of strings."""
    if report["refused"]:
        return ["No verdict.", report["refused"]]
    primary = report["primary"]
    if primary["primary"] is None:
        return [primary["verdict"]]
    details = primary["primary"]["details"]
    sentences = (
        compared(details, subject, measure_title)
        if "others_change" in details
        else alone(primary["verdict"], subject, measure_title)
    )
    sentences += standing(primary, body.analysis.get("alpha", 0.05), subject)
    sentences += chosen_afterwards(report["start_is"], body, cells)
    return sentences if any("cannot say why" in text for text in sentences) else [*sentences, CANNOT_SAY_WHY]


def compared(details, subject, measure_title):
    """Own change beside the mean change of the others, then the levels."""
    own, others = details["own_change"], details["others_change"]
    beside = moved(others).removesuffix(" points")
    mean = " on average" if details["treated_units"] > 1 else ""
    return [
        f"{subject.name} {moved(own)}{mean} while {subject.others} {beside} on average.",
        f"{measure_title}: {percent(details['own_before'])} there in {subject.before}, "
        f"{percent(details['own_after'])} in {subject.after}; the others "
        f"{percent(details['others_before'])} and "
        f"{percent(details['others_after'])}.",
    ]


def alone(verdict, subject, measure_title):
    """A design without others: what the engine says, with what it speaks of in front."""
    return [
        f"{subject.name}, {subject.before} against {subject.after}: {lower_first(measure_title)}.",
        verdict,
    ]


def standing(primary, alpha, subject):
    """Where the difference stands among the places, or how the test reads; nothing for a description."""
    estimate = primary["primary"]
    blocking = blocking_texts(primary["findings"])
    if blocking:
        return [f"Whether this is more than chance cannot be told: {' '.join(blocking)}"]
    if estimate["p_value"] is None or "others_change" not in estimate["details"]:
        return []
    difference = (
        f"{points(estimate['value'])} points ({points(estimate['low'])} to {points(estimate['high'])})"
    )
    ranked = estimate["details"].get("rank_two_sided")
    if ranked is None:
        return [
            f"The difference is {difference}, {p_value(estimate['p_value'])}. "
            f"{reading(estimate, alpha, subject)}"
        ]
    return [
        f"{ranked} of {estimate['details']['units']} {subject.plural} stand as far from the rest; "
        f"two-sided placebo "
        f"{p_value(estimate['p_value'])}. {reading(estimate, alpha, subject)}",
        f"The difference is {difference}.",
    ]


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
