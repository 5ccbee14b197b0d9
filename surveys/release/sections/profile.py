"""How high the components stand: over everybody, and by one band at a time."""

import numpy as np

from surveys.release.figures import reading_of, score_cell
from surveys.release.material import BANDS
from surveys.release.policy import with_complement
from surveys.release.tables import column, row, section, table
from surveys.release.wording import CONVENTION, NOT_SAID, component_name, hidden_note, standing, standing_of
from surveys.scales.methods.diagnosis import LINES

ABOUT = "Means from {low} to {high} with 95 % intervals; high means that it helps."
TITLES = {"area": "By area", "role": "By role", "service": "By length of service"}
NARROWED = (
    "Intervals are narrowed for the share of those asked who answered, as if chance alone had kept the others away. "
    "Were they unlike those who answered, the truth may lie outside."
)
OWN_WORDS = "As officers themselves said; they could leave it out."


def make(material):
    """The profile, or why there is none."""
    cells = overall_cells(material)
    if not any(cells.values()):
        return section("profile", [], ["Fewer than ten answered, so no mean can be shown."])
    by_band = [by(material, band, list(cells)) for band in BANDS if material.names.get(band)]
    return section("profile", [_overall(material, cells), *(found for found in by_band if found)])


def overall_cells(material):
    """{component: cell of its mean over everybody}, high always meaning help."""
    policy, scale = material.policy, material.instrument.scale
    return {
        key: score_cell(policy, ("all", key), scores, scale, material.whole)
        for key, scores in material.wave.scores.items()
    }


def lines_of(scale):
    """The two marks that a reading goes by."""
    return tuple(scale.low + share * (scale.high - scale.low) for share in LINES)


def _overall(material, cells):
    scale, policy = material.instrument.scale, material.policy
    lines = lines_of(scale)
    rows = []
    for key, cell in cells.items():
        having = int(material.wave.scores[key].notna().sum())
        answered = policy.answered(("score", key), having, material.wave.n)
        shown = [None, None, None] if cell is None else [answered, cell, reading_of(cell, lines)]
        few = standing_of(policy, ("score", key), having) if answered is None else standing(answered)
        rows.append(row(key, component_name(key), shown, few))
    columns = [
        column("answered", "Answered", "count"),
        column("mean", "Mean (95 % interval)", "interval"),
        column("reading", "Reading", "text"),
    ]
    notes = [CONVENTION.format(*(f"{line:g}" for line in lines)), *([NARROWED] if material.whole else [])]
    about = ABOUT.format(low=scale.low, high=scale.high)
    return table("overall", "Everybody", about, columns, rows, notes)


def labels_of(material, band):
    """{key: name} of a band's groups, with those who did not say."""
    return {**material.names[band], NOT_SAID: "Not said"}


def groups_of(material, band):
    """(which group each response is in, {group: its number of responses}); what is no known group was not said."""
    labels = labels_of(material, band)
    member = [one if one in labels else NOT_SAID for one in material.wave.bands[band]]
    return member, {key: member.count(key) for key in labels}


def by(material, band, keys):
    """The table of one band; None where all of it would be hidden."""
    member, sizes = groups_of(material, band)
    shown = material.policy.groups(band, sizes)
    if not any(shown.values()):
        return None
    scores = _by_group(material, member, sizes)
    hidden = {key: _hidden(material.policy, shown, scores, key) for key in keys}
    rows = []
    for group, label in labels_of(material, band).items():
        cells = [None if group in hidden[key] else _cell(material, band, group, key, scores) for key in keys]
        rows.append(row(group, label, [shown[group], *cells], standing(shown[group])))
    columns = [column("answers", "Answers", "count")]
    columns += [column(key, component_name(key), "interval") for key in keys]
    scale = material.instrument.scale
    about = f"{ABOUT.format(low=scale.low, high=scale.high)} {OWN_WORDS}"
    return table(f"by_{band}", TITLES[band], about, columns, rows, hidden_note(rows))


def _by_group(material, member, groups):
    """{group: {component: scores of its responses}}."""
    places = {group: [at for at, one in enumerate(member) if one == group] for group in groups}
    return {
        group: {key: scores.to_numpy()[at] for key, scores in material.wave.scores.items()}
        for group, at in places.items()
    }


def _cell(material, band, group, key, scores):
    return score_cell(
        material.policy, (f"{band} {group}", key), scores[group][key], material.instrument.scale
    )


def _hidden(policy, shown, scores, component):
    """The groups whose mean of a component is hidden: too few have a score, or too few are hidden with them."""
    groups = list(shown)
    having = [int((~np.isnan(scores[group][component])).sum()) for group in groups]
    small = {i for i, g in enumerate(groups) if shown[g] is None or having[i] < policy.group}
    return {groups[i] for i in with_complement(having, small, policy.group)}
