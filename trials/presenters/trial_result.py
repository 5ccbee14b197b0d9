"""A trial's result page as plain values: what to take away on top, and what defends it below."""

from datetime import date

from django.utils.timezone import localtime

from cjnudge.periods import period_label
from trials.planning.trial_plan import TrialPlan
from trials.presenters import trial_result_evidence as evidence
from trials.presenters import trial_result_surveys as surveys
from trials.presenters.numbers import size, span
from trials.presenters.provenance import rows_erased
from trials.presenters.trial_result_next import next_steps
from trials.stats.strategy import all_designs

FLOW_HEADINGS = [
    ("Arm", ""),
    *((name, "numeric") for name in ("Units", "Decisions", "Eligible", "Followed in full")),
]
LEVEL_HEADINGS = [("Arm", ""), ("Months", ""), ("Share", "numeric")]


def present_trial(run, plan, draw=None):
    """Context of the result page of a trial's run; `draw` is its Draw or None. Nothing needs a further query."""
    report = run.result
    return present_report(plan, report) | {"provenance": provenance(run, plan, draw, report)}


def present_report(plan, report):
    """All of the page but what the result was made from; report: a dictionary."""
    primary = report["engine"]["primary"]
    return {
        "plan": plan,
        "headline": report["verdict"]["headline"],
        "sentences": report["verdict"]["sentences"],
        "pattern": report["verdict"]["pattern"],
        "labels": report["labels"],
        "design": all_designs()[plan.design].title,
        "difference": difference_words(report, primary),
        "month": evidence.month_words(report) if report["cases_a_month"] else "",
        "safe": report["safe"],
        "next": next_steps(plan, report),
        "look": look_words(report),
        **below(plan, report),
    }


def difference_words(report, primary):
    """The size in percentage points with its interval and our reading of the Maryland scale; "" without one."""
    if not primary or primary["scale"] != "risk_difference":
        return ""
    said = f"{size(primary)} percentage points"
    if primary["low"] is not None:
        said += f" (interval {span(primary['low'], primary['high'])})"
    return f"{said}; level {report['grade']} of 5 in our reading of the Maryland scale"


def below(plan, report):
    """What defends the verdict, part by part."""
    return {
        "key_rows": evidence.key_rows(report, plan),
        "arm_rows": evidence.arm_rows(report, plan),
        "interval_headings": evidence.INTERVAL_HEADINGS,
        "primary_headings": evidence.primary_headings(report),
        "level_rows": evidence.level_rows(report, plan),
        "level_headings": LEVEL_HEADINGS,
        "other_months": evidence.other_months_words(plan),
        "part_rows": evidence.part_rows(report, plan),
        "parts_words": evidence.parts_words(report),
        "parts_refused": report["not_counted"].get("parts", ""),
        "guardrails": evidence.guardrail_rows(report),
        "outcome_rows": evidence.outcome_rows(report, plan),
        "survey_rows": surveys.survey_rows(report, plan),
        "survey_headings": surveys.HEADINGS,
        "survey_words": surveys.survey_words(report),
        "window_rows": evidence.window_rows(report, plan),
        "worst_case": evidence.worst_case(report),
        "beside_rows": evidence.beside_rows(report),
        "subgroups": evidence.subgroup_rows(report),
        "flow_rows": evidence.flow_rows(report, plan),
        "flow_headings": FLOW_HEADINGS,
        "changes": report["changes"],
        "overlaps": report["overlaps"],
        "checks": evidence.check_rows(report),
        "cannot_tell": report["cannot_tell"],
        "naive": evidence.naive_words(report),
    }


def look_words(report):
    """Which look it is and how many there were and are to be."""
    looks = report["looks"]
    if looks["planned"] == 1:
        return "One analysis was planned, at the end, and no look before it."
    which = f"Look {looks['this']} of" if looks["this"] else "The analysis at the end, after"
    said = [f"{which} {looks['planned']} planned; {looks['taken']} taken so far."]
    return " ".join([*said, *(spent_words(line) for line in report["conducted"].get("looks_before") or ())])


def spent_words(line):
    """What an earlier look recorded on its day; its figures no longer move."""
    name = "An earlier analysis at the end" if line["final"] else f"Look {line['number']}"
    return (
        f"{name} held {100 * line['share']:.0f} % of the planned information and had spent "
        f"{100 * line['spent']:.2g} in 100 of the chance of a false finding, as recorded on its day."
    )


def provenance(run, plan, draw, report):
    """[(name, value)]: seal, allocation, snapshot, versions and seed."""
    libraries = ", ".join(f"{name} {version}" for name, version in sorted(run.library_versions.items()))
    written = "After data were seen" if run.plan.after_data_seen else "Before the data were seen"
    return [
        ("Plan", f"Version {run.plan.version}, sealed {stamp(run.plan.sealed_at)}"),
        ("Plan seal (SHA-256)", run.plan.seal),
        ("Written", written),
        ("Allocation (SHA-256)", draw.sha256 if draw else "Nothing was drawn"),
        ("Seed digest in the plan", plan.seed_digest or "None"),
        ("Snapshot (SHA-256)", run.snapshot_hash),
        *rows_erased(run),
        ("Measure", f"{plan.measure}, version {plan.measure_version}, within {plan.follow_up_days} days"),
        ("Months", f"{months(plan)}, start in month {plan.start}"),
        ("Engine", run.engine_version),
        ("Libraries", libraries),
        ("Seed of the analysis", str(run.seed)),
        ("Run", str(run.pk)),
        ("Computed", stamp(run.created_at)),
    ]


def stamp(at):
    local = localtime(at)
    return f"{local.day} {local:%B %Y %H:%M}"


def months(plan):
    return f"{plan.periods} months from {period_label(date.fromisoformat(plan.first_period), 'month')}"


def plan_of(run):
    """The TrialPlan that a run was made under."""
    return TrialPlan.from_json(run.plan.body)
