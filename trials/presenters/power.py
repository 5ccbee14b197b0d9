"""The power page in words and rows. Figures are computed in the worker; here they are only said."""

from dataclasses import replace

from trials.planning.history_of import FEWEST_CASES
from trials.planning.scales import margin_words
from trials.presenters.numbers import percent, points

ASSUMED_WORDS = {"baseline": "level", "cases": "cases a month", "icc": "ICC", "cac": "CAC"}
MONITORING = "Monitoring only"


def power_rows(figures):
    """[(name, value)] of what the plan can find."""
    if figures.power is None:
        return [("What it can find", figures.refused)]
    rows = [
        ("Smallest worthwhile effect", f"{points(figures.effect)} points"),
        ("Power for it", share(figures.power)),
        (
            "Power at the ICC’s upper 80 % limit",
            f"{share(figures.power_at_high_icc)} (ICC {number(figures.values.icc_high)})",
        ),
        ("Smallest effect found with 80 % power", effect(figures.detectable)),
        ("Units", units_words(figures.units)),
        ("Months", f"{figures.months_before} before the first start, {figures.months} from it on"),
        ("How it was worked out", figures.method),
    ]
    if figures.simulated is not None:
        said = (
            f"{share(figures.simulated)} of {figures.runs} made-up trials, each analysed as planned, found it"
        )
        rows.append(("Check by simulation", said))
    return rows


def units_words(groups):
    """How many, and by arm or step where there are several."""
    total = str(sum(groups))
    return f"{total}, by arm or step {' + '.join(map(str, groups))}" if len(groups) > 1 else total


def values_rows(values):
    """[(name, value)] of what was planned with, assumed values marked so."""
    return [
        ("Level without the nudge", _marked(values, "baseline", percent(values.baseline))),
        ("ICC planned with", _marked(values, "icc", _icc(values))),
        (
            "CAC planned with",
            _marked(values, "cac", f"{number(values.cac, 2)}{_interval(values.cac_interval, 2)}"),
        ),
        ("ICC’s upper 80 % limit", _marked(values, "icc", number(values.icc_high))),
        (
            "Units in the past",
            f"{len(values.units)}, over {values.months} months" if values.months else "None",
        ),
        ("Cases a month of one unit", _marked(values, "cases", _sizes(values))),
    ]


def _icc(values):
    if values.icc_estimate is None:
        return number(values.icc)
    found = f"estimated {number(values.icc_estimate)}{_interval(values.icc_interval)}"
    if values.icc > values.icc_estimate:
        return f"{number(values.icc)}, the least that is planned with under 20 units; {found}"
    return f"{number(values.icc)}; {found}"


def _interval(interval, digits=3):
    return (
        f" (95 % interval {number(interval[0], digits)} to {number(interval[1], digits)})" if interval else ""
    )


def _sizes(values):
    low, high = min(values.cases), max(values.cases)
    least = f"fewer than {FEWEST_CASES}" if low < FEWEST_CASES else f"{low:.0f}"
    return (
        f"{values.mean_cases:.0f} on average, {least} to {high:.0f}; coefficient of variation "
        f"{values.spread_of_cases:.2f}"
    )


def _marked(values, name, text):
    return f"{text} – assumed" if name in values.assumed else text


def unit_table(values):
    """Headings and rows of cases a month by unit; a mean under five is hidden, a large one rounded."""
    shown = [
        [name, f"under {FEWEST_CASES}" if size < FEWEST_CASES else f"{size:.0f}"]
        for name, size in zip(values.units, values.cases, strict=True)
    ]
    return {"headings": [["Unit", ""], ["Cases a month", "numeric"]], "rows": shown}


def guardrail_table(figures, monitoring):
    """Headings and rows of the chance to show that each guardrail holds, if nothing gets worse."""
    rows = [
        [
            line.title,
            margin_words(line),
            level_words(line),
            "not known" if line.power is None else share(line.power),
            "not known" if line.holdable is None else margin_words(replace(line, margin=line.holdable), 1),
            MONITORING if line.key in monitoring else "Guardrail",
        ]
        for line in figures.guardrails
    ]
    headings = [
        ["Guardrail", ""],
        ["Margin of harm", "numeric"],
        ["Level now", "numeric"],
        ["Power to hold", "numeric"],
        ["Margin held with 80 % power", "numeric"],
        ["Named", ""],
    ]
    return {"headings": headings, "rows": rows}


def level_words(line):
    """Where a guardrail stands now; what is held against the months before has these for its level."""
    if line.baseline is not None:
        return percent(line.baseline)
    return "as it was before" if line.power is not None else "not known"


def unknown_words(figures):
    """A sentence for each guardrail whose power could not be worked out: which it is, and why."""
    return [f"{line.title}: {line.text}" for line in figures.guardrails if line.power is None and line.text]


def assumed_words(values):
    """A sentence that names what is assumed; "" where all is from figures."""
    if not values.assumed:
        return ""
    named = ", ".join(ASSUMED_WORDS[name] for name in values.assumed)
    return f"{values.why} Assumed, not measured: {named}. The power is as good as these are."


def recorded_rows(studies):
    """[(when, effect, reason)] of every smallest worthwhile effect whose power was asked for, oldest first."""
    found = []
    for study in reversed(studies):
        said = [f"{points(study.effect)} points", study.reason]
        if not found or found[-1][1:] != said:
            found.append([f"{study.asked_at:%-d %B %Y %H:%M}", *said])
    return found


def changed_after_seen(studies):
    """Whether another effect was recorded after the power for an earlier one had been asked for."""
    return len({study.effect for study in studies}) > 1


def share(value):
    return "not known" if value is None else f"{100 * value:.0f} %"


def effect(value):
    return "none that a share can show" if value is None else f"{points(value)} points"


def number(value, digits=3):
    return f"{value:.{digits}f}"


def page_of(plan, studies, figures):
    """All that the power page shows of a plan, its studies (newest first) and the figures of the one that fits it."""
    page = {"plan": plan, "ways": recorded_rows(studies), "changed": changed_after_seen(studies)}
    page |= {"ways_headings": [["Asked for", ""], ["Effect", "numeric"], ["Reason", ""]]}
    page |= {"worthwhile": f"{points(plan.worthwhile.effect)} points"} if plan else {}
    if plan is None or figures is None:
        return page
    from trials.planning.sealing_rule import monitoring_only, power_ruling

    ruling = power_ruling(plan, figures)
    return page | {
        "ruling": ruling,
        "figures": figures,
        "rows": power_rows(figures),
        "values": values_rows(figures.values),
        "assumed": assumed_words(figures.values),
        "unit_table": unit_table(figures.values),
        "guardrail_table": guardrail_table(figures, monitoring_only(figures)),
        "guardrails_unknown": unknown_words(figures),
        "adopted": figures.power is not None and plan.worthwhile.power == rounded(figures.power),
    }


def rounded(value):
    """A number as the plan's own text keeps it: ten significant digits."""
    return float(f"{value:.10g}")
