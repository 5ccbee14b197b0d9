"""How consistently the statements of a component were answered."""

from surveys.release.figures import estimate_cell, number_cell
from surveys.release.tables import cannot, column, row, section, table
from surveys.release.wording import FEW, component_name
from surveys.scales import reliability
from surveys.scales.methods.reliability import FORMATIVE

ONE_ITEM = "n/a: one statement has no consistency."
PAIRED = "Two statements: read Spearman–Brown."
NOT_PAIRED = "For two statements only."
TOO_FEW = "Under 30 answers, or answers that do not vary: it cannot be computed."
HEYWOOD = "One statement is explained wholly: read omega with care."
SOME_LEFT_OUT = "Not every statement could be counted in."


def make(material):
    """Alpha with its interval, omega and Spearman-Brown by component; item-rest correlations."""
    found = reliability(material.instrument, material.wave.answers, occasion=material.wave.occasion)
    enough = {key: one if one and one.n_complete >= FEW else None for key, one in found.items()}
    if not any(enough.values()):
        return section(
            "reliability", [], [f"Not computed: it needs {FEW} answers and two statements or more."]
        )
    items = {key: len(_items(material, key)) for key in found}
    rows = [row(key, component_name(key), _cells(one, items[key]), _note(one)) for key, one in enough.items()]
    columns = [
        column("alpha", "Cronbach’s alpha (95 % interval)", "interval"),
        column("omega", "Omega total", "number"),
        column("spearman_brown", "Spearman–Brown", "number"),
    ]
    about = "From 30 answers on. Alpha with Feldt’s interval."
    return section(
        "reliability",
        [table("domains", "Each component", about, columns, rows, [FORMATIVE]), _of_items(material, enough)],
    )


def _items(material, key):
    asked = material.instrument.asked_on(material.instrument.items, material.wave.occasion)
    return [item for item in asked if item.component == key]


def _cells(found, items):
    if found is None:
        why = cannot(ONE_ITEM if items == 1 else TOO_FEW)
        return [why, why, why]
    if found.spearman_brown is not None:
        return [
            cannot(PAIRED),
            cannot(PAIRED),
            number_cell(found.spearman_brown, found.n_complete, 1, (-9, 1)),
        ]
    alpha = estimate_cell(found.alpha, found.low, found.high, found.n_complete, 1, ends=(-9, 1))
    return [alpha, number_cell(found.omega, found.n_complete, 1, (0, 1)), cannot(NOT_PAIRED)]


def _note(found):
    if found is None:
        return ""
    return " ".join([HEYWOOD] * found.heywood + [SOME_LEFT_OUT] * bool(found.left_out))


def _of_items(material, found):
    texts = {item.id: item.text for item in material.instrument.items}
    rows = [
        row(item.id, texts[item.id], [
            number_cell(item.item_rest, one.n_complete, 2, (-1, 1)),
            number_cell(item.alpha_if_dropped, one.n_complete, 1, (-9, 1)),
        ])
        for one in found.values() if one for item in one.items
    ]  # fmt: skip
    columns = [
        column("item_rest", "Item–rest r", "number"),
        column("alpha_without", "Alpha without it", "number"),
    ]
    about = "Each statement against the others of its component."
    return table("items", "Each statement", about, columns, rows)
