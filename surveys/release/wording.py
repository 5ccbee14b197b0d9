"""Words that stand on more than one table of a release."""

from cjnudge.behaviour import COMPONENTS

ROUNDED = (
    "Counts are rounded to {base} at random, up or down, before any share is computed; groups under {group}, and "
    "what would tell of them, are hidden. Figures that belong together may therefore differ a little."
)
HIDDEN = "Hidden: fewer than ten, or hidden because together with the rest it would tell of fewer than ten."
CONVENTION = "Barrier, unclear and enabler are read off two lines, {} and {}: a convention, not a finding."
FEW = 30  # as SURVEYS section 3 has it, counted on what is shown
INDICATIVE = "indicative: under 30 answers"
NOT_SAID = "not_stated"


def component_name(key):
    """What a component, or opportunity and motivation as a whole, is called on a page."""
    name = COMPONENTS[key].name if key in COMPONENTS else key
    return name[:1].upper() + name[1:]


def standing(shown):
    """ "indicative" in words, of a count as it is shown."""
    return INDICATIVE if shown is not None and shown < FEW else ""


def hidden_note(rows):
    """[HIDDEN] where a cell of the rows is hidden."""
    return [HIDDEN] if any(cell is None for one in rows for cell in one["cells"]) else []
