"""The report of a trial that was planned before its data. Pure: the same texts give the same bytes.

Gates first: where cases are not followed in full nothing is estimated, so that no page could show it.
"""

from dataclasses import asdict, dataclass, field, replace

from trials.evaluation.looks_before import as_taken
from trials.evaluation.survey_outcomes import surveys_in, with_surveys
from trials.evaluation.trial_estimates import (
    at_level_of,
    decompose,
    engine_report,
    sides_of,
    subgroups_of,
    windows_of,
)
from trials.evaluation.trial_guardrails import day_words, judge, summary
from trials.evaluation.trial_limits import limits_of
from trials.evaluation.trial_series import flow_by_side, series_by_side, starts_of
from trials.evaluation.trial_tables import Material, read_material
from trials.evaluation.trial_verdict import Known, compared, in_titles, subject_of, verdict_of
from trials.planning.allocated import engine_allocation
from trials.planning.engine_plan import base_of, engine_plan
from trials.stats.canonical import canonical_json
from trials.stats.strategy import all_designs
from trials.stats.version import ENGINE_VERSION, library_versions

FORMAT = "trial-1"


@dataclass(frozen=True, kw_only=True)
class Conducted:
    """How the trial went, as it is printed with its result. All in JSON's types.

    `changes` are {kind, unit, on, text, …} in time order, `looks_taken` the numbers of looks so far, `fired` {key of a
    guardrail: (texts of the stop rules that fired on it)}, `overlaps` what else was live in its units,
    `measure_title` and `measure_limits` of the measure as it is registered. `looks_before` is what each earlier look
    recorded of itself (looks_before.recorded); None in a report that was made before that was kept.
    """

    changes: tuple = ()
    looks_taken: tuple = ()
    overlaps: tuple = ()
    fired: dict = field(default_factory=dict)
    measure_title: str = ""
    measure_limits: tuple = ()
    looks_before: tuple | None = None

    def as_values(self):
        """In JSON's types, as a report keeps it; what is not known is left out."""
        return {name: held for name, held in asdict(self).items() if held is not None}


def conducted_from(report):
    """The Conducted that a report was made with, so that the report can be made again."""
    values = report["conducted"]
    return Conducted(
        **{name: tuple(held) if isinstance(held, list) else held for name, held in values.items()}
    )


def evaluate_trial(plan, draw, cells, *, look=None, conducted=None, stage=lambda name: None):
    """The report of a TrialPlan on TrialCells as canonical JSON; `draw` is the published draw (JSON) or None.

    `look` numbers one of the planned looks, None is the analysis at the end. `stage` is told each step's name.
    """
    material = read_material(plan, draw, cells)
    allocation = None if draw is None or plan.allocation is None else engine_allocation(draw)
    return canonical_json(report_of(plan, allocation, material, look=look, conducted=conducted, stage=stage))


def report_of(plan, allocation, material: Material, *, look=None, conducted=None, stage=lambda name: None):
    """The report as a dictionary."""
    went = conducted or Conducted(measure_title=plan.measure)
    gates = gates_of(plan, material)
    refused = next((gate["text"] for gate in gates if gate["blocks"]), "")
    asked = not refused and not plan.is_pilot
    engine = engine_plan(plan, allocation)
    stage("estimate")
    report = estimated(engine, plan, material, look, went) if asked else not_estimated(refused)
    report = with_surveys(plan, report, material.bands)
    stage("decomposition")
    parts, windows = beside(engine, plan, material, report["primary"])
    stage("checks")
    guardrails = guardrails_of(plan, material, report if asked else None, went)
    arm, base = compared(plan)
    known = Known(
        plan=plan,
        engine=report,
        longest=longest_of(windows, plan),
        effects=parts["named"] if parts else {},
        subject=subject_of(plan.measure, went.measure_title or plan.measure),
        refused=refused,
        arm=arm,
        base=base,
    )
    return {
        "format": FORMAT,
        "design": plan.design,
        "measure_title": went.measure_title or plan.measure,
        "look": look,
        "gates": gates,
        "refused": refused,
        "engine": report,
        "grade": report["grade"] if report["primary"] else None,
        "verdict": asdict(verdict_of(known)),
        "cases_a_month": cases_a_month(engine, material, report["primary"]),
        "decomposition": parts,
        "levels": sides_of(engine, {"events": material.primary}) if asked else [],
        "guardrails": [asdict(one) for one in guardrails],
        "safe": summary(guardrails),
        "subgroups": subgroups_of(engine, material.groups) if report["primary"] else [],
        "sensitivity": windows,
        "series": series_by_side(engine, plan, material.primary) if asked else [],
        "incidence": report["series"].pop("incidence", None),
        "starts": starts_of(plan, material.primary),
        "flow": flow_by_side(engine, material.primary),
        "looks": looks_of(plan, went, look),
        "changes": list(went.changes),
        "overlaps": [*plan.overlaps, *went.overlaps],
        "labels": labels_of(plan, went),
        "not_counted": dict(material.refused),
        "waiting": waiting(plan, material),
        **not_supplied(plan, material),
        **(surveys_in(material) if report["primary"] else {}),
        "cannot_tell": limits_of(
            plan,
            changes=went.changes,
            measure_limits=went.measure_limits,
            guardrails=guardrails,
            unseen=material.unseen,
            has_timing=material.timing is not None and not report.get("timing_refused"),
        ),
        "conducted": went.as_values(),
        "synthetic": bool(plan.synthetic or material.synthetic),
        "made_by": {
            "engine": ENGINE_VERSION,
            "libraries": library_versions(),
            "seed": plan.analysis_seed,
            "plan_seal_of_engine": engine.seal(),
        },
    }


