"""The shapes a new file fills in: a Design, an Estimator, a Check. Values, never subclasses.

What an estimator or check needs and what a design and its data offer are sets of words; it runs where
the first is contained in the second. The words in use:

    counts       pooled counts before and after (before_after)
    series       the treated units summed to one series
    long_series  that series has at least eight points before and after
    changes      each unit's change from before to after, treated and untreated
    one_treated, several_treated      units treated
    several_a_side                    two treated units and two untreated, or more
    uncontrolled                      no untreated units in the design
    randomised                        units or cases were allocated at random; else unrandomised
    clusters                          unit values of allocated arms, after the start
    adoption                      cells of units that start at different times, none by chance
    controlled                    a series less that of comparison units
    steps                         cells of units by steps between staggered starts
    within                        outcomes vary within a cell by a known amount (not rates)
    arm_counts                        pooled counts of two allocated arms
    proportion, rate, continuous      what is measured
    risk_difference, log_risk_ratio, log_odds_ratio     the plan's scale; ratio: a logarithmic one
    covariates                        the plan names columns that units are alike or unlike in
    cluster_named                     the plan says which cases are alike
    sceptical                         the plan names a prior about no effect
    relative                          both a difference and a ratio can be taken
    cells_in_time                     the design reads its effect from cells of units that start at different times
    look                              the analysis is one of several planned looks
    exposed                           the table says where the nudge was delivered
    compared_units                    one value a unit and arm: clusters or changes
    summed_units                      units' cases are added together: one series, before and after, or arms of cases
    groups                            the plan compares groups of cases within units
    timing                            when outcomes came, by the timing table; timing_compared: by side
    the key of an estimate            in a check's needs: that estimate was made
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cjnudge.registry import discover
from trials.stats.sides import before_and_after, inverse_variance, one_contrast, treated_alone


@dataclass(frozen=True, kw_only=True)
class Design:
    """How units came to be treated: what the data then offer, which estimator leads, what may be said.

    `primary(evidence)` names the primary estimator or raises CannotEstimate; `verdict(evidence,
    estimate, findings)` is the sentence on top; `series(evidence)` the plain lists a chart draws.
    `honours` are the optional plan fields the design acts on: any other, if set, is refused. `staggered`
    lets units start at different periods, `baseline` asks for periods before the start, `several_arms`
    allows more than two, `split` are further columns that tell the rows of one unit and period apart.
    `counts(evidence)` are the pooled (events, cases) of the two `sides` a comparison without clusters
    is made of, `pool(panel)` the one series a series is read from, `contrasts(evidence, primary)` every
    arm against control by its name. `incidence_signs` are what the cumulative incidence of each side adds to
    the difference; empty where units start at different times: there `cells(panel, plan)` reads each cell's own.
    `information(evidence, estimate)` is 1/SE² so far, for planned looks;
    `unit_effects(panel, plan)` one value a unit, for contrasts between groups of its cases.
    """

    title: str
    estimand: str
    maryland: int
    offers: frozenset[str]
    scales: frozenset[str]
    kinds: frozenset[str]
    honours: frozenset[str]
    primary: Callable[[Any], str]
    verdict: Callable[[Any, Any, tuple], str]
    series: Callable[[Any], dict]
    check_frame: Callable[[Any], None]
    staggered: bool = False
    baseline: bool = True
    several_arms: bool = False
    split: tuple[str, ...] = ()
    sides: tuple[str, str] = ("after", "before")
    counts: Callable[[Any], tuple] = before_and_after
    pool: Callable[[Any], Any] = treated_alone
    contrasts: Callable[[Any, Any], Mapping] = one_contrast
    information: Callable[[Any, Any], float] = inverse_variance
    unit_effects: Callable[[Any, Any], Any] | None = None
    incidence_signs: Mapping[tuple[int, int], int] = field(default_factory=dict)
    cells: Callable[[Any, Any], Any] | None = None


@dataclass(frozen=True, kw_only=True)
class Estimator:
    """One way to compute an Estimate from Evidence; may raise CannotEstimate.

    `every_outcome` is the name under which it stands beside each secondary outcome and guardrail too; "" if it
    is the primary outcome's alone.
    """

    title: str
    needs: frozenset[str]
    run: Callable[[Any], Any]
    every_outcome: str = ""


@dataclass(frozen=True, kw_only=True)
class Check:
    """One test of an assumption: `run(evidence, estimates)` gives a Finding.

    `grade(level, finding)` gives the Maryland level after it; `blocks_verdict` marks a check whose
    "cannot tell" is the verdict, `warns` one whose failure is said after the verdict.
    """

    question: str
    needs: frozenset[str]
    run: Callable[[Any, Mapping], Any]
    grade: Callable[[int, Any], int] = lambda level, finding: level
    blocks_verdict: bool = False
    warns: bool = False


def all_designs() -> Mapping[str, Design]:
    """Every design, by key."""
    return discover("trials.stats.designs", "DESIGN", Design)


def all_estimators() -> Mapping[str, Estimator]:
    """Every estimator, by key."""
    return discover("trials.stats.estimators", "ESTIMATOR", Estimator)


def all_checks() -> Mapping[str, Check]:
    """Every check, by key."""
    return discover("trials.stats.checks", "CHECK", Check)


def words(*names: str) -> frozenset[str]:
    """The names as a set."""
    return frozenset(names)
