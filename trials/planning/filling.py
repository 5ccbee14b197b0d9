"""Every field of a plan from the advised design and a few answers, each with one plain sentence why it is so."""

from dataclasses import dataclass, replace
from datetime import date

from cjnudge.periods import add_months
from trials.planning.assistant import MOST_STEPS, PILOT, TITLES
from trials.planning.balancing import CALLED, CONSTRAINED, differing
from trials.planning.trial_plan import CONTROL, AllocationRule, Arm, Unit, Worthwhile

MOST_BEFORE = 24  # months: two of every season; older cases were decided under older rules
MONTHS_AFTER = 12  # one of every season
STEP = 2  # months between two starts: one to learn, one in which the nudge is in use
BEST_PERCENT = 10  # of all allocations the best balanced tenth, as Carter and Hood (2008) suggest
LEAST_TO_BALANCE = 8  # units: with fewer a tenth of the allocations leaves too few to draw from
IN_TURN = ("stepped_wedge", "staggered_adoption")
UNCONTROLLED = ("interrupted_series", "before_after", PILOT)
DRAWN = ("individually_randomised", "cluster_randomised", "stepped_wedge")
NUDGE = "nudge"
MEASURE_WORDS = "eligible cases being resolved out of court within 120 days"
BEHAVIOUR = "Officers who decide on an eligible case consider an out-of-court resolution before a charge."


@dataclass(frozen=True, kw_only=True)
class Given:
    """What was answered on the way: the design advised, units with cases a month, months of history, the rest.

    `shares` are the units' levels in the past, () where not known; `effect` is a share; `go_live` the first of a month.
    """

    title: str
    design: str
    units: tuple[str, ...]
    months_before: int
    go_live: date
    effect: float
    reason: str
    cases: tuple[float, ...] = ()
    shares: tuple[float, ...] = ()
    safety_monitor: str = ""
    safety_monitor_id: str = ""
    behaviour: str = ""
    analysis_seed: int = 0
    overlaps: tuple[str, ...] = ()


def fill(draft, given):
    """The TrialPlan: `draft` (trials.planning.defaults.first_draft) with every field that the answers decide."""
    pilot = given.design == PILOT
    design = "before_after" if pilot else given.design
    before = months_of_baseline(design, given.months_before)
    step, months = months_in_all(design, len(given.units))
    arms = draft.arms if len(draft.arms) > 1 else (*draft.arms, Arm(key=NUDGE, title=given.title))
    return replace(
        draft,
        question=draft.question or question_of(given.title, design),
        behaviour=given.behaviour or draft.behaviour or BEHAVIOUR,
        arms=arms,
        units=units_of(design, given, arms[1].key, before),
        design=design,
        first_period=add_months(given.go_live, -before).isoformat(),
        start=before + 1,
        periods=before + months,
        step_periods=step,
        washout=0,
        allocation=allocation_of(design, given, len(arms)),
        primary_contrast=(arms[1].key, CONTROL),
        worthwhile=Worthwhile(effect=given.effect, reason=given.reason),
        safety_monitor=given.safety_monitor,
        safety_monitor_id=given.safety_monitor_id,
        analysis_seed=given.analysis_seed,
        overlaps=given.overlaps,
        is_pilot=pilot,
    )


def question_of(title, design):
    """One sentence that a number can answer; without a comparison it asks what comes after, and of no cause."""
    if design in UNCONTROLLED:
        return f"After “{title}” starts, are there more {MEASURE_WORDS} than the months before let expect?"
    return f"Does “{title}” lead to more {MEASURE_WORDS}?"


def months_of_baseline(design, history):
    """Months before the first start: as many as the history has, up to two years; at least one where one is needed."""
    least = {"individually_randomised": 0, "cluster_randomised": 0}.get(design, 1)
    return max(min(history, MOST_BEFORE), STEP if design in IN_TURN else least)


def months_in_all(design, units):
    """(months between two starts, months from the first start on)."""
    if design not in IN_TURN:
        return 0, MONTHS_AFTER
    return STEP, STEP * min(units, MOST_STEPS)


def units_of(design, given, arm, before):
    """The units with what the draw is balanced on; where nothing is drawn, half of them chosen as a first proposal."""
    balanced = balance_of(given) if design in DRAWN else ()
    found = [
        Unit(name=name, covariates=tuple((key, values[place]) for key, values in balanced))
        for place, name in enumerate(given.units)
    ]
    if design in DRAWN:
        return tuple(found)
    return tuple(chosen(design, found, arm, before))


def balance_of(given):
    """((name, a value a unit), …) of the past that is known of every unit and not the same in all of them."""
    if not len(given.cases) == len(given.shares) == len(given.units):
        return ()
    return differing((("cases", given.cases), ("share", given.shares)))


