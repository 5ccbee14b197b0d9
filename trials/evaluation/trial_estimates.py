"""What the engine says of a trial's tables: its report, every part of the outcomes, subgroups, other windows."""

import json
from dataclasses import asdict, replace

from trials.planning.engine_plan import with_groups, with_outcomes
from trials.stats import CannotEstimate, InputRefused, analyse
from trials.stats.arithmetic.multiplicity import holm
from trials.stats.plan_rules import SMALLEST_ALPHA
from trials.stats.reading import read_evidence
from trials.stats.strategy import all_designs
from trials.stats.wording import p_words

PARTS = ("oocr", "charge", "nfa", "other")


def engine_report(engine, tables, *, look=None, timing=None, taken=None):
    """The engine's report as a dictionary, its `refusal` saying why where there is no estimate.

    taken: the TakenLooks before this one, None where they are weighed again from the same tables.
    A timing table that the engine cannot follow is left out, and the reason kept: it is no reason for no result.
    """
    present = with_outcomes(engine, set(tables))
    try:
        found = as_values(present, tables, look=look, timing=timing, taken=taken)
        return {**found, "timing_refused": ""}
    except InputRefused as refusal:
        if timing is None:
            return refused(str(refusal))
        return {**engine_report(engine, tables, look=look, taken=taken), "timing_refused": str(refusal)}


def as_values(engine, tables, **options):
    """`analyse` as plain values, the refusal's report where the primary cannot be estimated."""
    try:
        report = analyse(engine, tables, **options)
    except CannotEstimate as error:
        report = error.report
    return json.loads(report.to_json())


def refused(reason):
    """What stands in the report's place where the engine refuses the tables themselves."""
    values = {"primary": None, "findings": [], "outcomes": {}, "contrasts": {}, "estimates": {}, "series": {}}
    said = {"verdict": f"No verdict. {reason}", "refusal": {"missing": reason, "would_do": "", "code": ""}}
    return {**values, **said, "grade": None, "naive": None, "refusals": {}, "timing_refused": ""}


def at_level_of(engine, primary):
    """The engine's plan with intervals as strict as those of the primary: at a look, the level that the look has."""
    level = primary["details"].get("level")
    return engine if level is None else replace(engine, alpha=max(level, SMALLEST_ALPHA))


def effects_on(engine, table, arm):
    """{"named": estimate of the plan's own contrast, "contrasts": {arm: estimate of each arm against control}}.

    By the design's own estimator; {} where there is none. `arm` names the only one of a design that compares two.
    """
    design = all_designs()[engine.design]
    try:
        evidence = read_evidence(engine, design, table)
        primary = evidence.estimate(design.primary(evidence))
        found = design.contrasts(evidence, primary)
    except (CannotEstimate, InputRefused):
        return {"named": None, "contrasts": {}}
    contrasts = {arm: primary} if len(found) == 1 else found
    return {"named": plain(primary), "contrasts": {name: plain(each) for name, each in contrasts.items()}}


def plain(estimate):
    """The figures of an Estimate that a page prints."""
    kept = ("value", "low", "high", "p_value", "scale")
    return {name: value for name, value in asdict(estimate).items() if name in kept}


def decompose(engine, parts, arm, of):
    """{"of", "effects": {part: {arm: estimate}}, "named": {part: estimate}, "sides": levels} of every part; None
    without parts. "named" is the contrast that the verdict rests on, which may be one nudge against another.

    Each part is estimated as the primary outcome is: together they add up to nought, but for the adjustment of each by
    its own baseline where the design has one.
    """
    if not parts:
        return None
    alone = with_outcomes(engine, set())
    found = {part: effects_on(alone, table, arm) for part, table in parts.items()}
    effects, named = ({part: one[name] for part, one in found.items()} for name in ("contrasts", "named"))
    return {"of": of, "effects": effects, "named": named, "sides": sides_of(engine, parts)}


def sides_of(engine, parts):
    """[{"side", "when", "cases", part: share …}] of the cells compared, cases pooled."""
    first = next(iter(parts.values()))
    found = []
    for side, when, mask in masks(engine, first):
        chosen = {part: table[mask.to_numpy()] for part, table in parts.items()}
        cases = int(first[mask.to_numpy()]["cases"].sum())
        if cases:
            shares = {part: float(rows["events"].sum() / cases) for part, rows in chosen.items()}
            found.append({"side": side, "when": when, "cases": cases, "shares": shares})
    return found


def masks(engine, table):
    """(side, "before" | "after" | "", rows) of what is compared: with and without, or each arm before and after."""
    kept = ~table["period"].isin(engine.exclude_periods)
    if all_designs()[engine.design].staggered:
        yield "without", "", kept & (table["treated"] == 0)
        yield "with", "", kept & (table["treated"] == 1)
        return
    start = engine.start or 1
    after = table["period"] >= start + engine.washout
    names = (
        table["arm"]
        if "arm" in table
        else table.groupby("unit")["treated"]
        .transform("max")
        .map({0: engine.control, 1: next(name for name in engine.arms if name != engine.control)})
    )
    for arm in engine.arms:
        own = kept & (names == arm)
        yield arm, "before", own & (table["period"] < start)
        yield arm, "after", own & after


def subgroups_of(engine, groups):
    """[{"name", "status", "text", "facts"}] of the joint test of every planned way to tell cases apart.

    Several ways are several chances to find something: then each is read by Holm's p-value over all of them.
    """
    found = [{"name": name, **joint_test(engine, name, table)} for name, table in sorted(groups.items())]
    tested = [one for one in found if one["facts"].get("p_value") is not None]
    if len(tested) > 1:
        adjusted = holm([one["facts"]["p_value"] for one in tested])
        for one, p in zip(tested, adjusted, strict=True):
            one |= read_together(one, float(p), len(tested), engine.alpha)
    return found


def read_together(one, adjusted, count, alpha):
    """The joint test of one of several ways to tell cases apart, by its adjusted p-value."""
    facts = {**one["facts"], "adjusted_p": adjusted}
    said = f"{p_words(adjusted)} adjusted for {count} ways to tell cases apart"
    if one["status"] != "fails" or adjusted <= alpha:
        return {"facts": facts, "text": f"{one['text']} ({said}.)"}
    return {
        "facts": facts,
        "status": "cannot tell",
        "text": f"No disparity is shown: {said}. By itself: {one['text']}",
    }


def joint_test(engine, name, table):
    """The engine's finding on whether groups of cases fared alike; "cannot tell" with its reason otherwise."""
    values = engine_report(with_groups(with_outcomes(engine, set()), name), {engine.primary.key: table})
    found = [one for one in values["findings"] if one["key"] == "disparity"]
    if found:
        return {part: found[0][part] for part in ("status", "text", "facts")}
    return {"status": "cannot tell", "text": values["verdict"].removeprefix("No verdict. "), "facts": {}}


def windows_of(engine, windows, arm):
    """[{"days", "named", "contrasts"}] of the primary under other follow-up windows, the shortest first."""
    alone = with_outcomes(engine, set())
    return [{"days": days, **effects_on(alone, windows[days], arm)} for days in sorted(windows)]
