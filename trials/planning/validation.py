"""What a plan still lacks or says that cannot be: one sentence a fault, under the field that mends it.

Each rule gives (field, sentence) pairs; the sentence says what to do. A plan without any can be approved.
"""

from datetime import date

from trials.planning.balancing import balance_problem
from trials.planning.power_found import WANTED
from trials.planning.scales import HARM, OF_SURVEYS, is_share
from trials.planning.trial_plan import CONTROL
from trials.stats.allocation_method import all_methods
from trials.stats.strategy import all_designs

MOST_ARMS = 5  # usual practice and four others: what can be read on one page and kept apart in practice
MOST_PERIODS = 240  # twenty years of months: more is a slip
ROLES = ("secondary", "guardrail", "exploratory")
WRITTEN = (
    ("question", "Write the question in one sentence."),
    ("behaviour", "Say which behaviour of whom is to change."),
    ("population", "Say which cases the trial is about."),
)


def problems(plan):
    """[(field, sentence)] of everything in the plan that has to be mended, in the order of its pages."""
    rules = (
        *(written, arms, units, measured, months, design, allocation, contrast),
        *(worthwhile, outcomes, sources, looks, stopping),
    )
    return [found for rule in rules for found in rule(plan)]


def problems_by_field(plan):
    """{field: its sentences} of `problems`."""
    found = {}
    for field, sentence in problems(plan):
        found.setdefault(field, []).append(sentence)
    return found


def written(plan):
    return [(name, words) for name, words in WRITTEN if not getattr(plan, name).strip()]


def arms(plan):
    keys, titles = [arm.key for arm in plan.arms], [arm.title.strip() for arm in plan.arms]
    found = []
    if not 2 <= len(keys) <= MOST_ARMS:
        found.append(f"Plan two to {MOST_ARMS} arms; usual practice is one of them.")
    if len(set(keys)) < len(keys) or len(set(titles)) < len(titles) or "" in titles:
        found.append("Give every arm a name of its own.")
    if CONTROL not in keys or any(arm.nudges for arm in plan.arms if arm.key == CONTROL):
        found.append("One arm is usual practice, without any nudge: add it.")
    if any(not arm.nudges for arm in plan.arms if arm.key != CONTROL):
        found.append("Choose an approved nudge for every arm but usual practice.")
    return [("arms", words) for words in found]


def units(plan):
    names = [name.strip() for name in plan.unit_names]
    if not names or "" in names:
        return [("units", "Choose the units that take part.")]
    if len(set(names)) < len(names):
        return [("units", "A unit stands there twice: name each once.")]
    return []


def measured(plan):
    found = []
    if plan.basis != "entry":
        found.append(
            ("measure", "Count by the month of entry: only then is every case followed equally long.")
        )
    if plan.follow_up_days < 1:
        found.append(("measure", "Choose a measure that follows every case for a number of days."))
    return found


def months(plan):
    if not _is_first_of_month(plan.first_period):
        return [("first_period", "Give the first month of the figures.")]
    if not 1 <= plan.periods <= MOST_PERIODS:
        return [("periods", f"Plan between 1 and {MOST_PERIODS} months.")]
    if not 1 <= plan.start <= plan.periods:
        return [("start", "The first unit must begin within the months of the trial.")]
    if not 0 <= plan.washout <= plan.periods - plan.start:
        return [("washout", "The washout takes every month after the start: choose fewer, or more months.")]
    return []


def _is_first_of_month(text):
    try:
        return date.fromisoformat(text).day == 1
    except ValueError:
        return False


def design(plan):
    known = all_designs().get(plan.design)
    if known is None:
        return [("design", "Choose a design.")]
    found = []
    if len(plan.arms) > 2 and not known.several_arms:
        found.append(
            (
                "design",
                f"“{known.title}” compares one nudge with usual practice: keep two arms, or choose another.",
            )
        )
    if known.baseline and plan.start == 1:
        found.append(("start", "This design needs months before the start: begin the figures earlier."))
    if plan.weights != "equal" and "weights" not in known.honours:
        found.append(("design", f"“{known.title}” has one way of averaging: let every unit count the same."))
    if plan.looks and "looks" not in known.honours:
        found.append(("looks", f"“{known.title}” is analysed once, at the end: plan no look before."))
    if plan.design == "stepped_wedge" and plan.step_periods < 1:
        found.append(("step_periods", "Say how many months lie between two steps."))
    return found


def allocation(plan):
    known = all_designs().get(plan.design)
    if known is None:
        return []
    if "randomised" not in known.offers:
        unwanted = plan.allocation is not None
        return [("allocation", "Nothing is drawn in this design: choose no allocation.")] * unwanted
    if plan.allocation is None or plan.allocation.method not in all_methods():
        return [("allocation", "Choose how the units are allocated.")]
    return [("allocation", words) for words in _drawn(plan, plan.allocation)]


