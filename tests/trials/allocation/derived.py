"""Random trials, drawn as the product draws them, and judged by the stand-alone file alone.

`python -m tests.trials.allocation.derived 1000` runs that many in one go and prints how many were derived and caught.
"""

import json
import random
import sys
from dataclasses import replace

from tests.trials.allocation.plans import ARMS, THREE, in_turn_value, plan_value
from trials.planning.allocated import draw_arguments, is_in_turn, rule_in_turn, unit_rows
from trials.planning.trial_plan import TrialPlan, Unit
from trials.seeds import digest_of
from trials.stats import allocate
from trials.stats.allocation_in_turn import arms_in_turn
from trials.stats.canonical import canonical_json
from trials.stats.verify_alone import differences, differences_from_plan

AT_ONCE = ("simple", "stratified", "matched_pairs", "constrained", "minimisation", "stepped")
ONE_BY_ONE = ("simple", "stratified", "minimisation")


def any_trial(number):
    """(plan, published JSON, seed) of one random trial; each is another method's turn."""
    chance = random.Random(number)
    seed = chance.getrandbits(192)
    method = (*AT_ONCE, *(f"in turn {one}" for one in ONE_BY_ONE))[number % 9]
    in_turn = method.startswith("in turn ")
    made = any_in_turn(chance, method[8:]) if in_turn else any_at_once(chance, method)
    # As it is stored: numbers of a plan are kept to ten digits.
    plan = TrialPlan.from_json(replace(made, seed_digest=digest_of(seed)).to_json())
    return plan, published(plan, seed, chance), seed


def any_at_once(chance, method):
    arms = chance.choice((ARMS, THREE))
    ratio = (2, 1, 1)[: len(arms)] if chance.random() < 0.4 and method != "stepped" else ()
    block = sum(ratio) or len(arms)
    units = any_units(chance, count=block * chance.randint(2, 3), block=block)
    rule = {"ratio": ratio}
    if method == "constrained":
        rule |= {"factors": ("cases", "baseline"), "best_percent": chance.choice((None, 20))}
    if method == "minimisation":
        rule |= {"factors": ("stratum", "cases"), "coin_percent": chance.choice((None, 70))}
    return plan_value(method, arms=arms, units=units, rule=rule, periods=24)


def any_in_turn(chance, method):
    arms = chance.choice((ARMS, THREE))
    ratio = (2, 1, 1)[: len(arms)] if chance.random() < 0.4 else ()
    factors = ("unit", "offence") if method == "minimisation" else ()
    return in_turn_value(method, arms=arms, rule={"ratio": ratio, "factors": factors})


def any_units(chance, count, block):
    return tuple(
        Unit(
            name=f"Team {number:02d} é",
            stratum=chance.choice(("north", "south")),
            pair=f"set {number // block}",
            covariates=(("cases", float(chance.randint(20, 90))), ("baseline", chance.random())),
        )
        for number in range(count)
    )


def published(plan, seed, chance):
    """What the product publishes of a plan and a seed; cases are made up where they are enrolled one by one."""
    if not is_in_turn(plan):
        return allocate(unit_rows(plan), seed=seed, **draw_arguments(plan)).to_json()
    cases = [any_case(chance) for _ in range(chance.randint(5, 40))]
    arms = arms_in_turn(rule_in_turn(plan), seed, cases)
    rows = [
        {"place": place, "attributes": case, "arm": arm}
        for place, (case, arm) in enumerate(zip(cases, arms, strict=True), 1)
    ]
    return canonical_json({**rule_in_turn(plan).published(), "seed": seed, "cases": rows})


def any_case(chance):
    place = chance.choice(("north", "south"))
    return {
        "unit": f"Team {chance.randint(0, 7)}",
        "stratum": place,
        "offence": chance.choice(("theft", "drugs")),
    }


def edited(text, chance):
    """The same with one arm changed to another."""
    doc = json.loads(text)
    held = chance.choice(doc["cases"]) if "cases" in doc else doc["assignment"]
    key = "arm" if "cases" in doc else chance.choice(sorted(held))
    held[key] = chance.choice([arm for arm in doc["arms"] if arm != held[key]])
    return doc


def rolled_again(plan, chance):
    """The JSON of a lot drawn again from a new seed, sound in itself."""
    return json.loads(published(plan, chance.getrandbits(192), chance))


def counts(trials):
    """{"derived", "edited_caught", "rolled_caught": how many of `trials`}."""
    found = dict.fromkeys(("derived", "edited_caught", "rolled_caught"), 0)
    for number in range(trials):
        plan, text, _ = any_trial(number)
        sealed, chance = json.loads(plan.to_json()), random.Random(number)
        doc = json.loads(text)
        found["derived"] += not differences(doc) and not differences_from_plan(doc, sealed)
        found["edited_caught"] += bool(differences(edited(text, chance)))
        again = rolled_again(plan, chance)
        found["rolled_caught"] += not differences(again) and bool(differences_from_plan(again, sealed))
    return found


if __name__ == "__main__":
    print(counts(int(sys.argv[1])))
