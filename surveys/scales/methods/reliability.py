"""How consistently the items of each domain were answered, or why that cannot be said."""

from dataclasses import dataclass

import numpy as np

from surveys.scales.answers import read_answers
from surveys.scales.arithmetic import alpha as classic
from surveys.scales.arithmetic.minres import omega_total, one_factor
from surveys.scales.domains import domains, scored
from surveys.scales.intervals import ALPHA, FEW
from surveys.scales.results import Refusal, Result

ROUNDING = 1e-9  # a sum of covariances this small against their diagonal is rounding of nought
FLAGGED = 0.15  # share at an end of the scale: Terwee and others (2007) J Clin Epidemiol 60:34
FORMATIVE = (
    "A low value is no proof of a bad index: the items of a component may each add something of their own "
    "and need not go together."
)


@dataclass(frozen=True)
class ItemAnalysis(Result):
    """One item within its domain.

    `item_rest` is its correlation with the sum of the others, `alpha_if_dropped` the others' alpha (two items: none).
    floor and ceiling are the shares of answers at the lower and upper end of the scale, an item's own words turned
    round where it is reversed; over 15 % is flagged. n marked it; missing and not_applicable did not.
    """

    id: str
    item_rest: float | None
    alpha_if_dropped: float | None
    floor: float
    ceiling: float
    flags: tuple[str, ...]
    n: int
    missing: int
    not_applicable: int


@dataclass(frozen=True)
class Reliability(Result):
    """Internal consistency of one domain.

    alpha with its Feldt interval (low, high); omega total of one factor, None where none is found, and
    `heywood` where that factor explains an item wholly, so that omega is to be read with care; spearman_brown
    for two items, in place of alpha as what to read. item_rest, floor and ceiling are {item id: figure}. n
    responses answered at least one item, n_complete all of them. `left_out` are items that never vary.
    `notes` are sentences to show with the figures.
    """

    alpha: float
    low: float
    high: float
    omega: float | None
    heywood: bool
    spearman_brown: float | None
    item_rest: dict[str, float]
    floor: dict[str, float]
    ceiling: dict[str, float]
    n: int
    n_complete: int
    items: tuple[ItemAnalysis, ...]
    left_out: tuple[str, ...]
    notes: tuple[str, ...]


def reliability(instrument, answers, *, by="component", occasion="", missing="pairwise", alpha=ALPHA):
    """{domain: Reliability}, or a Refusal in place of one: a single item, or fewer than 30 who answered.

    `by` is "component" or "tdf" as in `score`. `missing` says which responses a covariance is taken from:
    "pairwise" from all that have both items (as R's psych does), "complete" from those that have every item.
    """
    read = read_answers(instrument, answers)
    grouped = domains(instrument, by, occasion)
    return {key: of_items(items, read, instrument.scale, missing, alpha) for key, items in grouped.items()}


def of_items(items, read, scale, missing="pairwise", outside=ALPHA):
    """The Reliability of the sum of some items, or a Refusal; `read` are the Answers."""
    if len(items) == 1:
        return Refusal("n/a: one item has no internal consistency.", "Ask more than one item to estimate it.")
    values = scored(items, read, scale)
    complete = values.dropna()
    values = complete if missing == "complete" else values.dropna(how="all")
    varying = [name for name in values if values[name].nunique() > 1]
    kept = values[varying].to_numpy(float)
    if (refusal := _cannot(values, kept)) is not None:
        return refusal
    covariance = classic.covariances(kept)
    if not covariance.sum() > ROUNDING * np.trace(covariance):
        return Refusal(
            "The items run against each other: their sum does not vary.",
            "Check which items are reversed.",
        )
    found = _figures(covariance, classic.correlations(kept), len(values), outside)
    left_out = tuple(name for name in values if name not in varying)
    analyses = tuple(_item(item, read, values, scale, varying, covariance) for item in items)
    return Reliability(
        **found,
        item_rest={a.id: a.item_rest for a in analyses if a.item_rest is not None},
        floor={a.id: a.floor for a in analyses},
        ceiling={a.id: a.ceiling for a in analyses},
        n=len(values),
        n_complete=len(complete),
        items=analyses,
        left_out=left_out,
        notes=tuple(_notes(found, left_out, analyses)),
    )


def _cannot(values, kept):
    """A Refusal where responses are too few, or too few items vary."""
    pairs = int(classic.pairs_there(values.to_numpy(float)).min()) if len(values) else 0
    if pairs < FEW:
        return Refusal(
            f"{pairs} responses answered the items together; under {FEW} no reliability is computed.",
            f"Wait for {FEW}.",
        )
    if kept.shape[1] < 2:
        return Refusal(
            "All or all but one of the items were answered alike by everybody.",
            "Nothing that does not vary can be consistent: reword the items.",
        )
    return None


def _figures(covariance, correlation, n, outside):
    k = len(covariance)
    value = classic.alpha(covariance)
    low, high = classic.feldt_interval(value, n, k, outside)
    r = float(correlation[0, 1])
    omega, heywood = _omega(correlation) if k > 2 else (None, False)
    return {
        "alpha": value,
        "low": low,
        "high": high,
        "omega": omega,
        "heywood": heywood,
        "spearman_brown": classic.spearman_brown(r) if k == 2 and r > -1 else None,
    }


def _omega(correlation):
    """(omega total, whether an item is explained wholly); (None, False) where one factor is none of these items."""
    if not np.isfinite(correlation).all() or not correlation.sum() > 0:
        return None, False
    found = one_factor(correlation)
    if found is None:
        return None, False
    value = omega_total(correlation, found.loadings)
    return (value, found.heywood) if 0 <= value <= 1 else (None, False)


def _item(item, read, values, scale, varying, covariance):
    marked = values[item.id].dropna()
    floor, ceiling = (float((marked == end).mean()) for end in (scale.low, scale.high))
    at = varying.index(item.id) if item.id in varying else None
    dropped = classic.without_each(covariance) if len(varying) > 2 else None
    rest = None if at is None else float(classic.item_rest(covariance)[at])
    return ItemAnalysis(
        id=item.id,
        item_rest=rest if rest is not None and np.isfinite(rest) else None,
        alpha_if_dropped=None if at is None or dropped is None else _finite(dropped[at]),
        floor=floor,
        ceiling=ceiling,
        flags=tuple(w for w, share in (("floor", floor), ("ceiling", ceiling)) if share > FLAGGED),
        n=len(marked),
        missing=int(read.missing[item.id].sum()),
        not_applicable=int(read.not_applicable[item.id].sum()),
    )


def _finite(value):
    return float(value) if np.isfinite(value) else None


def _notes(found, left_out, analyses):
    yield FORMATIVE
    if found["spearman_brown"] is not None:
        yield "Two items: read Spearman-Brown, not alpha."
    if found["alpha"] < 0:
        yield "Alpha is under nought: items speak against each other. Check which are reversed."
    if left_out:
        yield f"Answered alike by everybody and left out: {', '.join(left_out)}."
    if found["omega"] is None and found["spearman_brown"] is None:
        yield "No single factor was found, so there is no omega."
    if found["heywood"]:
        yield "The factor explains one item wholly (a Heywood case): read omega with care."
    if flagged := [a.id for a in analyses if a.flags]:
        yield f"Over 15 % of answers stand at an end of the scale: {', '.join(flagged)}."
