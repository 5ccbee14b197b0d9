"""Which answers look as if given without reading, and the means with and without them. Nothing is deleted."""

from surveys.release.figures import score_cell
from surveys.release.policy import percent
from surveys.release.sections.profile import overall_cells
from surveys.release.tables import column, row, section, table
from surveys.release.wording import component_name, hidden_note, standing_of

FLAGS = {
    "straight": "All statements marked alike, one worded the other way round among them",
    "long_string": "Ten or more marks alike in a row",
    "contradicts": "Two statements answered against each other",
}
NARROWED = "Only intervals of everybody are narrowed for the share of those asked who answered."
ANY = "Any of these"
TOO_FEW = "Fewer than about ten answers, or all but so few, look like that: nothing is set apart."


def make(material):
    """Flags with their number, and means with and without the flagged where both may be told."""
    flagged = [bool(flags) for flags in material.wave.flags]
    rows = _rows(material, sum(flagged))
    if rows[-1]["cells"][0] is None:
        return section("quality", [], [TOO_FEW])
    columns = [column("answers", "Answers", "count"), column("share", "Share", "percent")]
    about = "Computed from the order in which each officer was asked, before that order was forgotten."
    flags = table("flags", "Flags", about, columns, rows, hidden_note(rows))
    return section("quality", [flags, _side_by_side(material, flagged)])


def _rows(material, any_of_them):
    """One row a flag and one for any; a flag is told of only where those with another one alone are not few."""
    policy, n = material.policy, material.wave.n
    found = {key: sum(key in flags for flags in material.wave.flags) for key in FLAGS}
    parts = {key: [count, any_of_them - count, n - any_of_them] for key, count in found.items()}
    rows = [
        row(key, FLAGS[key], _cells(material, policy.parts(("flag", key), parts[key])[0])) for key in FLAGS
    ]
    shown = policy.parts(("flag", "any"), [any_of_them, n - any_of_them])[0]
    return [*rows, row("any", ANY, _cells(material, shown))]


def _cells(material, count):
    return [count, percent(count, material.policy.count("answers", material.wave.n))]


def _side_by_side(material, flagged):
    clean = [not one for one in flagged]
    rows = []
    for key, cell in overall_cells(material).items():
        scores = material.wave.scores[key][clean]
        other = score_cell(material.policy, ("unflagged", key), scores, material.instrument.scale)
        few = standing_of(material.policy, ("unflagged", key), int(scores.notna().sum()))
        rows.append(row(key, component_name(key), [cell, other], few))
    columns = [
        column("everyone", "Everybody", "interval"),
        column("without", "Without the flagged", "interval"),
    ]
    about = "Means with 95 % intervals. Nothing was deleted: all other tables count everybody."
    notes = [NARROWED] if material.whole else []
    return table("scores", "With and without", about, columns, rows, notes)
