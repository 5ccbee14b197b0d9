"""What a trial is planned with: sizes, level and likeness of cases, from a force's own past or plainly assumed."""

from dataclasses import asdict, dataclass

from trials.stats.errors import CannotEstimate, InputRefused

# STATISTICS, power: under twenty units the planning ICC is not taken below 0.05, so nothing better is assumed where
# there is no past at all. Its upper limit is twice that, near the top of what the engine's own suite covers (0.15).
ASSUMED_ICC, ASSUMED_ICC_HIGH = 0.05, 0.10
# Cases of one unit in different months are taken to be a fifth less alike than within one: the value of the published
# stepped-wedge example that the engine is held against (ICC 0.05, CAC 0.8).
ASSUMED_CAC = 0.8
FEWEST_CASES = 5  # a mean of fewer a month is not shown for one unit, even inside its own force


@dataclass(frozen=True, kw_only=True)
class PlanningValues:
    """Per month and unit, as far as known. `cases` in the order of `units`; intervals at 95 %, None where assumed.

    `icc` is the one planned with, `icc_estimate` what was found (None where assumed), `icc_high` its upper 80 % limit.
    `parts` are shares of eligible cases by way of ending ({"oocr", "charge", "nfa", "other"}), {} where not counted.
    `assumed` names what is not from figures, and `why` says in a sentence why not.
    """

    units: tuple[str, ...]
    cases: tuple[float, ...]
    months: int
    baseline: float
    icc: float
    icc_high: float
    cac: float
    icc_estimate: float | None = None
    icc_interval: tuple[float, float] | None = None
    cac_interval: tuple[float, float] | None = None
    parts: tuple[tuple[str, float], ...] = ()
    assumed: tuple[str, ...] = ()
    why: str = ""

    def as_dict(self):
        """In JSON's types; `planning_values` gives it back."""
        return asdict(self)

    @property
    def mean_cases(self):
        """Cases a month of the average unit."""
        return sum(self.cases) / len(self.cases)

    @property
    def spread_of_cases(self):
        """Coefficient of variation of the units' sizes."""
        mean = self.mean_cases
        squares = sum((size - mean) ** 2 for size in self.cases) / max(len(self.cases) - 1, 1)
        return squares**0.5 / mean if mean else 0.0


def planning_values(held):
    """The PlanningValues that `as_dict` gave."""
    pairs = {name: tuple(held[name]) if held[name] else None for name in ("icc_interval", "cac_interval")}
    lists = {name: tuple(held[name]) for name in ("units", "cases", "assumed")}
    return PlanningValues(**{**held, **pairs, **lists, "parts": tuple(map(tuple, held["parts"]))})


def values_from(rows, parts=()):
    """PlanningValues from [(unit, period, events, cases)] of months in which nobody had the nudge.

    Level and sizes are always the past's own. Where it says too little about how alike cases are, ICC and CAC are
    assumed and `why` says so. parts: {way of ending: share}.items().
    """
    import pandas as pd

    from trials.stats import correlation_intervals, read_history

    frame = pd.DataFrame(rows, columns=["unit", "period", "events", "cases"])
    frame = frame.assign(period=frame["period"].rank(method="dense").astype(int))
    known = {**sizes_of(frame), "parts": tuple(parts)}
    try:
        found, intervals = read_history(frame), correlation_intervals(frame)
    except (CannotEstimate, InputRefused) as refusal:
        return _with_assumed(known, f"The past cannot say how alike cases of one unit are: {refusal}")
    return PlanningValues(
        **known,
        icc=found.icc,
        icc_high=max(found.icc_high, found.icc),
        cac=found.cac,
        icc_estimate=found.icc_estimate,
        icc_interval=intervals["icc"],
        cac_interval=intervals["cac"],
    )


def sizes_of(frame):
    """Units by name, their mean cases a month, months, and the share of events: what needs no model."""
    size = frame.pivot_table(index="unit", columns="period", values="cases", aggfunc="sum", fill_value=0)
    size = size[size.sum(axis=1) > 0].sort_index()
    return {
        "units": tuple(size.index),
        "cases": tuple(size.mean(axis=1).tolist()),
        "months": int(size.shape[1]),
        "baseline": float(frame["events"].sum() / frame["cases"].sum()),
    }


def values_assumed(units, *, cases, baseline):
    """PlanningValues without any past: what a person typed, and assumed likeness."""
    known = {"units": tuple(units), "cases": (float(cases),) * len(units), "months": 0, "baseline": baseline}
    found = _with_assumed(known, "No history was given, so a person typed level and sizes.")
    return PlanningValues(
        **{**found.as_dict(), "assumed": ("baseline", "cases", *found.assumed), "parts": ()}
    )


def _with_assumed(known, why):
    return PlanningValues(
        **known, icc=ASSUMED_ICC, icc_high=ASSUMED_ICC_HIGH, cac=ASSUMED_CAC, assumed=("icc", "cac"), why=why
    )
