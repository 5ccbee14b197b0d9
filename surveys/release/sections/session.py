"""A training session by level: reaction, learning and self-reported behaviour, from up to three surveys."""

from surveys.release.changes import (
    APART,
    LINKED,
    change_columns,
    change_row,
    linking_columns,
    linking_rows,
    paired,
)
from surveys.release.tables import table
from surveys.release.wording import component_name
from surveys.scales import training_levels
from surveys.scales.methods.training import FOURTH, UNPROVEN

FIRST = "From before the session to “{}”."
SHARES = "Share of the short cases that agree with the force’s rules"
BEHAVIOUR = "The behaviour, as officers reported it themselves"


def levels(material):
    """[table] of learning and behaviour at each later occasion; reaction stands with the questions themselves."""
    fielded = {
        name: one for name, one in material.occasions.items() if one.n >= material.policy.group
    }  # fmt: skip
    before, *later = material.instrument.occasions or ("",)
    later = [occasion for occasion in later if occasion in fielded]
    if before not in fielded or not later:
        return []
    pairs = {occasion: paired(fielded[before], fielded[occasion]) for occasion in later}
    found = _computed(material, fielded, pairs)
    tables = [_learning(material, one, pairs[one.occasion]) for one in found.learning]
    last = material.instrument.occasions[-1]
    if last in pairs and found.behaviour:
        tables.append(_behaviour(found.behaviour, pairs[last]))
    return tables + [_linking(occasion, pair) for occasion, pair in pairs.items() if pair.found]


def _linking(occasion, pair):
    title = f"Linked answers, {occasion}"
    return table(f"linking.{_slug(occasion)}", title, LINKED, linking_columns(), linking_rows(pair))


def _computed(material, fielded, pairs):
    instrument = material.instrument
    return training_levels(
        instrument,
        {name: one.answers for name, one in fielded.items()},
        links={occasion: pair.linked for occasion, pair in pairs.items() if pair.linked is not None},
        key=(material.rules or {}).get("answers") or None,
    )


def _learning(material, learning, pair):
    scale = material.instrument.scale
    rows = [
        change_row(pair, key, component_name(key), change, (scale.low, scale.high))
        for key, change in learning.components.items()
    ]
    rows.append(change_row(pair, "scenarios", SHARES, learning.scenarios, (0, 1)))
    title, about = f"Learning, {learning.occasion}", FIRST.format(learning.occasion)
    notes = [APART, FOURTH, UNPROVEN]
    key = "learning_later" if learning.occasion == material.instrument.occasions[-1] else "learning"
    return table(key, title, about, change_columns(pair), rows, notes)


def _behaviour(change, pair):
    rows = [change_row(pair, "behaviour", BEHAVIOUR, change, (0, 10))]
    about = FIRST.format(pair.after.occasion)
    return table("behaviour", "Behaviour", about, change_columns(pair), rows, [FOURTH])


def _slug(words):
    return words.replace(" ", "_")
