"""Draws a published allocation again, on its own: python verify_alone.py published.json [plan.json]

Needs Python's standard library and nothing else of this project; copy the file anywhere. It shares no line
with the code that draws, so that an error in one shows in the other. The file it reads is JSON with the
seed, the algorithm's version, the rule, the units with their attributes, and who was put where; or, of cases
enrolled one after the other, with the cases in their order. It prints what differs and ends with 0 where
nothing does.

With the sealed plan beside it, it also says whether that seed is the one the plan was sealed with, and
whether the units and arms are the plan's: a lot that was drawn a second time has another seed. Compare the
plan's SHA-256, which it prints, with the seal that was published before the draw.

Numbers: the i-th number of a stream is the first 8 bytes, big-endian, of SHA-256 over
"cjnudge allocation 1|seed|stream|i"; below n by leaving out what is not under the largest multiple of n.
The case at place p reads the stream "enrolment p".
"""

import hashlib
import itertools
import json
import math
import pathlib
import sys
from fractions import Fraction

VERSION = "cjnudge allocation 1"
IN_TURN = "cjnudge enrolment 1"


def stream(seed, name):
    """A function below(n) that gives the stream's next number under n."""
    counter = itertools.count()

    def below(n):
        while True:
            digest = hashlib.sha256(f"{VERSION}|{seed}|{name}|{next(counter)}".encode()).digest()
            number = int.from_bytes(digest[:8], "big")
            if number < 2**64 // n * n:
                return number % n

    return below


def shuffle(items, below):
    items = list(items)
    for i in reversed(range(1, len(items))):
        j = below(i + 1)
        items[i], items[j] = items[j], items[i]
    return items


def by_value(values):
    """Positions of equal values, in the order of the values."""
    return [[i for i, own in enumerate(values) if own == value] for value in sorted(set(values))]