def chosen(design, units, arm, before):
    """Who gets the nudge where people decide: everybody, in turn, or the first half until somebody says else."""
    if design == "staggered_adoption":
        cohorts = min(len(units), MOST_STEPS)
        return [
            replace(unit, arm=arm, start=before + 1 + STEP * (place * cohorts // len(units)))
            for place, unit in enumerate(units)
        ]
    if design in ("difference_in_differences", "controlled_series"):
        half = max(len(units) // 2, 1)
        return [replace(unit, arm=arm if place < half else CONTROL) for place, unit in enumerate(units)]
    return [replace(unit, arm=arm) for unit in units]


def allocation_of(design, given, arms):
    """The engine's method for the design; balanced where units differ in their past and are shared out evenly."""
    if design == "individually_randomised":
        return AllocationRule(method="simple", sequential=True)
    if design == "stepped_wedge":
        return AllocationRule(method="stepped")
    if design != "cluster_randomised":
        return None
    even = len(given.units) % arms == 0
    if even and len(given.units) >= LEAST_TO_BALANCE and balance_of(given):
        return AllocationRule(method=CONSTRAINED, best_percent=BEST_PERCENT)
    return AllocationRule(method="simple")


BY_HAND = "Put in by hand: the first draft had none."


def reasons(plan):
    """{field: one plain sentence why it is as it is} of every field of the plan."""
    of_a_draft = _reasons_of_a_draft(plan)
    return {
        name: BY_HAND if why.startswith("None") and getattr(plan, name) else why
        for name, why in of_a_draft.items()
    }


def _reasons_of_a_draft(plan):
    drawn = plan.allocation is not None
    return {
        "question": "It names the nudge and the one thing the verdict rests on.",
        "behaviour": "A trial changes what somebody does: this says who and what.",
        "population": "Every eligible case counts, so nobody chooses cases later.",
        "arms": "Usual practice shows what would have happened without the nudge.",
        "units": f"These are the {len(plan.units)} units that the figures or you named.",
        "design": "It is the strongest design that your answers allow."
        if not plan.is_pilot
        else "No design can answer here, so what happens is only described.",
        "measure": "It asks whether officers resolved out of court where they could.",
        "measure_version": "A measure may change later; the plan keeps to this version.",
        "follow_up_days": "Most outcomes are there by then, and every case is followed equally long.",
        "first_period": "The figures begin with the months before the first start.",
        "start": f"{plan.start - 1} months come before it, as far back as the history goes, at most two years.",
        "periods": "A year from the start holds every season once, or every unit has its steps.",
        "allocation": drawn_words(plan) if drawn else "People decide here, so nothing is drawn.",
        "primary_contrast": "One comparison is named beforehand, so that nobody picks the best of several.",
        "worthwhile": "You said which effect is worth having before you saw what the trial can find.",
        "analysis_seed": "Drawn by the software, so that permutations come out alike for everybody.",
        "basis": "Cases are counted by the month they entered, the only fair basis for equal follow-up.",
        "step_periods": "A month to learn and a month in use before the next units start."
        if plan.step_periods
        else "Everybody who gets the nudge starts in the same month.",
        "washout": "Every month counts, so that a slow start is part of the effect.",
        "summary": "Each unit counts the same, as the decision is taken by unit.",
        "intercurrent": "Cases count where they were allocated, whatever happens later: what a board decides on.",
        "outcomes": "Charges and no further action show whether prosecutions fell; guardrails show harm.",
        "subgroups": "None: each needs enough cases an arm, so name only one that would change the decision.",
        "covariates": "None beyond the units’ own past, which the analysis uses where there is enough of it.",
        "looks": "None: an early look costs power, and the trial is short.",
        "max_information": "Filled in with the power where looks are planned.",
        "alpha": "The usual five in a hundred chance of a false alarm.",
        "scale": "Points of a hundred cases are what a chief officer reads.",
        "weights": "Equal, so that one large unit does not decide alone.",
        "icc": "Filled in from the force’s own figures on the power page.",
        "cac": "Filled in from the force’s own figures on the power page.",
        "stop_rules": "None yet: add one where harm could show early; its form says which limit chance seldom crosses.",
        "safety_monitor": "One named person is told when a stop rule fires.",
        "safety_monitor_id": "It says which account is meant, as two people may have one name.",
        "exclusions": "None beyond what makes a case eligible.",
        "blinding": "Nobody can be influenced by outcomes that nobody has seen.",
        "overlaps": "Other nudges live in the same units, found in the register.",
        "seed_digest": "The software’s commitment to its seed, put in when the plan is saved.",
        "is_pilot": "A pilot gives no verdict." if plan.is_pilot else "It is to answer its question.",
        "synthetic": "Everything in a practice space is made up."
        if plan.synthetic
        else "Its data are the force’s own.",
        "amendment_reason": "Only a change after sealing needs one.",
        "harm": "None: harm is not among the outcomes unless somebody supplies weights for it.",
        "survey": "None: what officers say is not among the outcomes unless two surveys are named.",
        "after_data_seen": "The software sets it, from what could have been seen.",
    }


def drawn_words(plan):
    """Why it is drawn as it is; what every unit has the same of is left out of the balance, and said to be."""
    held, method = dict(plan.units[0].covariates) if plan.units else {}, plan.allocation.method
    if method == CONSTRAINED and {*held} == {*CALLED}:
        return "Chance decides, among the draws that leave the arms most alike, from a seed committed to beforehand."
    if method == CONSTRAINED and {*held} < {*CALLED}:
        left = next(words for name, words in CALLED.items() if name not in held)
        return f"Chance decides among balanced draws; {left} is left out, as every unit has the same."
    if plan.design == "cluster_randomised" and not held:
        return "Chance decides, and balances nothing: the past of the units is not known, or the same in all."
    return "Chance decides, from a seed that is committed to beforehand."


def title_of(design, pilot=False):
    """The design in words."""
    return TITLES[PILOT if pilot else design]
