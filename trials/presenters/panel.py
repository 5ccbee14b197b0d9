"""What the pages of a panel's audit say."""

from trials.panel.agreement import LEAST, agreement, as_guardrail, inappropriate
from trials.panel.grades import Grade
from trials.planning.trial_plan import CONTROL, TrialPlan
from trials.queries.panel import graded_counts, numbered_cases, pairs_of
from trials.queries.planning import sealed_plan
from trials.stats.strategy import all_designs

# Not only by arm: whoever lists the cases of one arm alone would read that arm from the grades of all.
BEFORE_THE_RESULT = (
    "Before the result of the trial only the agreement of the two is shown: "
    "whether decisions were appropriate is an outcome too, by arm and of any list of cases."
)


def list_rows(audits):
    """[{audit, state}] for the page of a trial's audits."""
    return [{"audit": one, "state": "Closed" if one.closed_at else "Being graded"} for one in audits]


def audit_page(audit, person, *, blinded):
    """What is known of an audit: how far it is; once it is closed, agreement, grades and the guardrail.

    blinded: whether nothing by arm of its trial may be shown yet.
    """
    cases, counts = numbered_cases(audit), graded_counts(audit)
    page = {
        "facts": [
            (
                "Drawn",
                f"{len(cases)} of {audit.of} cases, on {audit.drawn_at:%-d %B %Y}, by {audit.drawn_by.name}",
            ),
            ("Seed", audit.seed),
            ("Graders so far", ", ".join(f"{n} of {len(cases)} cases" for n in counts.values()) or "None"),
        ],
        "own": counts.get(person.pk, 0),
        "size": len(cases),
        "can_close": not audit.closed_at and len(counts) == 2,  # noqa: PLR2004 - the two graders
        "missing": sum(len(cases) - n for n in counts.values()),
    }
    return page | (results(audit, blinded) if audit.closed_at else {})


def results(audit, blinded):
    """How far the two agree; what they said only once the trial has its result."""
    pairs = pairs_of(audit)
    grades = [(a, b) for _, a, b in pairs]
    said = {"agreement": agreement_words(agreement(grades))}
    if blinded:
        return said | {"guardrail": ("", BEFORE_THE_RESULT)}
    said |= {"table": grade_table(pairs), "overall": share_words(inappropriate(grades))}
    return said | {"guardrail": guardrail_words(pairs, design_of(audit))}


def agreement_words(found):
    """How far the two agree, in a sentence or two."""
    if found.kappa is None:
        return found.why
    apart = f" {found.apart} cases without a grade from both are left out." if found.apart else ""
    bounds = "no interval" if found.low is None else f"{found.low:.2f} to {found.high:.2f}"
    return (
        f"Weighted kappa {found.kappa:.2f} ({bounds}; linear weights, {found.both} cases): "
        f"the same grade on {100 * found.same:.0f} % of them.{apart}"
    )


def grade_table(pairs):
    """[(grade, how often one grader gave it, how often the other)]."""
    return [
        (grade.label, sum(a == grade for _, a, _ in pairs), sum(b == grade for _, _, b in pairs))
        for grade in Grade
    ]


def share_words(share):
    if share.share is None:
        return f"Fewer than {LEAST} cases were graded: no share is shown."
    return (
        f"{share.inappropriate} of {share.graded} cases were found inappropriate by one grader at least: "
        f"{100 * share.share:.0f} % ({100 * share.low:.0f} to {100 * share.high:.0f} %)."
    )


def design_of(audit):
    """The engine's design of the audit's trial."""
    return all_designs()[TrialPlan.from_json(sealed_plan(audit.trial).body).design]


def guardrail_words(pairs, design):
    """(state, sentence): cases decided with the nudge in force against the others.

    Of the others those from before the trial began are left out, unless there is nothing else to hold against: they
    were decided at another time.
    """
    earlier_too = "uncontrolled" in design.offers
    treated = [(a, b) for case, a, b in pairs if case.arm not in ("", CONTROL)]
    usual = [(a, b) for case, a, b in pairs if case.arm == CONTROL and (case.after or earlier_too)]
    return as_guardrail(inappropriate(usual), inappropriate(treated))
