"""The components beside those of an earlier wave."""

from surveys.release.changes import (
    APART,
    LINKED,
    NOT_LINKED,
    TEAMS,
    change_columns,
    change_row,
    has_codes,
    linking_columns,
    linking_rows,
    paired,
)
from surveys.release.tables import section, table
from surveys.release.wording import component_name
from surveys.scales import Side, SurveyRefused, compare_waves

NO_REASON = "A difference between two surveys does not say what made it."
UNLINKED = (
    "The two surveys are compared as if different officers had answered; where most of them are the same, intervals "
    "are on the wide side."
)


def make(material):
    """The changes since the earlier wave, or why there are none; None where the wave follows none."""
    if material.earlier is None:
        return None
    if min(material.earlier.n, material.wave.n) < material.policy.group:
        return section("compared", [], ["Fewer than ten answered one of the two surveys."])
    pair = paired(material.earlier, material.wave, material.names.get("area"))
    try:
        changes = _changes(material, pair)
    except SurveyRefused as refused:
        return section("compared", [], [str(refused)])
    scale = material.instrument.scale
    rows = [
        change_row(pair, key, component_name(key), one, (scale.low, scale.high))
        for key, one in changes.items()
    ]
    tables = [table("components", "Each component", _about(pair), change_columns(pair), rows, _notes(pair))]
    if pair.found:
        tables.append(table("linking", "Linked answers", LINKED, linking_columns(), linking_rows(pair)))
    return section("compared", tables, [NO_REASON])


def _about(pair):
    return f"“{pair.before.title}” and then “{pair.after.title}”."


def _changes(material, pair):
    sides = [
        Side(one.instrument, one.answers, labels)
        for one, labels in zip((pair.before, pair.after), pair.teams, strict=True)
    ]
    occasions = (pair.before.occasion, pair.after.occasion)
    return compare_waves(
        *sides, linked=pair.linked, bridge=material.bridge, occasion=occasions if any(occasions) else None
    )


def _notes(pair):
    notes = [APART, *([TEAMS] if None not in pair.teams else [])]
    if pair.linked is not None:
        return notes
    gave = has_codes(pair.before) and has_codes(pair.after)
    return [*([NOT_LINKED] if gave else []), UNLINKED, *notes]
