"""Words that stand on more than one table of a release."""

from cjnudge.behaviour import COMPONENTS

ROUNDED = (
    "Counts are rounded to {base} at random, up or down, before any share is computed. Means are rounded at random "
    "too, and their intervals widened by as much. Groups under {group}, and what would tell of them, are hidden. Where "
    "fewer than about ten left a question out, all are shown as having answered it. Figures that belong together may "
    "therefore differ a little."
)
HIDDEN = "Hidden: fewer than ten, or hidden because together with the rest it would tell of fewer than ten."
CONVENTION = "Barrier, unclear and enabler are read off two lines, {} and {}: a convention, not a finding."
FEW = 30  # as SURVEYS section 3 has it, counted on what is shown
INDICATIVE = "indicative: about 30 answers or fewer"
NOT_SAID = "not_stated"


def component_name(key):
    """What a component, or opportunity and motivation as a whole, is called on a page."""
    name = COMPONENTS[key].name if key in COMPONENTS else key
    return name[:1].upper() + name[1:]


def standing(shown):
    """ "indicative" in words, of a count as it is shown: what is shown as 30 may be 26, and is indicative too."""
    return INDICATIVE if shown is not None and shown <= FEW else ""


def standing_of(policy, name, n):
    """The same of n answers, counted as a policy shows them under this name; "" of fewer than may be told of."""
    return standing(policy.count(name, n))


def hidden_note(rows):
    """[HIDDEN] where a cell of the rows is hidden."""
    return [HIDDEN] if any(cell is None for one in rows for cell in one["cells"]) else []
