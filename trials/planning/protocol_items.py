"""The items of a protocol, each filled from the plan and the nudge's record, or "not stated".

After CONSORT 2010 with its extensions to cluster (2012) and stepped-wedge trials (2018), SPIRIT 2013 and TIDieR 2014.
The wording of the items is ours and short; their numbers are those of the checklists.
"""

from dataclasses import dataclass

from trials.planning.periods import label_of, mature_on
from trials.planning.scales import margin_words

NOT_STATED = "Not stated"


@dataclass(frozen=True)
class Item:
    """One item: its number in the checklist, what it asks, and what the plan says."""

    number: str
    asks: str
    text: str


@dataclass(frozen=True)
class Section:
    """A checklist with its items."""

    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Facts:
    """What the trial's records say beside its plan, in words; "" where they say nothing."""

    title: str
    force: str
    version: str
    sealed: str
    approved: str
    author: str
    started: str = ""


def sections(plan, said, records, facts):
    """Every Section of the protocol of a TrialPlan.

    said: {name: value}, the plan's rows in words; records: {(nudge id, version): (title, NudgeRecord or None)}.
    """
    nudges = [(arm, records.get(key, ("A nudge", None))) for arm in plan.arms for key in arm.nudges]
    return (
        Section("Administration (SPIRIT)", tuple(_administration(plan, facts))),
        Section("Question and estimand (SPIRIT, ICH E9 R1)", tuple(_estimand(plan, said))),
        Section(_design_title(plan), tuple(_design(plan, said))),
        Section("Outcomes and analysis (SPIRIT, CONSORT)", tuple(_analysis(plan, said))),
        Section("Monitoring and harms (SPIRIT)", tuple(_monitoring(plan, said))),
        *(Section(f"The nudge of “{arm.title}”: {title} (TIDieR)", tuple(_nudge(arm, title, record)))
          for arm, (title, record) in nudges),
    )  # fmt: skip


def _item(number, asks, text):
    return Item(number, asks, str(text).strip() or NOT_STATED)


def _administration(plan, facts):
    yield _item("SPIRIT 1", "Title", facts.title)
    yield _item("SPIRIT 2", "Registration", facts.sealed)
    yield _item("SPIRIT 3", "Protocol version", facts.version)
    yield _item("SPIRIT 5a", "Who wrote it", facts.author)
    yield _item("SPIRIT 5b", "Sponsor", facts.force)
    yield _item("SPIRIT 24", "Approval by a second person", facts.approved)
    yield _item("SPIRIT 25", "Amendments", plan.amendment_reason)
    yield _item("SPIRIT 28", "Declaration of interests", "")
    yield _item(
        "SPIRIT 31a",
        "Publication",
        "Published within 30 days of the analysis whatever it says, or listed as not published with the reason.",
    )  # noqa: E501


def _estimand(plan, said):
    yield _item(
        "SPIRIT 6a",
        "Why this trial",
        plan.worthwhile.reason and f"Smallest effect worth having: {said['Smallest effect worth having']}",
    )  # noqa: E501
    yield _item("SPIRIT 7", "Question", plan.question)
    yield _item("E9", "Behaviour", plan.behaviour)
    yield _item("E9", "Population", plan.population)
    yield _item("E9", "Treatments compared", said["The verdict rests on"])
    yield _item("E9", "Outcome and follow-up", f"{said['Primary outcome']}; {said['Follow-up']}")
    yield _item("E9", "Summary", said["Whose average"])
    yield _item(
        "E9", "Intercurrent events", ". ".join(f"{event}: {rule}" for event, rule in plan.intercurrent)
    )


def _design_title(plan):
    stepped = plan.design == "stepped_wedge"
    return "Design and allocation (CONSORT " + ("stepped wedge)" if stepped else "cluster)")


def _design(plan, said):
    stepped = plan.design == "stepped_wedge"
    yield _item("CONSORT 1a", "Design", said["Design"])
    yield _item(
        "CONSORT 3a", "Rationale for units", f"{len(plan.units)} units; the decision is made in a unit"
    )
    yield _item(
        "CONSORT 4a",
        "Eligibility of units and cases",
        f"Units: {said['Units']}. Cases left out: {said['Cases left out']}",
    )
    yield _item("CONSORT 5", "Interventions by arm", said["Arms"])
    if stepped:
        yield _item(
            "SW 3a",
            "Steps, periods and their length",
            f"{said['Months']}, first start {said.get('First start', '')}, {plan.step_periods} months between steps",
        )  # noqa: E501
        yield _item("SW 3b", "Transition (washout)", said.get("Washout", ""))
    else:
        yield _item("CONSORT 3b", "Periods", f"{said['Months']}; first start {said.get('First start', '')}")
    yield _item(
        "CONSORT 7a", "Sample size", f"Power for the smallest effect worth having: {said['Power for it']}"
    )
    yield _item("CONSORT 7a", "ICC and CAC planned with", _correlations(plan))
    yield _item("CONSORT 8a", "How the sequence is made", said["Allocation"])
    yield _item("CONSORT 8b", "Restriction", _restriction(plan))
    yield _item("CONSORT 9", "Concealment", _concealment(plan))
    yield _item(
        "CONSORT 10",
        "Who draws",
        "The software, once, after sealing" if plan.allocation else "People chose, as the units say",
    )
    yield _item("CONSORT 11a", "Blinding", plan.blinding)


