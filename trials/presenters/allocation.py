"""What the page of an allocation says: what will be drawn, or who got what, and how anybody can check it."""

import json

from trials.planning.allocated import (
    PAIR,
    STEPPED,
    arm_keys,
    arms_by_unit,
    is_in_turn,
    rule_in_turn,
    start_by_unit,
    starts_of_steps,
    usual_practice,
)
from trials.planning.periods import label_of
from trials.stats.allocating import request_of
from trials.stats.allocation_balance import balance_table
from trials.stats.allocation_in_turn import ALGORITHM as IN_TURN

METHODS = {
    "simple": "All units in one draw, as many to each arm as the ratio says",
    "stratified": "A draw of its own in every stratum",
    "matched_pairs": "Units matched beforehand, one of each set to each arm",
    "constrained": "One allocation drawn from those that keep the arms most alike",
    "minimisation": "Units one after the other in a drawn order, each rather to the arm that keeps the arms alike",
    "stepped": "All units in one draw, as many to each month of starting",
}
METHODS_IN_TURN = {
    "simple": "Each case by a draw of its own in the ratio, whatever came before",
    "stratified": "Each case rather to the arm that is behind in its stratum, with a chance of {coin} %",
    "minimisation": "Each case rather to the arm that keeps the arms alike, with a chance of {coin} %",
}


def method_words(plan):
    """How the plan allocates, in a sentence."""
    if not is_in_turn(plan):
        return METHODS[plan.allocation.method]
    rule = rule_in_turn(plan)
    return METHODS_IN_TURN[rule.method].format(coin=rule.coin_percent)


def arm_titles(plan):
    return {arm.key: arm.title for arm in plan.arms}


def facts_before(plan, version):
    """[(name, value)] of what will be drawn and what is committed to."""
    facts = [("How", method_words(plan)), ("What each can get", _choices(plan))]
    if not is_in_turn(plan):
        facts.append(("Units", f"{len(plan.units)}: {', '.join(plan.unit_names)}"))
    if version.seal:
        facts.append(
            ("Plan", f"Version {version.version}, sealed {version.sealed_at:%-d %B %Y}: {version.seal}")
        )
    return [*facts, ("Digest of the seed (SHA-256)", plan.seed_digest)]


def _choices(plan):
    if plan.allocation.method == STEPPED:
        return ", ".join(f"starts in {label_of(plan, start)}" for start in starts_of_steps(plan))
    ratio, titles = plan.allocation.ratio or (1,) * len(plan.arms), arm_titles(plan)
    named = ", ".join(titles[key] for key in arm_keys(plan))
    return f"{named}, in the ratio {':'.join(map(str, ratio))}"


def facts_after(plan, drawn, seed):
    """[(name, value)] by which a draw is checked."""
    facts = [
        ("How", method_words(plan)),
        ("Drawn", f"{drawn.drawn_at:%-d %B %Y, %H:%M}, from version {drawn.plan.version} of the plan"),
        ("Seal of that plan (SHA-256)", drawn.plan.seal),
        ("Digest of the seed, sealed before the draw", seed.digest),
        (
            "Seed",
            seed.revealed or "Secret until the trial is closed: it would tell the arms of cases to come",
        ),
    ]
    return [*facts, ("SHA-256 of what was published", drawn.sha256)]


def unit_table(plan, draw_json):
    """{"caption", "headings", "rows"}: each unit's arm and the month in which its nudge is to start."""
    arms, starts = arms_by_unit(plan, draw_json), start_by_unit(plan, draw_json)
    titles = arm_titles(plan) | {usual_practice(plan): "Usual practice"}
    has_strata = any(unit.stratum for unit in plan.units)
    rows = []
    for unit in sorted(plan.units, key=lambda unit: (starts.get(unit.name) or 0, unit.name)):
        start = starts.get(unit.name)
        cells = [unit.name, titles.get(arms.get(unit.name), ""), label_of(plan, start) if start else "–"]
        rows.append([*cells, unit.stratum] if has_strata else cells)
    headings = [("Unit", ""), ("Arm", ""), ("The nudge is to start in", "")]
    headings += [("Stratum", "")] if has_strata else []
    return {"caption": "Who gets what", "headings": headings, "rows": rows}


def balance(plan, draw_json):
    """{"caption", "headings", "rows"}: how alike the arms came out; None for cases enrolled one by one."""
    found = json.loads(draw_json)
    if found["algorithm"] == IN_TURN:
        return None
    request = request_of(found)
    arms = tuple(request.arms.index(found["assignment"][unit]) for unit in request.units)
    titles = {arm: label_of(plan, int(arm)) for arm in request.arms} if found["method"] == STEPPED else None
    titles = titles or arm_titles(plan)
    return {
        "caption": "How alike the groups came out: numbers of units, or means",
        "headings": [
            ("What", ""),
            *((titles[arm], "numeric") for arm in request.arms),
            ("Largest gap, SD", "numeric"),
        ],
        "rows": [
            _balance_row(row, request.arms)
            for row in balance_table(request, arms)
            if row["attribute"] != PAIR or request.pair
        ],
    }


def _balance_row(row, arms):
    name = row["attribute"].replace("_", " ")
    label = name[:1].upper() + name[1:] + (f": {row['level']}" if row["level"] is not None else "")
    values = ["–" if row["arms"][arm] is None else f"{row['arms'][arm]:.4g}" for arm in arms]
    gap = "" if row["difference"] is None else f"{row['difference']:.2f}"
    return [label, *values, gap]


def enrolled_table(plan, enrolments):
    """{"caption", "headings", "rows"}: cases by arm, once the seed is published and no case comes any more."""
    titles = arm_titles(plan)
    rows = [[titles[key], sum(one.arm == key for one in enrolments)] for key in arm_keys(plan)]
    return {"caption": "Enrolled cases by arm", "headings": [("Arm", ""), ("Cases", "numeric")], "rows": rows}
