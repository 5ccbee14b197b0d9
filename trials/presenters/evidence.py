"""The parts of a result page below the verdict, each as rows or sentences ready for a template."""

from trials.presenters.numbers import interval, p_value, percent, points, stand
from trials.stats.strategy import all_checks
from trials.stats.wording import signed

STATUS_COLOURS = {"passes": "green", "fails": "red", "cannot tell": "yellow", "not supplied": "grey"}
BASIS_WORDS = {
    "closed": "by the month the investigation was closed",
    "recorded": "by the month the crime was recorded",
    "entry": "by the day the case entered",
}


def key_numbers(report, subject):
    """[(name, value)] of the primary estimate and what is always printed with it; empty without one."""
    primary = report["primary"]
    estimate = primary and primary["primary"]
    if not estimate:
        return []
    rows = [
        ("Compared", f"{subject.before} against {subject.after}{left_out(subject)}"),
        ("Difference", interval(estimate)),
        *placebo_rows(estimate, subject),
    ]
    if estimate["p_value"] is not None and "rank_two_sided" not in estimate["details"]:
        rows.append(("Test, two-sided", f"{p_value(estimate['p_value'])} ({estimate['reference']})"))
    rows += [
        (f"Sensitivity: {item['label']}", sensitivity_words(item["report"])) for item in report["sensitivity"]
    ]
    rows += beside_rows(primary)
    grade = f"Level {report['grade']} of 5, with {interval(estimate)}"
    return [*rows, ("Our reading of the Maryland scale", grade), ("Method", estimate["method"])]


def left_out(subject):
    return f"; left out: {subject.left_out}" if subject.left_out else ""


def placebo_rows(estimate, subject):
    """Both placebo ranks, two-sided first: it is the one the plan's test rests on."""
    details = estimate["details"]
    if "rank_two_sided" not in details:
        return []
    units = details["units"]
    side = "above" if estimate["value"] >= 0 else "below"

    def row(rank, where, p):
        return f"{rank} of {units} {subject.plural} {stand(rank)} as far {where} the rest: {p_value(p)}"

    two = row(details["rank_two_sided"], "from", estimate["p_value"])
    one = row(details["rank_one_sided"], side, details["p_one_sided"])
    return [("Placebo in space, two-sided", two), ("Placebo in space, one-sided (secondary)", one)]


def sensitivity_words(report):
    """The difference under another definition, with its rank; the refusal where there is none."""
    estimate = report["primary"]
    if estimate is None:
        return report["verdict"]
    details = estimate["details"]
    text = interval(estimate)
    if "rank_two_sided" in details:
        text += f"; {details['rank_two_sided']} of {details['units']}"
    return text if estimate["p_value"] is None else f"{text}; {p_value(estimate['p_value'])}"


def beside_rows(primary):
    """Estimates the design reports beside the primary one, on the scale of points."""
    shown = {primary["primary_key"], "cluster_long_difference"}  # the placebo test's own value and interval
    rows = [
        (f"Beside it: {estimate['method']}", with_p(estimate))
        for key, estimate in primary["estimates"].items()
        if key not in shown and estimate["scale"] == "risk_difference"
    ]
    missing = [("Not computed beside it", refusal["missing"]) for refusal in primary["refusals"].values()]
    return rows + missing


def with_p(estimate):
    p = estimate["p_value"]
    return interval(estimate) if p is None else f"{interval(estimate)}; {p_value(p)}"


def basis_rows(report, planned):
    """Rows [basis, before, after, change] of the treated places, for every basis the snapshot has."""
    return [
        [
            upper_first(BASIS_WORDS[basis]) + (" (planned)" if basis == planned else ""),
            percent(found["before"]),
            percent(found["after"]),
            points(found["change"]),
        ]
        for basis, found in report["by_basis"].items()
    ]


def upper_first(text):
    return text[0].upper() + text[1:]


def together_sentences(report, subject):
    """Where all places of the snapshot went, taken together: the benchmark a reader knows."""
    names = {
        "all": f"all {{places}} {subject.plural}",
        "territorial": f"the {{places}} territorial {subject.plural}",
    }
    return [
        f"Taken together, {names[key].format(places=found['places'])} of the snapshot went from "
        f"{percent(found['before'])} to {percent(found['after'])}."
        for key, found in report["together"].items()
    ]


def gates_and_findings(report):
    """[(title, status, colour, text)] of every gate and every check of the engine."""
    gates = [(gate["title"], gate["status"], gate["text"]) for gate in report["gates"]]
    primary, checks = report["primary"] or {"findings": []}, all_checks()
    findings = [
        (checks[found["key"]].question, found["status"], found["text"]) for found in primary["findings"]
    ]
    return [(title, status, STATUS_COLOURS[status], text) for title, status, text in gates + findings]


def naive_words(report):
    """What not to do, with its figure; None where there is no such comparison."""
    naive = (report["primary"] or {}).get("naive")
    if not naive:
        return None
    z, change = signed(naive["z"]), points(naive["value"])
    size = f"z = {z} ({p_value(naive['p_value'])}) for a change of {change} points"
    return (
        f"A before/after test of the cases alone gives {size}. It stands here so that nobody takes it for a "
        f"finding: do not use it. {naive['why_not']}"
    )
