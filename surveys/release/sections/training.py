"""What officers said of their training; for a training session its three levels."""

from surveys.release.figures import mean_cell
from surveys.release.policy import percent
from surveys.release.sections.items import marks_table, spread
from surveys.release.sections.session import levels
from surveys.release.tables import column, row, section, table
from surveys.release.wording import hidden_note, standing_of
from surveys.scales.answers import question_columns, read_marks
from surveys.scales.intervals import mean_interval

ABOUT = ("training", "behaviour", "reaction")
SAID = "As officers said themselves."


def make(material):
    """Tables of the questions about training and behaviour, and the levels of a session; None where none was asked."""
    asked = material.instrument.asked_on(material.instrument.questions, material.wave.occasion)
    parts = [
        (name, part)
        for question in asked if question.about.startswith(ABOUT)
        for name, part in zip(question_columns(question), question.parts, strict=True)
        if part.kind != "text"
    ]  # fmt: skip
    found = [one for name, part in parts for one in _tables(material, name, part)]
    found += levels(material)
    if not parts and not material.occasions:
        return None
    return section("training", found, [] if found else ["Too few answers to show any of it."])


def _tables(material, name, part):
    if part.kind == "choice":
        return [one for one in [_choices(material, name, part)] if one]
    marks = read_marks(material.instrument, material.wave.answers, name).dropna()
    shown = marks_table(f"{name}.marks", part.text, spread(material, name, marks, part))
    return [one for one in (_mean(material, name, part, marks), shown) if one]


def _choices(material, name, part):
    policy, given = material.policy, list(material.wave.answers[name])
    counts = [given.count(choice) for choice in part.choices]
    answered = policy.answered(("choice", name), sum(counts), material.wave.n)
    shown = policy.parts(("choice", name), counts)
    if answered is None or not any(shown):
        return None
    rows = [
        row(f"choice{place}", choice, [count, percent(count, answered)])
        for place, (choice, count) in enumerate(zip(part.choices, shown, strict=True), 1)
    ]
    columns = [column("answers", "Answers", "count"), column("share", "Share", "percent")]
    return table(name, part.text, SAID, columns, rows, hidden_note(rows))


def _mean(material, name, part, marks):
    """The mean of a count or a mark, and how many gave one."""
    if len(marks) < material.policy.group:
        return None
    mean = mean_interval(marks, bounds=(part.low, part.high))
    cell = mean_cell(material.policy, ("marks", name), mean, part.low, part.high)
    answered = material.policy.answered(("marks", name), len(marks), material.wave.n)
    columns = [column("answered", "Answered", "count"), column("mean", "Mean (95 % interval)", "interval")]
    about = f"From {part.low} to {part.high}. {SAID}"
    few = standing_of(material.policy, ("marks", name), len(marks))
    return table(f"{name}.mean", part.text, about, columns, [row("all", "All", [answered, cell], few)])
