"""Every chart of a release. Each is drawn from one table of the payload and knows nothing that the table hides."""

from surveys.charts import bars, intervals
from surveys.charts.drawing import drawing_of

# (section, table): what draws it. A function gives (description, SVG), or None where the table shows no figure.
DRAWN = {
    ("response", "by_unit"): bars.draw_rates,
    ("response", "by_role"): bars.draw_rates,
    ("response", "by_code"): bars.draw_rates,
    ("profile", "overall"): intervals.draw_profile,
    ("items", "items"): bars.draw_distributions,
    ("barriers", "ranked"): intervals.draw_potentials,
    ("training", "learning"): intervals.draw_changes,
    ("training", "learning_later"): intervals.draw_changes,
    ("vignettes", "effects"): intervals.draw_effects,
    ("compared", "components"): intervals.draw_changes,
}


def draw_release(payload):
    """[Drawing] in the order of the page. Loads the drawing libraries: call it in a worker's child alone."""
    found = [
        _drawn(payload, section, table) for section in payload["sections"] for table in section["tables"]
    ]
    return [drawing for drawing in found if drawing]


def _drawn(payload, section, table):
    draw = DRAWN.get((section["key"], table["key"]))
    made = draw(table, payload) if draw else None
    return made and drawing_of(section, table, *made)
