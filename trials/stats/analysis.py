"""From a sealed plan and frames of cells to a Report."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from trials.stats.argument_rules import instance, shown
from trials.stats.errors import CannotEstimate, InputRefused
from trials.stats.estimand import estimand_of
from trials.stats.evidence import Evidence
from trials.stats.grading import grade
from trials.stats.groups import read_groups
from trials.stats.incidence_series import incidence_series
from trials.stats.look_wording import look_verdict
from trials.stats.looks import check_open, cut_tables, describe_look, stand_at
from trials.stats.naive import naive_comparison
from trials.stats.other_outcomes import other_outcomes
from trials.stats.plan import Plan
from trials.stats.reading import read_evidence
from trials.stats.report import Estimate, Finding, Refusal, Report
from trials.stats.strategy import Check, all_checks, all_designs, all_estimators
from trials.stats.suitability import check_suitable
from trials.stats.version import ENGINE_VERSION, library_versions


def analyse(
    plan: Any, frames: Any, *, look: int | None = None, timing: Any = None, taken: Any = None
) -> Report:
    """The Report of `plan` on `frames`: one DataFrame (the primary outcome) or {outcome key: DataFrame}.

    `timing` counts the primary's cases by unit, side, outcome and days from entry, competing outcomes included.
    `look` numbers one of the plan's looks from 1 (default: the final one): periods after it are not read. `taken`
    are the looks before it as they were recorded (TakenLook); None weighs them again from the same table.
    Raises InputRefused for a plan or frame outside the rules. Raises CannotEstimate where the primary
    outcome cannot be estimated; its `report` attribute then holds the Report without an estimate,
    whose verdict says why. The same input gives the same report, whatever the order of its rows.
    """
    instance("the plan", plan, Plan)
    design = all_designs()[plan.design]
    check_suitable(plan, design, look=look, taken=taken)
    tables = _tables(plan, frames)
    standing = None if not plan.looks else stand_at(plan, design, tables[plan.primary.key], look, taken)
    evidence, tables = _read(plan, design, tables, standing, timing)
    try:
        if evidence.look is not None:
            check_open(evidence.look)
        key = design.primary(evidence)
        primary = evidence.estimate(key)
    except CannotEstimate as error:
        error.report = _refused(evidence, tables, error)
        raise
    return _report(evidence, tables, key, primary)


def _read(plan: Any, design: Any, tables: dict, standing: Any, timing: Any) -> tuple[Evidence, dict]:
    """The evidence, and the tables cut to what a look may read; `standing` is None where the plan has no looks."""
    plan_now = plan
    if standing is not None:
        tables, plan_now = cut_tables(tables, standing.now), standing.plan_now
    table = tables[plan.primary.key]
    evidence = read_evidence(plan_now, design, table, timing, look=standing)
    return replace(evidence, groups=read_groups(table, plan_now, design, evidence.panel)), tables


def _tables(plan: Any, frames: Any) -> dict[str, Any]:
    tables = dict(frames) if isinstance(frames, Mapping) else {plan.primary.key: frames}
    strange = set(tables) - {outcome.key for outcome in plan.outcomes}
    unknown = sorted(key if isinstance(key, str) else shown(key) for key in strange)
    if unknown:
        raise InputRefused(
            f"the plan has no outcome {', '.join(unknown)}",
            remedy="Leave its table out; a plan is not widened.",
        )
    if plan.primary.key not in tables:
        raise InputRefused(
            "the primary outcome has no table", where=plan.primary.key, remedy="Give its counts."
        )
    return tables


def _report(evidence: Evidence, tables: Mapping, key: str, primary: Estimate) -> Report:
    estimates, refusals = _estimates(evidence, key)
    if evidence.look is not None:
        primary = describe_look(evidence.look, primary)
        estimates[key] = primary
    findings = _findings(evidence, estimates)
    return Report(
        primary=primary,
        primary_key=key,
        estimates=estimates,
        refusals=refusals,
        contrasts=evidence.design.contrasts(evidence, primary),
        findings=findings,
        verdict=_verdict(evidence, primary, findings),
        refusal=None,
        series=_series(evidence),
        **_common(evidence, tables, findings),
    )


def _refused(evidence: Evidence, tables: Mapping, error: CannotEstimate) -> Report:
    findings = _findings(evidence, {}) if error.code != "d" else ()
    return Report(
        primary=None,
        primary_key=None,
        estimates={},
        refusals={},
        contrasts={},
        findings=findings,
        verdict=f"No verdict. {error.missing} {error.would_do}",
        refusal=Refusal.of(error),
        series=_series(evidence),
        **_common(evidence, tables, findings),
    )


def _verdict(evidence: Evidence, primary: Estimate, findings: tuple[Finding, ...]) -> str:
    """The design's sentence, and after it what would make a reader take it for more than it is."""
    checks = all_checks()
    warnings = [found.text for found in findings if checks[found.key].warns and found.status == "fails"]

    def own() -> str:
        return evidence.design.verdict(evidence, primary, findings)

    if evidence.look is None:
        return " ".join([own(), *warnings])
    contrasts = evidence.design.contrasts(evidence, primary)
    return " ".join(
        [look_verdict(evidence.look, primary, evidence.panel.kind.name, own, contrasts), *warnings]
    )


def _series(evidence: Evidence) -> dict[str, Any]:
    found = evidence.design.series(evidence)
    return found if evidence.timing is None else {**found, "incidence": incidence_series(evidence)}


def _common(evidence: Evidence, tables: Mapping, findings: tuple[Finding, ...]) -> dict[str, Any]:
    plan = evidence.sealed
    return {
        "design": plan.design,
        "estimand": estimand_of(evidence),
        "plan_seal": plan.seal(),
        "outcomes": other_outcomes(evidence, tables),
        "grade": grade(evidence.design, findings),
        "naive": naive_comparison(evidence),
        "seed": plan.seed,
        "engine_version": ENGINE_VERSION,
        "versions": library_versions(),
    }


def _estimates(evidence: Evidence, primary_key: str) -> tuple[dict[str, Estimate], dict[str, Refusal]]:
    """Every estimator whose needs the design and the data meet; those that cannot, with the reason."""
    estimates, refusals = {primary_key: evidence.estimate(primary_key)}, {}
    for key, estimator in all_estimators().items():
        if key != primary_key and estimator.needs <= evidence.offers:
            try:
                estimates[key] = evidence.estimate(key)
            except CannotEstimate as error:
                refusals[key] = Refusal.of(error)
    return estimates, refusals


def _findings(evidence: Evidence, estimates: Mapping[str, Estimate]) -> tuple[Finding, ...]:
    """Every check whose needs are met, in the order of their keys."""
    found = []
    for key, check in all_checks().items():
        if check.needs <= evidence.offers | frozenset(estimates):
            found.append(replace(_checked(check, evidence, estimates), key=key))
    return tuple(found)


def _checked(check: Check, evidence: Evidence, estimates: Mapping[str, Estimate]) -> Finding:
    """The check's finding; "cannot tell" where the data cannot carry what it rests on."""
    try:
        return check.run(evidence, estimates)
    except CannotEstimate as error:
        return Finding("", "cannot tell", error.missing, {})