def gates_of(plan, material):
    """Equal follow-up, and maturity: in a trial no case may be without its full follow-up (STATISTICS section 3)."""
    days = plan.follow_up_days
    equal = f"Every case counted was followed for {days} days, the same in every arm."
    entered, followed = material.entered, material.followed
    if entered == 0:
        late, text = True, "No case entered in these periods."
    elif followed < entered:
        late = True
        text = (
            f"{entered - followed:,} of {entered:,} cases have not been followed for {days} days yet. In a trial none "
            "may be left: wait for a later snapshot."
        )
    else:
        late, text = False, f"All {entered:,} cases that entered were followed for {days} days."
    return [
        {"key": "follow_up", "title": "Equal follow-up", "status": "passes", "text": equal, "blocks": False},
        {
            "key": "maturity",
            "title": "Maturity",
            "status": "fails" if late else "passes",
            "text": text,
            "blocks": late,
        },
    ]


def estimated(engine, plan, material, look, went):
    """The engine's report on every table whose cases have been followed in full."""
    mature = {key: table for key, table in material.outcomes.items() if is_mature(material.seen.get(key))}
    tables = {engine.primary.key: material.primary, **mature}
    # without interim looks there is one analysis, and the engine numbers none
    at = {"look": look, "taken": as_taken(went.looks_before)} if plan.looks else {}
    return engine_report(engine, tables, timing=material.timing, **at)


def is_mature(seen):
    return seen is not None and seen.is_ready


def not_estimated(refused):
    """What stands in the engine's place where it is not asked."""
    from trials.evaluation.trial_estimates import refused as empty

    return empty(refused or "A pilot tests no difference.")


def guardrails_of(plan, material, report, went):
    """Every guardrail of the plan as it stands."""
    found = [
        judge(
            line,
            material.seen[line.key],
            (report or {"outcomes": {}})["outcomes"].get(line.key),
            fired=tuple(went.fired.get(line.key, ())),
        )
        for line in plan.guardrails
    ]
    return [replace(one, text=in_titles(one.text, plan)) for one in found]


def beside(engine, plan, material, primary):
    """(decomposition, other windows) where there is a primary estimate to stand beside; (None, []) otherwise.

    What refuses the primary, be it its table or a look that may spend nothing, refuses these as well.
    """
    if not primary:
        return None, []
    strict = at_level_of(engine, primary)
    parts = decompose(strict, material.parts, arm_of(plan), material.parts_of)
    return parts, windows_of(strict, material.windows, arm_of(plan))


def waiting(plan, material):
    """{key of an outcome that is no guardrail: until when it is not mature}, of those that wait."""
    seen = {line.key: material.seen.get(line.key) for line in plan.outcomes if line.role != "guardrail"}
    waits = {key: one.mature_on for key, one in seen.items() if one and one.mature_on}
    return {key: f"not mature until {day_words(on)}" for key, on in waits.items()}


def not_supplied(plan, material):
    """{"not_supplied": {key of an outcome that is no guardrail: why it was not counted}}; {} where all were."""
    seen = {line.key: material.seen.get(line.key) for line in plan.outcomes if line.role != "guardrail"}
    refused = {key: one.refused for key, one in seen.items() if one and one.refused}
    return {"not_supplied": refused} if refused else {}


def arm_of(plan):
    """The arm with the nudge that the primary contrast names."""
    return next(key for key in plan.primary_contrast if key != base_of(plan))


def longest_of(windows, plan):
    """(days, estimate) of the longest window beyond the plan's own, None where none is known."""
    found = [(one["days"], one["named"]) for one in windows if one["days"] > plan.follow_up_days]
    known = [pair for pair in found if pair[1]]
    return known[-1] if known else None


def cases_a_month(engine, material, primary):
    """The primary difference as cases a month over all units together; None without an estimate in points."""
    if not primary or primary["scale"] != "risk_difference":
        return None
    table = material.primary
    after = table[(table["period"] >= (engine.start or 1)) & ~table["period"].isin(engine.exclude_periods)]
    months = int(after["period"].nunique())
    eligible = float(after["cases"].sum() / months) if months else 0.0
    found = {name: primary[name] for name in ("value", "low", "high")}
    return {
        "eligible": eligible,
        **{name: None if share is None else share * eligible for name, share in found.items()},
    }


def looks_of(plan, went, look):
    """{"planned", "taken", "this"}: the analysis at the end is the last of those planned."""
    return {"planned": len(plan.looks) + 1, "taken": len(went.looks_taken), "this": look}


def labels_of(plan, went):
    """What has to stand on every page of the result."""
    said = []
    if plan.after_data_seen:
        said.append("The plan was amended after data were seen.")
    if any(change["kind"] == "unblinded" for change in went.changes):
        said.append("Figures were read before the planned look.")
    if "randomised" in all_designs()[plan.design].offers and plan.is_pilot:
        said.append("A pilot: no verdict.")
    return said
