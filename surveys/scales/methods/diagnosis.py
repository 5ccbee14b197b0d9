"""Which components hold the behaviour back most, by headroom times association, and which functions speak to them."""

from dataclasses import dataclass, replace

import numpy as np

from cjnudge.behaviour import COMPONENTS
from surveys.scales.answers import question_columns, read_answers, read_marks
from surveys.scales.arithmetic.potential import Association, Potential, association, potential
from surveys.scales.domains import domains, enabling
from surveys.scales.intervals import ALPHA, Mean, mean_interval
from surveys.scales.mapping import Idea, Mapping, load_mapping
from surveys.scales.results import Refusal, Result, SurveyRefused

LINES = (0.5, 0.7)  # of the way up the scale: 5 and 7 from 0 to 10, SURVEYS section 3; a convention
POLICIES, IDEAS = "function_to_policy_2014", "nudge_ideas_oocr"
CONVENTION = "Barrier, unclear and enabler are read off two lines: a convention, not a finding."
NOT_CAUSAL = (
    "A component that goes together with the behaviour need not be what holds it back: both are what the same "
    "officers said at the same time."
)


@dataclass(frozen=True)
class Function(Result):
    """One intervention function, with the policy categories that can deliver it."""

    name: str
    policies: tuple[str, ...]


@dataclass(frozen=True)
class Gap(Result):
    """How far a score lies from its best, and how it goes together with the behaviour.

    All with high meaning help. `mean` to `high` over n responses; `headroom` is the share of the scale above the
    mean; `association` (Pearson's r over `pairs` that told of both) with Fisher's interval; `potential` their
    product with its interval. `reading` is barrier, unclear or enabler. Figures of association are None, and
    `silent` says why, where it cannot be told.
    """

    n: int
    mean: float
    low: float | None
    high: float | None
    standing: str
    reading: str
    headroom: float
    headroom_low: float | None
    headroom_high: float | None
    pairs: int
    association: float | None
    association_low: float | None
    association_high: float | None
    potential: float | None
    potential_low: float | None
    potential_high: float | None
    silent: str


@dataclass(frozen=True)
class ItemGap(Result):
    """The same of one item."""

    id: str
    text: str
    gap: Gap | Refusal


@dataclass(frozen=True)
class Barrier(Result):
    """One component (or TDF domain) with its place in the order, 1 the largest potential; no place, no rank.

    `functions` are those the mapping names for it, `ideas` what has been tried elsewhere for such a barrier.
    """

    domain: str
    name: str
    rank: int | None
    gap: Gap | Refusal
    functions: tuple[Function, ...]
    ideas: tuple[Idea, ...]
    items: tuple[ItemGap, ...]


@dataclass(frozen=True)
class Diagnosis(Result):
    """Barriers, largest potential first, and where the step from barrier to function comes from."""

    instrument: str
    version: int
    statement: str
    behaviour: str
    mapping: str
    edition: str
    named: str
    source: str
    verified: bool
    policies_from: str
    ranked_by: str
    lines: tuple[float, float]
    barriers: tuple[Barrier, ...]
    notes: tuple[str, ...]


def diagnose(
    instrument, answers, mapping="behaviour_change_wheel_2014", *, behaviour="", lines=None, alpha=ALPHA
):
    """A Diagnosis: components ranked by headroom x association, each with its intervals and its functions.

    `mapping` names a table of components, or of TDF domains, to functions. `behaviour` is the column that tells
    of it, by default the first question about behaviour; an instrument without one is not ranked, and says so.
    `lines` are the two marks on the scale that reading goes by, by default half and seven tenths of the way up.
    """
    table, read = _function_table(mapping), read_answers(instrument, answers)
    column = behaviour or _behaviour_column(instrument)
    done = read_marks(instrument, answers, column).to_numpy() if column else np.full(len(answers), np.nan)
    measure = _Measure(instrument.scale, done, bool(column), _checked(lines, instrument.scale), alpha)
    by = "tdf" if table.kind == "domains to functions" else "component"
    grouped = {k: items for k, items in domains(instrument, by).items() if by == "tdf" or k in COMPONENTS}
    barriers = _ranked([_barrier(key, items, read, measure, table) for key, items in grouped.items()])
    return Diagnosis(
        instrument=instrument.key,
        version=instrument.version,
        statement=instrument.behaviour.statement,
        behaviour=column,
        mapping=table.key,
        edition=table.edition,
        named=table.named,
        source=table.source,
        verified=table.verified,
        policies_from=load_mapping(POLICIES).named,
        ranked_by=_ranked_by(barriers, column),
        lines=measure.lines,
        barriers=barriers,
        notes=tuple(_notes(table)),
    )