def filled(count, groups, ratio, below):
    """Whole blocks of the ratio in each group, the rest from shuffled blocks, the group shuffled."""
    block = [arm for arm, times in enumerate(ratio) for _ in range(times)]
    deck, result = [], [None] * count
    for group in groups:
        rest = len(group) % len(block)
        while len(deck) < rest:
            deck.extend(shuffle(block, below))
        places = block * (len(group) // len(block)) + deck[:rest]
        del deck[:rest]
        for unit, arm in zip(group, shuffle(places, below), strict=True):
            result[unit] = arm
    return result


def simple(doc, below):
    count = len(doc["units"])
    return filled(count, [range(count)], doc["ratio"], below), None


def stratified(doc, below):
    return filled(len(doc["units"]), by_value(doc["attributes"][doc["stratum"]]), doc["ratio"], below), None


def stepped(doc, below):
    return stratified(doc, below) if doc.get("stratum") else simple(doc, below)


def matched_pairs(doc, below):
    block = [arm for arm, times in enumerate(doc["ratio"]) for _ in range(times)]
    result = [None] * len(doc["units"])
    for group in by_value(doc["attributes"][doc["pair"]]):
        for unit, arm in zip(group, shuffle(block, below), strict=True):
            result[unit] = arm
    return result, None


def minimisation(doc, below):
    result, arms, ratio = {}, range(len(doc["arms"])), doc["ratio"]
    for unit in shuffle(range(len(doc["units"])), below):
        totals = []
        for candidate in arms:
            total = 0
            for name in doc["factors"]:
                values = doc["attributes"][name]
                alike = [arm for other, arm in result.items() if values[other] == values[unit]] + [candidate]
                even = [Fraction(alike.count(arm), ratio[arm]) for arm in arms]
                total += max(even) - min(even)
            totals.append(total)
        best = [arm for arm in arms if totals[arm] == min(totals)]
        rest = [arm for arm in arms if arm not in best]
        pool = best if not rest or below(100) < doc["coin_percent"] else rest
        result[unit] = pool[below(len(pool))]
    return [result[unit] for unit in range(len(doc["units"]))], None


def constrained(doc, below):
    count, ratio = len(doc["units"]), doc["ratio"]
    sizes = [count * times // sum(ratio) for times in ratio]
    number = math.factorial(count) // math.prod(math.factorial(size) for size in sizes)
    if number <= 50_000:
        schemes = every(count, sizes)
    else:
        more, seen = stream(doc["seed"], "schemes"), {}
        for _ in range(50_000):
            seen.setdefault(tuple(filled(count, [range(count)], ratio, more)))
        schemes = list(seen)
    table = [standardised(doc["attributes"][name]) for name in doc["covariates"]]
    scored = [score(table, scheme, sizes) for scheme in schemes]
    worst = sorted(scored)[math.ceil(Fraction(len(schemes) * doc["best_percent"], 100)) - 1]
    kept = [scheme for scheme, own in zip(schemes, scored, strict=True) if own <= worst]
    return list(kept[below(len(kept))]), kept


def every(count, sizes):
    """All schemes, the members of the last arm chosen first."""
    partial = [((None,) * count, tuple(range(count)))]
    for arm in reversed(range(1, len(sizes))):
        grown = []
        for scheme, free in partial:
            for chosen in itertools.combinations(free, sizes[arm]):
                inside = set(chosen)
                grown.append(
                    (
                        tuple(arm if unit in inside else own for unit, own in enumerate(scheme)),
                        tuple(unit for unit in free if unit not in inside),
                    )
                )
        partial = grown
    return [tuple(own or 0 for own in scheme) for scheme, _ in partial]


def standardised(texts):
    """([whole numbers in proportion to the values], their sum of squares about the mean)."""
    values = [Fraction(text) for text in texts]
    shared = math.lcm(*(value.denominator for value in values))
    whole = [int(value * shared) for value in values]
    mean = Fraction(sum(whole), len(whole))
    return whole, sum((value - mean) ** 2 for value in whole)


def score(table, scheme, sizes):
    """Sum over covariates and pairs of arms of (difference of means)² over the variance, exactly."""
    total, shared = Fraction(0), math.lcm(*sizes)
    for values, squares in table:
        sums = [0] * len(sizes)
        for arm, value in zip(scheme, values, strict=True):
            sums[arm] += value
        means = [own * (shared // size) for own, size in zip(sums, sizes, strict=True)]
        total += sum((a - b) ** 2 for a, b in itertools.combinations(means, 2)) / squares
    return total


METHODS = {
    function.__name__: function
    for function in (simple, stratified, stepped, matched_pairs, minimisation, constrained)
}


# Fields of the published rule, as they stand where the method does not read them.
RULE = {"stratum": None, "pair": None, "covariates": [], "factors": []}


def unreadable(doc):
    """Why the document is no allocation of the units it names; an empty list where it is one."""
    lacking = [
        name for name in ("units", "arms", "ratio", "seed", "attributes", "assignment") if name not in doc
    ]
    if lacking:
        return [f"it lacks {', '.join(lacking)}"]
    units, arms, ratio, seed = doc["units"], doc["arms"], doc["ratio"], doc["seed"]
    named = [doc.get("stratum"), doc.get("pair"), *doc.get("covariates", []), *doc.get("factors", [])]
    rules = [
        (isinstance(doc["assignment"], dict), "the assignment is no list of units with their arms"),
        (len(units) > 0, "there are no units"),
        (len(set(units)) == len(units), "a unit is named twice"),
        (list(units) == sorted(units), "the units are not in sorted order"),
        (len(set(arms)) == len(arms) > 1, "the arms are not two or more different names"),
        (
            len(ratio) == len(arms) and all(positive(part) for part in ratio),
            "the ratio does not fit the arms",
        ),
        (
            positive(seed) or seed == 0 and not isinstance(seed, bool),
            f"the seed is {seed!r}, no whole number",
        ),
        (all(name in doc["attributes"] for name in named if name), "an attribute the rule reads is missing"),
        (all(len(each) == len(units) for each in doc["attributes"].values()), "an attribute lacks a unit"),
    ]
    for name in ("best_percent", "coin_percent"):
        rules.append((positive(doc.get(name, 1)) and doc.get(name, 1) <= 100, f"{name} is not from 1 to 100"))
    return [words for holds, words in rules if not holds]


def positive(value):
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def case_in_turn(doc, place, attributes, before):
    """The arm's number for the case at a place, from the attributes and arms (by number) of those before it."""
    arms, ratio, totals = range(len(doc["arms"])), doc["ratio"], []
    below = stream(doc["seed"], f"enrolment {place}")
    for candidate in arms:
        total = Fraction(0)
        for name in doc["factors"]:
            alike = [arm for own, arm in before if own[name] == attributes[name]] + [candidate]
            even = [Fraction(alike.count(arm), ratio[arm]) for arm in arms]
            total += max(even) - min(even)
        totals.append(total)
    best = [arm for arm in arms if totals[arm] == min(totals)]
    rest = [arm for arm in arms if arm not in best]
    pool = best if not rest or below(100) < doc["coin_percent"] else rest
    number = below(sum(ratio[arm] for arm in pool))
    return next(arm for i, arm in enumerate(pool) if number < sum(ratio[one] for one in pool[: i + 1]))


def unreadable_in_turn(doc):
    """Why the document is no list of enrolled cases; an empty list where it is one."""
    lacking = [
        name
        for name in ("method", "arms", "ratio", "seed", "factors", "coin_percent", "cases")
        if name not in doc
    ]
    if lacking:
        return [f"it lacks {', '.join(lacking)}"]
    arms, ratio, cases = doc["arms"], doc["ratio"], doc["cases"]
    rules = [
        (len(set(arms)) == len(arms) > 1, "the arms are not two or more different names"),
        (
            len(ratio) == len(arms) and all(positive(part) for part in ratio),
            "the ratio does not fit the arms",
        ),
        (positive(doc["seed"]), f"the seed is {doc['seed']!r}, no whole number"),
        (positive(doc["coin_percent"]) and doc["coin_percent"] <= 100, "coin_percent is not from 1 to 100"),
        (
            [case.get("place") for case in cases] == list(range(1, len(cases) + 1)),
            "a place is missing or taken twice",
        ),
        (
            all(set(doc["factors"]) <= set(case.get("attributes", {})) for case in cases),
            "a case lacks an attribute",
        ),
    ]
    return [words for holds, words in rules if not holds]


def differences_in_turn(doc):
    """What differs between the arms of enrolled cases and those the seed gives; an empty list where nothing."""
    found, before = unreadable_in_turn(doc), []
    if found:
        return found
    for case in doc["cases"]:
        drawn = case_in_turn(doc, case["place"], case["attributes"], before)
        before.append((case["attributes"], drawn))
        if case.get("arm") != doc["arms"][drawn]:
            found.append(
                f"place {case['place']}: the seed gives {doc['arms'][drawn]}, published is {case.get('arm')}"
            )
    return found


def differences_from_plan(doc, plan):
    """What in the published allocation is not as the sealed plan says; an empty list where all is."""
    digest = hashlib.sha256(str(doc.get("seed")).encode()).hexdigest()
    found = [] if digest == plan["seed_digest"] else ["the seed is not the one that the plan was sealed with"]
    for name, said in planned(plan).items():
        if doc.get(name, RULE.get(name)) != said:
            found.append(f"{name}: published {doc.get(name)!r}, in the plan {said!r}")
    if doc.get("algorithm") != IN_TURN and not attributes_are_the_plans(doc, plan):
        found.append("the units have other attributes than in the plan")
    return found


def planned(plan):
    """What a plan says of how units or cases are allocated, in the words of what is published."""
    rule, units = plan["allocation"], sorted(plan["units"], key=lambda unit: unit["name"])
    method, numbers = rule["method"], [name for name, _ in units[0]["covariates"]]
    arms = sorted((arm["key"] for arm in plan["arms"]), key=lambda key: key != "control")
    if method == "stepped":
        steps = range(plan["start"], plan["periods"] - plan["step_periods"] + 2, plan["step_periods"])
        arms = [str(start) for start in steps][: len(units)]
    ratio = rule["ratio"] if rule["ratio"] and method != "stepped" else [1] * len(arms)
    said = {"method": method, "arms": arms, "ratio": ratio}
    if rule["sequential"]:
        coin = {"stratified": 67, "minimisation": 85}.get(method, 100)
        factors = {"simple": [], "stratified": ["stratum"]}.get(method, rule["factors"])
        if method != "simple":
            coin = rule["coin_percent"] or coin
        return {"algorithm": IN_TURN, **said, "factors": factors, "coin_percent": coin}
    strata = method == "stratified" or method == "stepped" and all(unit["stratum"] for unit in units)
    return {
        "algorithm": VERSION,
        **said,
        "units": [unit["name"] for unit in units],
        "stratum": "stratum" if strata else None,
        "pair": "pair" if method == "matched_pairs" else None,
        "covariates": (rule["factors"] or numbers) if method == "constrained" else [],
        "factors": (rule["factors"] or numbers) if method == "minimisation" else [],
        "best_percent": method == "constrained" and rule["best_percent"] or 10,
        "coin_percent": method == "minimisation" and rule["coin_percent"] or 85,
    }


def attributes_are_the_plans(doc, plan):
    """Whether stratum, pair and numbers of every unit are those of the plan."""
    units = sorted(plan["units"], key=lambda unit: unit["name"])
    for name, column in doc.get("attributes", {}).items():
        own = [
            unit[name] if name in ("stratum", "pair") else dict(unit["covariates"])[name] for unit in units
        ]
        if name in ("stratum", "pair"):
            same = own == column
        else:
            same = [Fraction(str(value)) for value in own] == [Fraction(text) for text in column]
        if not same:
            return False
    return True


def differences(doc):
    """What differs between the published allocation and the one its seed gives; an empty list where nothing."""
    if doc.get("algorithm") == IN_TURN:
        return differences_in_turn(doc)
    if doc.get("algorithm") != VERSION:
        return [f"drawn by {doc.get('algorithm')!r}, and this file knows {VERSION!r}"]
    if doc.get("method") not in METHODS:
        return [f"this file does not know the method {doc.get('method')!r}"]
    found = unreadable(doc)
    if found:
        return found
    drawn, schemes = METHODS[doc["method"]](doc, stream(doc["seed"], "arms"))
    for unit, arm in zip(doc["units"], drawn, strict=True):
        published = doc["assignment"].get(unit)
        if published != doc["arms"][arm]:
            found.append(f"{unit}: the seed gives {doc['arms'][arm]}, published is {published}")
    found += [
        f"{unit}: published, and not among the units" for unit in set(doc["assignment"]) - set(doc["units"])
    ]
    if doc.get("schemes") != (None if schemes is None else len(schemes)):
        found.append(f"{doc.get('schemes')} schemes are published, and there is another number")
    if hashlib.sha256(hashed(doc, schemes).encode()).hexdigest() != doc.get("scheme_hash"):
        found.append("the schemes, or the rule, have another hash")
    return found


def hashed(doc, schemes):
    """What the published hash is over: the schemes where they were listed, else the rule and its units."""
    if schemes is not None:
        return "".join(",".join(map(str, scheme)) + "\n" for scheme in schemes)
    fields = ("algorithm", "method", "units", "arms", "ratio", "attributes", "best_percent", "coin_percent")
    rule = {**RULE, **{name: doc[name] for name in (*fields, *RULE) if name in doc}}
    return json.dumps(rule, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def once(pairs):
    """A JSON object in which no name stands twice: a person would read the first, a program the last."""
    names = [name for name, _ in pairs]
    doubled = sorted({name for name in names if names.count(name) > 1})
    if doubled:
        print(f"{', '.join(doubled)}: stands twice in the file")
        sys.exit(1)
    return dict(pairs)


def read(path):
    return json.loads(pathlib.Path(path).read_text(encoding="utf-8"), object_pairs_hook=once)


if __name__ == "__main__":
    published = read(sys.argv[1])
    wrong = differences(published)
    if len(sys.argv) > 2:
        wrong += differences_from_plan(published, read(sys.argv[2]))
        print("SHA-256 of the plan:", hashlib.sha256(pathlib.Path(sys.argv[2]).read_bytes()).hexdigest())
    print("\n".join(wrong) if wrong else "The published allocation is the one its seed gives.")
    sys.exit(1 if wrong else 0)
