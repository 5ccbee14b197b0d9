"""The parts of a trial's result page below the verdict, as rows and sentences ready for a template."""

from cjnudge.disclosure import HIDDEN, shown_count
from trials.evaluation.trial_guardrails import LABELS
from trials.evaluation.trial_verdict import compared
from trials.planning.scales import POINTS, scale_of
from trials.presenters.evidence import STATUS_COLOURS
from trials.presenters.numbers import interval, p_value, percent, points, size, span
from trials.presenters.trial_result_sides import PARTS, side_names
from trials.stats.strategy import all_checks, all_designs

GUARDRAIL_COLOURS = {
    "breached": "red",
    "watch": "orange",
    "not_mature": "grey",
    "monitoring_only": "blue",
    "not_counted": "grey",
    "holds": "green",
}
INTERVAL_HEADINGS = [("What", ""), ("Percentage points", "numeric"), ("95 % interval", ""), ("p", "")]
# At a look an interval is that of the look's own level, so that all looks together miss the truth in 5 % of trials.
LOOK_HEADINGS = [*INTERVAL_HEADINGS[:2], ("95 % interval over all looks", ""), INTERVAL_HEADINGS[3]]


def guardrail_rows(report):
    """[(title, state's words, colour, text)], the worst first."""
    order = list(GUARDRAIL_COLOURS)
    rows = sorted(report["guardrails"], key=lambda one: order.index(one["state"]))
    return [
        (one["title"], LABELS[one["state"]], GUARDRAIL_COLOURS[one["state"]], one["text"]) for one in rows
    ]


def primary_headings(report):
    """Headings of the tables whose intervals are as wide as that of the primary."""
    primary = report["engine"]["primary"]
    repeated = primary is not None and primary["details"].get("level") is not None
    return LOOK_HEADINGS if repeated else INTERVAL_HEADINGS


def arm_rows(report, plan):
    """[arm, points, interval, p] of every arm against control; empty with one."""
    found = report["engine"]["contrasts"]
    if len(found) < 2:
        return []
    names = {arm.key: arm.title for arm in plan.arms}
    return [estimate_row(names.get(key, key), each) for key, each in found.items()]


def estimate_row(name, estimate, scale=POINTS):
    """One estimate as a row; what is not in points says in what it is.

    scale: what the outcome is measured in (trials.planning.scales).
    """
    if estimate is None:
        return [name, "not estimated", "", ""]
    if scale is not POINTS:
        ends = [estimate["low"], estimate["high"]]
        bounds = "" if None in ends else " to ".join(scale.shown(end) for end in ends)
        return [name, scale.said(estimate["value"]), bounds, _p(estimate)]
    if estimate["scale"] != "risk_difference":
        return [name, f"{estimate['value']:.3g} ({estimate['scale'].replace('_', ' ')})", "", _p(estimate)]
    bounds = "" if estimate["low"] is None else span(estimate["low"], estimate["high"])
    return [name, size(estimate), bounds, _p(estimate)]


def _p(estimate):
    return "" if estimate["p_value"] is None else p_value(estimate["p_value"])


def part_rows(report, plan):
    """[part, points, interval, p] of what moved, in the verdict's own contrast; where there are several by arm too."""
    if not report["decomposition"]:
        return []
    effects, named = report["decomposition"]["effects"], report["decomposition"]["named"]
    if max((len(found) for found in effects.values()), default=0) < 2:  # noqa: PLR2004 - one arm beside control
        return [estimate_row(PARTS[part], named[part]) for part in PARTS if part in named]
    names = {arm.key: arm.title for arm in plan.arms}
    alone = " against ".join(names[key] for key in plan.primary_contrast)
    return [
        *(estimate_row(f"{PARTS[part]}, {alone} alone", named[part]) for part in PARTS if part in named),
        *(
            estimate_row(f"{PARTS[part]}, {names.get(arm, arm)}, arms together", estimate)
            for part in PARTS
            for arm, estimate in effects.get(part, {}).items()
        ),
    ]


def parts_words(report):
    """That the parts do not add up, where they do not: each is estimated for itself; "" where they do."""
    named = (report["decomposition"] or {}).get("named", {})
    if len(named) < len(PARTS) or None in named.values():
        return ""
    left = sum(one["value"] for one in named.values())
    if abs(left) < LEAST_LEFT:
        return ""
    return (
        f"The four differences add up to {points(left)} points and not to nought: each is estimated by itself, with "
        "its own months before the start, so that their intervals matter more than their sum."
    )


LEAST_LEFT = 0.0015  # four figures rounded to a tenth of a point may miss nought by nearly so much


def outcome_rows(report, plan):
    """[outcome, points, interval, p adjusted] of secondary and exploratory outcomes."""
    found = report["engine"]["outcomes"]
    rows = []
    for line in plan.outcomes:
        one = found.get(line.key)
        if line.role != "guardrail" and one:
            row = estimate_row(f"{line.title} ({line.role})", one["estimate"], scale_of(line.key))
            adjusted = one["adjusted_p"]
            row[2] = row[2] if one["estimate"] else one["text"]
            rows.append([*row[:3], row[3] if adjusted is None else f"adjusted {p_value(adjusted)}"])
        elif line.role != "guardrail":
            waits, why = (report.get(name, {}).get(line.key, "") for name in ("waiting", "not_supplied"))
            why = why.removeprefix("Not supplied").lstrip(".: ")
            rows.append([f"{line.title} ({line.role})", waits or "not supplied", why, ""])
    return rows


