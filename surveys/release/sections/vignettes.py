"""What sways decisions on cases with details that vary: for the whole force, from 100 officers on, by no group."""

from surveys.release.figures import estimate_cell, p_words
from surveys.release.tables import column, row, section, table
from surveys.scales import vignettes
from surveys.scales.methods.vignettes import LEAST_OFFICERS

FORCE_WIDE = "For the whole force only: for no unit, role or person."
TOO_FEW = f"Not shown: results are told from {LEAST_OFFICERS} officers on, and where details varied enough."
RANDOM = "Details were drawn at random, so what else the cases had in common does not explain a difference."
ABOUT = "Difference in the share who would deal with it out of court, in points of 100."


def make(material):
    """The effect of each detail and the audit of those that must not matter; None where no such cases were asked."""
    module = next((one for one in material.modules if one.kind == "vignettes"), None)
    if module is None:
        return None
    found = vignettes(material.wave.decisions, module.levels, audited=module.audited)
    if not found:
        return section("vignettes", [], [TOO_FEW])
    words = {a.key: dict(a.levels) for a in module.attributes}
    return section("vignettes", [_effects(found, words), _audit(found)], [FORCE_WIDE, RANDOM])


def _effects(found, words):
    rows = [
        row(f"{one.attribute}.{level.level}", _label(one.attribute, level, words[one.attribute]),
            [_points(level, found.officers), p_words(level.p_value), p_words(one.p_holm)])
        for one in found.attributes for level in one.levels
    ]  # fmt: skip
    columns = [
        column("effect", "Difference in points (95 % interval)", "interval"),
        column("p", "p", "text"),
        column("p_holm", "p of the detail (Holm)", "text"),
    ]
    method = f"{found.method[:1].upper()}{found.method[1:]}."
    return table("effects", "Each detail", ABOUT, columns, rows, [method])


def _label(attribute, level, words):
    return f"{attribute}: “{words[level.level]}”, against “{words[level.base]}”"


def _points(level, officers):
    ends = [100 * value for value in (level.effect, level.low, level.high)]
    return estimate_cell(*ends, officers, 200)


def _audit(found):
    rows = [row(one.attribute, one.attribute, [one.audit]) for one in found.attributes if one.audited]
    about = "Details that no decision should turn on."
    return table("audit", "Details that must not matter", about, [column("found", "Found", "text")], rows)
