"""Which components leave most room and go together with the behaviour, and what the mappings suggest for each."""

from surveys.release.figures import estimate_cell, number_cell, reading_of, scaled
from surveys.release.sections.profile import lines_of, overall_cells
from surveys.release.tables import cannot, column, row, section, table
from surveys.release.wording import CONVENTION, component_name, standing_of
from surveys.scales import diagnose
from surveys.scales.mapping import load_mapping
from surveys.scales.methods.diagnosis import IDEAS, NOT_CAUSAL

NOT_ASKED = "The survey does not ask about the behaviour."
TOO_FEW = "Too few told of both, or all alike."
RANKED = "Ranked by headroom (the room above the mean) times association with the behaviour, largest first."
ORDER = (
    "A place is where these answers put it: where intervals of headroom × association overlap, others could have put "
    "another first."
)
UNRANKED = "Not ranked: the survey does not ask about the behaviour."
NO_PLACE = "no place"


def make(material):
    """The ranked components with functions and ideas; None where no component can be shown."""
    cells = {key: cell for key, cell in overall_cells(material).items() if cell}
    found = diagnose(material.instrument, material.wave.answers, material.mapping)
    shown = [barrier for barrier in found.barriers if barrier.domain in cells]
    if not shown:
        return None
    return section(
        "barriers",
        [_ranked(material, found, shown, cells), _functions(found, shown), _ideas(material, shown)],
    )


def _ranked(material, found, shown, cells):
    scale = material.instrument.scale
    lines = lines_of(scale)
    places = {b.domain: place for place, b in enumerate((b for b in shown if _pairs(material, b)), 1)}
    rows = [
        row(b.domain, component_name(b.domain), _cells(b, cells[b.domain], scale, lines, places, found.behaviour),
            standing_of(material.policy, ("score", b.domain), b.gap.pairs if b.domain in places else b.gap.n))
        for b in shown
    ]  # fmt: skip
    columns = [
        column("rank", "Place", "number"),
        column("mean", "Mean (95 % interval)", "interval"),
        column("reading", "Reading", "text"),
        column("headroom", "Headroom, % of the scale", "interval"),
        column("association", "Association with the behaviour (r)", "interval"),
        column("potential", "Headroom × association", "interval"),
    ]
    notes = [CONVENTION.format(*(f"{line:g}" for line in lines)), *([ORDER] if places else []), NOT_CAUSAL]
    return table("ranked", "Components", RANKED if found.behaviour else UNRANKED, columns, rows, notes)


def _pairs(material, barrier):
    """Whether enough told of both for an association to be shown."""
    return barrier.rank is not None and barrier.gap.pairs >= material.policy.group


def _cells(barrier, mean, scale, lines, places, behaviour):
    span = scale.high - scale.low
    headroom = scaled(mean, -100 / span, 100 * scale.high / span)
    if barrier.domain not in places:
        why = cannot(TOO_FEW if behaviour else NOT_ASKED)
        return [cannot(NO_PLACE), mean, reading_of(mean, lines), _whole(headroom), why, why]
    gap = barrier.gap
    association = _association(gap)
    potential = _potential(gap)
    return [places[barrier.domain], mean, reading_of(mean, lines), _whole(headroom), association, potential]


def _whole(cell):
    return {name: round(value) for name, value in cell.items()}


def _association(gap):
    limits = (gap.association_low, gap.association_high)
    if None in limits:
        return number_cell(gap.association, gap.pairs, 2, (-1, 1))
    return estimate_cell(gap.association, *limits, gap.pairs, 2, ends=(-1, 1))


def _potential(gap):
    limits = (gap.potential_low, gap.potential_high)
    if None in limits:
        return number_cell(gap.potential, gap.pairs, 2)
    return estimate_cell(gap.potential, *limits, gap.pairs, 2)


def _functions(found, shown):
    rows = [
        row(b.domain, component_name(b.domain), [
            "; ".join(f.name for f in b.functions) or "none named",
            "; ".join(dict.fromkeys(policy for f in b.functions for policy in f.policies)) or "none named",
        ])
        for b in shown
    ]  # fmt: skip
    columns = [column("functions", "Functions", "text"), column("policies", "Policy categories", "text")]
    notes = [f"Policy categories: {found.policies_from}."]
    return table("functions", "Functions that speak to each", f"{found.named}.", columns, rows, notes)


def _ideas(material, shown):
    """Every idea once, those for the first component on top."""
    items = {item.id for item in material.instrument.items}
    ideas = dict.fromkeys(idea for b in shown for idea in b.ideas)
    rows = [
        row(f"idea{place}", idea.barrier, [
            "; ".join(idea.components),
            "; ".join(idea.nudges),
            "; ".join(idea.techniques),
            "; ".join(item for item in idea.items if item in items) or "none",
        ])
        for place, idea in enumerate(ideas, 1)
    ]  # fmt: skip
    columns = [
        column("components", "Components", "text"),
        column("nudges", "What has been tried", "text"),
        column("techniques", "Techniques", "text"),
        column("items", "Statements", "text"),
    ]
    mapping = load_mapping(IDEAS)
    return table("ideas", "Ideas by barrier", f"{mapping.named}. None is shown to work here.", columns, rows)