def _correlations(plan):
    held = [
        f"{name} {value:.3f}" for name, value in (("ICC", plan.icc), ("CAC", plan.cac)) if value is not None
    ]
    return ", ".join(held)


def _restriction(plan):
    strata, pairs = {unit.stratum for unit in plan.units} - {""}, {unit.pair for unit in plan.units} - {""}
    said = [f"{len(strata)} strata" if strata else "", f"{len(pairs)} pairs" if pairs else ""]
    return ", ".join(part for part in said if part) or "None"


def _concealment(plan):
    if not plan.seed_digest:
        return ""
    return (
        f"The SHA-256 of a seed made by the server is in the sealed plan: {plan.seed_digest}. The seed is published "
        "with the draw, so that anybody can draw again."
    )


def _analysis(plan, said):
    yield _item("CONSORT 6a", "Primary outcome", said["Primary outcome"])
    others = [line.title for line in plan.outcomes if line.role != "guardrail"]
    yield _item("CONSORT 6a", "Further outcomes", ", ".join(others) or "None")
    for name in ("How heavy an offence counts", "Surveys before and after"):
        if name in said:
            yield _item("CONSORT 6a", name, said[name])
    yield _item(
        "CONSORT 12a",
        "Analysis",
        f"{said['Design']}, as allocated; {said['Test']}; {said['Whose average'].lower()}",
    )
    yield _item("CONSORT 12b", "Subgroups", said["Subgroups"])
    yield _item(
        "SPIRIT 20c",
        "Missing outcomes",
        "Worst-case bounds stand beside the verdict where follow-up is incomplete",
    )
    last = mature_on(plan, plan.periods) if plan.first_period else None
    ends = last and f"After {label_of(plan, plan.periods)}, on figures of {last:%-d %B %Y} or later"
    yield _item("SPIRIT 13", "When the analysis is due", ends or "")


def _monitoring(plan, said):
    rails = [f"{line.title} (margin {margin_words(line)})" for line in plan.guardrails if line.margin]
    yield _item(
        "SPIRIT 21a",
        "Monitoring",
        f"{said['Safety monitor']} is told of a stop rule, without figures" if plan.safety_monitor else "",
    )  # noqa: E501
    yield _item("SPIRIT 21b", "Looks before the end", said["Looks before the end"])
    yield _item("SPIRIT 21b", "Stop rules", said["Stop rules"])
    yield _item("SPIRIT 22", "Guardrails", "; ".join(rails))
    yield _item(
        "SPIRIT 23", "Auditing", "Every change of plan, draw, look and export stands in a hash-chained trail"
    )
    yield _item(
        "SPIRIT 27",
        "Confidentiality",
        "Counts alone leave the force; no person is named in any figure",
    )
    yield _item(
        "SPIRIT 11d", "Other interventions in these units", said["Other interventions in these units"]
    )


TIDIER = (
    ("2", "Why", "why"),
    ("3", "Materials", "materials"),
    ("4", "Wording and procedure", "wording"),
    ("5", "Who provides", "who"),
    ("6", "How and where", "where"),
    ("8", "When", "when"),
    ("8", "How much", "dose"),
    ("9", "Tailoring", "tailoring"),
    ("11", "Fidelity, planned", "fidelity"),
    ("11", "Burden", "burden"),
    ("11", "How it is undone", "reversal"),
)


def _nudge(arm, title, record):
    yield _item("TIDieR 1", "Name", title)
    if record is None:
        yield _item("TIDieR 2–12", "Record", "")
        return
    yield _item("TIDieR 2", "Behaviour", record.behaviour)
    for number, asks, name in TIDIER:
        yield _item(f"TIDieR {number}", asks, getattr(record, name))
    yield _item("TIDieR 10", "Modifications", "")
    yield _item("TIDieR 12", "Fidelity, actual", "")