@dataclass(frozen=True)
class _Measure:
    """What every gap is measured with."""

    scale: object
    done: np.ndarray
    asked: bool
    lines: tuple[float, float]
    alpha: float


def _function_table(key):
    table = key if isinstance(key, Mapping) else load_mapping(key)
    if table.kind not in ("components to functions", "domains to functions"):
        raise SurveyRefused(
            f"{table.key} does not lead to functions",
            remedy="Use behaviour_change_wheel_2011, behaviour_change_wheel_2014 or theoretical_domains_2014.",
        )
    return table


def _behaviour_column(instrument):
    for question in instrument.questions:
        if question.about.startswith("behaviour") and question.parts[0].kind == "count":
            return question_columns(question)[0]
    return ""


def _checked(lines, scale):
    if lines is None:
        return tuple(scale.low + share * (scale.high - scale.low) for share in LINES)
    if not scale.low <= lines[0] <= lines[1] <= scale.high:
        raise SurveyRefused(
            f"Lines {lines[0]} and {lines[1]} do not stand in order on a scale from {scale.low} to {scale.high}",
            remedy="Give the lower one first, both on the scale.",
        )
    return tuple(float(line) for line in lines)


def _barrier(key, items, read, measure, table):
    codes = {item.component for item in items}
    return Barrier(
        domain=key,
        name=COMPONENTS[key].name if key in COMPONENTS else table.aliases.get(key, key),
        rank=None,
        gap=_gap(enabling(items, read, measure.scale), measure),
        functions=tuple(Function(name, load_mapping(POLICIES).row(name)) for name in table.row(key)),
        ideas=tuple(i for i in load_mapping(IDEAS).ideas if codes & set(i.components)),
        items=tuple(
            ItemGap(item.id, item.text, _gap(enabling([item], read, measure.scale), measure))
            for item in items
        ),
    )


def _gap(values, measure):
    scale = measure.scale
    mean = mean_interval(values, bounds=(scale.low, scale.high), alpha=measure.alpha)
    if not mean:
        return mean
    x = values.to_numpy()
    found = association(x, measure.done, measure.alpha) if measure.asked else None
    product = potential(x, measure.done, found, scale.low, scale.high, measure.alpha) if found else None
    pairs = int((~np.isnan(x) & ~np.isnan(measure.done)).sum())
    return Gap(
        n=mean.n,
        mean=mean.mean,
        low=mean.low,
        high=mean.high,
        standing=mean.standing,
        reading=reading(mean, measure.lines),
        **_headroom(mean, scale),
        pairs=pairs,
        **_figures(found, product),
        silent="" if found else _silent(measure, pairs),
    )


def _headroom(mean: Mean, scale):
    span = scale.high - scale.low
    ends = (mean.mean, mean.high, mean.low)
    left = [None if end is None else (scale.high - end) / span for end in ends]
    return dict(zip(("headroom", "headroom_low", "headroom_high"), left, strict=True))


def _figures(found: Association | None, product: Potential | None):
    names = ("association", "association_low", "association_high")
    others = ("potential", "potential_low", "potential_high")
    if found is None:
        return dict.fromkeys(names + others)
    values = (found.r, found.low, found.high, product.value, product.low, product.high)
    return dict(zip(names + others, values, strict=True))


def _silent(measure, pairs):
    if not measure.asked:
        return "The instrument does not ask about the behaviour."
    if pairs < 10:
        return f"Only {pairs} responses tell of both; under 10 no association is computed."
    return "Everybody answered alike, so nothing can go together."


def reading(mean, lines):
    """ "barrier" where the whole interval lies under the lower line, "enabler" over the upper, else "unclear"."""
    if mean.low is None:
        return "unclear"
    if mean.high < lines[0]:
        return "barrier"
    return "enabler" if mean.low > lines[1] else "unclear"


def _ranked(barriers):
    """Largest potential first and numbered; those without one after them, in the order of the file."""
    told = [b for b in barriers if b.gap and b.gap.potential is not None]
    told = sorted(told, key=lambda b: -b.gap.potential)
    rest = [b for b in barriers if b not in told]
    return tuple(replace(b, rank=place) for place, b in enumerate(told, 1)) + tuple(rest)


def _ranked_by(barriers, column):
    if not column:
        return "Not ranked: the instrument does not ask about the behaviour."
    if not any(b.rank for b in barriers):
        return "Not ranked: no association with the behaviour could be computed."
    return f"Headroom times association with {column}, largest first."


def _notes(table):
    yield CONVENTION
    yield NOT_CAUSAL
    if not table.verified:
        yield f"{table.title}: {table.checked}"
    policies = load_mapping(POLICIES)
    yield f"{policies.title}: {policies.checked}"
    yield f"{load_mapping(IDEAS).title}: ideas, none shown to work here."