def window_rows(report, plan):
    """[window, points, interval, p] of the primary under other follow-up, the plan's own among them."""
    rows = [(one["days"], one["named"]) for one in report["sensitivity"]]
    own = report["engine"]["primary"]
    if not rows or own is None:
        return []
    named = [(days, f"{days} days", found) for days, found in rows]
    named.append((plan.follow_up_days, f"{plan.follow_up_days} days (planned)", own))
    return [estimate_row(name, found) for _, name, found in sorted(named, key=lambda each: each[0])]


def worst_case(report):
    """What outcomes that are missing could hide, in words; "" where none is missing or nobody knows."""
    keys = ("missing_outcomes", "missing_in_time", "missing_by_arm")
    found = [one for one in report["engine"]["findings"] if one["key"] in keys]
    return found[0]["text"] if found else ""


def beside_rows(report):
    """[method, points, interval, p] of the estimates reported beside the primary one."""
    engine = report["engine"]
    return [
        estimate_row(one["method"], one)
        for key, one in engine["estimates"].items()
        if key != engine.get("primary_key") and one["scale"] == "risk_difference"
    ]


def subgroup_rows(report):
    """[(what, status, colour, text)] of the joint test of every planned subgroup."""
    return [
        (
            one["name"].replace("_", " ").capitalize(),
            one["status"],
            STATUS_COLOURS[one["status"]],
            one["text"],
        )
        for one in report["subgroups"]
    ]


def check_rows(report):
    """[(question, status, colour, text)] of every gate and check."""
    checks = all_checks()
    gates = [(gate["title"], gate["status"], gate["text"]) for gate in report["gates"]]
    own = {"disparity"} if report["subgroups"] else set()  # asked of every subgroup in a place of its own
    found = [
        (checks[one["key"]].question, one["status"], one["text"])
        for one in report["engine"]["findings"]
        if one["key"] not in own
    ]
    return [(title, status, STATUS_COLOURS[status], text) for title, status, text in gates + found]


def flow_rows(report, plan):
    """[side, units, decisions, eligible, followed] on their way into the comparison."""
    names = side_names(plan)
    return [
        [
            names.get(one["side"], one["side"]),
            f"{one['units']:,}",
            *(count_words(one[name]) for name in ("screened", "entered", "cases")),
        ]
        for one in report["flow"]
    ]


def count_words(number):
    """A number of cases as it may be shown inside the force."""
    if number is None:
        return "not known"
    shown = shown_count(number, published=False)
    return "under 5" if shown is HIDDEN else f"{shown:,}"


def level_rows(report, plan):
    """[side, when, share] of the primary outcome, all cases of a side together."""
    names = side_names(plan)
    when = {"before": "Before the start", "after": "Since the start", "": "All months"}
    return [
        [names.get(one["side"], one["side"]), when[one["when"]], percent(one["shares"]["events"])]
        for one in report["levels"]
    ]


def other_months_words(plan):
    """What shares with and without the nudge do not show where units start one after another; "" in other designs."""
    return OTHER_MONTHS if all_designs()[plan.design].staggered else ""


OTHER_MONTHS = (
    "Cases without the nudge came in earlier months than those with it, so that these shares also differ by whatever "
    "changed over time. The difference above takes that out; these shares do not."
)


def naive_words(report):
    """What not to do, with its figure; None where there is no such comparison."""
    naive = report["engine"].get("naive")
    if not naive:
        return None
    size = f"z = {naive['z']:.1f} ({p_value(naive['p_value'])}) for {points(naive['value'])} points"
    return (
        f"A test of the cases as if each were independent gives {size}. It stands here so that nobody takes it for a "
        f"finding: do not use it. {naive['why_not']}"
    )


def key_rows(report, plan):
    """[(name, value)] of the primary estimate and what is always printed with it; empty without one."""
    primary = report["engine"]["primary"]
    if primary is None:
        return []
    rows = [
        ("Compared", compared_words(plan)),
        ("Estimand", report["engine"]["estimand"]),
    ]
    if primary["scale"] == "risk_difference":
        rows.append(("Difference", interval(primary)))
    rows += [("Cases a month", month_words(report))] if report["cases_a_month"] else []
    if primary["p_value"] is not None:
        rows.append(("Test, two-sided", f"{p_value(primary['p_value'])} ({primary['reference']})"))
    rows.append(
        ("Worth having", f"{points(plan.worthwhile.effect)} points or more: {plan.worthwhile.reason}")
    )
    grade = f"Level {report['grade']} of 5, with {interval(primary)}" if report["grade"] else ""
    return [*rows, ("Our reading of the Maryland scale", grade), ("Method", primary["method"])]


def compared_words(plan):
    """What is held against what, and who decided which unit is where."""
    first, second = compared(plan)
    offers = all_designs()[plan.design].offers
    if "uncontrolled" in offers:
        return f"{first} against {second}"
    return f"{first} against {second}, as {'allocated' if 'randomised' in offers else 'decided beforehand'}"


def month_words(report):
    """The difference as cases a month over all units together."""
    found = report["cases_a_month"]
    size = f"{abs(round(found['value'])):,} {'more' if found['value'] >= 0 else 'fewer'}"
    bounds = ""
    if found["low"] is not None:  # as whole numbers, so that nought has no sign
        bounds = f" ({round(found['low']):,} to {round(found['high']):,})".replace("-", "−")
    return f"About {size} of {found['eligible']:,.0f} eligible cases a month{bounds}, were it the same in every unit"