def _drawn(plan, rule):
    if rule.ratio and (len(rule.ratio) != len(plan.arms) or min(rule.ratio) < 1):
        yield "Give one whole number an arm as the ratio, or none for equal shares."
    if rule.method == "stratified" and not all(unit.stratum for unit in plan.units):
        yield "Give every unit its stratum, or choose another method."
    if rule.method == "matched_pairs" and not all(unit.pair for unit in plan.units):
        yield "Give every unit its pair, or choose another method."
    if problem := balance_problem(plan.units, rule, len(plan.arms)):
        yield problem
    if rule.method == "stepped" and plan.design != "stepped_wedge":
        yield "Steps are drawn in a stepped wedge alone: choose another method."
    if plan.design == "stepped_wedge" and rule.method != "stepped":
        yield "A stepped wedge draws the order of starting: choose steps."
    if rule.sequential and plan.design != "individually_randomised":
        yield "Only single cases are enrolled one after another: draw all units at once."


def contrast(plan):
    keys = [arm.key for arm in plan.arms]
    pair = plan.primary_contrast
    if len(pair) != 2 or pair[0] == pair[1] or not set(pair) <= set(keys):
        return [("primary_contrast", "Choose the two arms on whose difference the verdict rests.")]
    if pair[0] == CONTROL:
        return [("primary_contrast", "Name the arm with a nudge first, and what it is held against second.")]
    return []


def worthwhile(plan):
    found = []
    if not 0 < plan.worthwhile.effect < 1:
        found.append("Give the smallest effect worth having, in percentage points above 0 and under 100.")
    if not plan.worthwhile.reason.strip():
        found.append("Say why a smaller effect would not be worth having.")
    return [("worthwhile", words) for words in found]


def outcomes(plan):
    keys = [line.key for line in plan.outcomes]
    found = []
    if len(set(keys)) < len(keys) or plan.measure in keys:
        found.append("Name each outcome once, and the primary not again.")
    if any(line.role not in ROLES for line in plan.outcomes):
        found.append("Every further outcome is secondary, exploratory or a guardrail.")
    if any(not line.margin or line.margin < 0 for line in plan.guardrails):
        found.append("Give every guardrail the largest harm still acceptable.")
    return [("outcomes", words) for words in found]


def sources(plan):
    """What outcomes that are not in the rows of cases are made from."""
    keys = [line.key for line in plan.outcomes]
    found = [("harm", words) for words in _weighed(plan.harm)] if HARM in keys else []
    if any(key.startswith(OF_SURVEYS) for key in keys):
        found += [("survey", words) for words in _surveyed(plan)]
    return found


def _weighed(harm):
    if harm is None or harm.by not in ("gravity", "offence"):
        yield "Say how heavy an offence counts: by the extract's gravity score, or by a table of yours."
        return
    if not harm.named.strip():
        yield "Say where the weights come from, and of which date."
    if harm.by == "offence" and not harm.weights:
        yield "Give the weight of every offence code or group."
    if any(not weight >= 0 for _, weight in harm.weights):
        yield "A weight is a number of nought or more."


def _surveyed(plan):
    if plan.survey is None:
        yield "Choose the survey before the start, and from which month on the later one counts."
    elif not plan.start < plan.survey.after_month <= plan.periods:
        yield "The later survey opens after the month of the first start and before the trial ends."


def looks(plan):
    after = [look.after_period for look in plan.looks]
    shares = [look.planned_information for look in plan.looks]
    if not after:
        return []
    found = []
    if after != sorted(set(after)) or not plan.start <= after[0] or not after[-1] < plan.periods:
        found.append("Looks come in order, after the start and before the last month.")
    if shares != sorted(set(shares)) or not shares[0] > 0 or not shares[-1] < 1:
        found.append("Each look has more of the information than the one before, under 100 %.")
    return [("looks", words) for words in found]


def stopping(plan):
    named = {line.key for line in plan.outcomes}
    found = []
    if any(rule.guardrail not in named for rule in plan.stop_rules):
        found.append(
            ("stop_rules", "A stop rule watches a guardrail of this plan: add it, or take the rule out.")
        )
    if any(not is_share(rule.guardrail) for rule in plan.stop_rules):
        found.append(("stop_rules", "A stop rule watches a share of cases: choose another guardrail."))
    if len({rule.guardrail for rule in plan.stop_rules}) < len(plan.stop_rules):
        found.append(
            ("stop_rules", "A guardrail has one limit: each further one is a further false alarm. Keep one.")
        )
    if any(not 0 < rule.threshold <= 1 for rule in plan.stop_rules):
        found.append(("stop_rules", "A stop rule's limit is a share above 0 % and up to 100 %."))
    if plan.stop_rules and not plan.safety_monitor:
        found.append(("safety_monitor", "Name the member who is told when a stop rule fires."))
    return found


def power_refusal(plan):
    """Why the plan may not be sealed for its power, or "".

    STATISTICS, "Power": 0.80 for the smallest effect worth having, or a recorded reason for doing without.
    A pilot gives no verdict, so that no power is asked of it.
    """
    planned = plan.worthwhile
    if plan.is_pilot or planned.override_reason.strip():
        return ""
    if planned.power is None:
        return "The plan's power is not known yet. Open the power page, or record why the trial is run without it."
    if planned.power < WANTED:
        return (
            f"The plan would find the smallest effect worth having with a power of {planned.power:.0%}, and 80 % is "
            "asked for. Plan more units or more months, or record why it is run all the same."
        )
    return ""
