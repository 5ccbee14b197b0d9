"""A trial's charts, drawn once in the worker: arms over time, how outcomes come in, what moved, what must not."""

from datetime import date

from cjnudge import arm_charts
from cjnudge.periods import period_label
from trials.charts import Drawing
from trials.planning.scales import is_share
from trials.presenters.numbers import percent, points
from trials.presenters.trial_result_sides import HIDDEN, PARTS, is_small, shares_of, side_names

MOST_LAGS = 200  # points of a curve: more are no longer seen on 520 px


def draw_trial_charts(plan, report):
    """Every Drawing that a trial's report has figures for, in the order of the page. `report` is a dictionary."""
    if report["refused"] or report["engine"]["primary"] is None:
        return []
    drawn = (series(plan, report), incidence(plan, report), parts(plan, report), guardrails(report))
    return [drawing for drawing in drawn if drawing]


def series(plan, report):
    """The primary outcome by month and arm, with the months in which units got the nudge."""
    names = side_names(plan)
    shown = [row for row in report["series"] if not is_small(row["events"], row["cases"])]
    if not shown:
        return None
    order = [name for side, name in names.items() if any(row["side"] == side for row in shown)]
    rows = [{"on": row["on"], "share": row["share"], "who": names[row["side"]]} for row in shown]
    # Several starts would write over each other: what each line is stands above the chart and in its description.
    label = start_words if len(report["starts"]) == 1 else lambda units: ""
    starts = [{"on": one["on"], "label": label(one["units"])} for one in report["starts"]]
    svg = arm_charts.draw_arms(rows, order=order, starts=starts, y_title=report["measure_title"])
    table = series_table(report["series"], names, order)
    words = "; ".join(span_words(name, [row for row in rows if row["who"] == name]) for name in order)
    began = "; ".join(f"{month(one['on'])}: {start_words(one['units'])}" for one in report["starts"])
    text = f"Line chart by month, unweighted mean of units. {words}. Units began: {began}."
    return Drawing("series", f"{report['measure_title']}, by month and arm", text, svg, table)


def start_words(units):
    return f"{units} unit begins" if units == 1 else f"{units} units begin"


def span_words(name, rows):
    ordered = sorted(rows, key=lambda row: row["on"])
    return f"{name}: {percent(ordered[0]['share'])} at first, {percent(ordered[-1]['share'])} at last"


def series_table(rows, names, order):
    """A row a month, a column an arm; months with few cases hidden."""
    found = {}
    for row in rows:
        share = HIDDEN if is_small(row["events"], row["cases"]) else percent(row["share"])
        found.setdefault(row["on"], {})[names[row["side"]]] = share
    cells = [
        [month(on), *(seen.get(name, "no cases") for name in order)] for on, seen in sorted(found.items())
    ]
    return {"headings": [["Month", ""], *([name, "numeric"] for name in order)], "rows": cells}


def month(on):
    return period_label(date.fromisoformat(on), "month")


def incidence(plan, report):
    """The share of cases with the outcome by days since entry; None where nobody knows when outcomes came."""
    found = report["incidence"]
    if not found:
        return None
    names = side_names(plan)
    sides = [side for side in found["sides"] if side["post"] or side["arm"] == "with"]
    sides = staggered_sides(found) or sides
    step = max(1, len(found["lags"]) // MOST_LAGS)
    rows = [
        {"x": lag, "y": value, "who": names.get(side["arm"], side["arm"])}
        for side in sides
        for lag, value in list(zip(found["lags"], side["curves"][found["cause"]], strict=True))[::step]
    ]
    order = [names.get(side["arm"], side["arm"]) for side in sides]
    title = "How outcomes came in: share with an out-of-court resolution by days since entry"
    svg = arm_charts.draw_growth(rows, order=order, x_title="Days since entry", y_title="Share of cases")
    table = incidence_table(found, sides, order)
    last = "; ".join(f"{name} {row}" for name, row in zip(order, table["rows"][-1][1:], strict=True))
    text = f"Cumulative incidence with competing outcomes, arms since the start. By the last day: {last}."
    return Drawing("incidence", title, text, svg, table)


def staggered_sides(found):
    """Both sides where units start one after another; [] where arms are compared."""
    return [side for side in found["sides"] if {"with", "without"} >= {side["arm"]}]


def incidence_table(found, sides, order):
    """A row for every 30 days."""
    lags = found["lags"]
    wanted = list(range(30, int(lags[-1]) + 1, 30)) or [lags[-1]]
    rows = []
    for day in wanted:
        place = max(index for index, lag in enumerate(lags) if lag <= day)
        rows.append([str(day), *(percent(side["curves"][found["cause"]][place]) for side in sides)])
    return {"headings": [["Days since entry", ""], *([name, "numeric"] for name in order)], "rows": rows}


def parts(plan, report):
    """What became of 100 eligible cases, arm by arm, since the start."""
    found = report["decomposition"]
    if not found:
        return None
    names = side_names(plan)
    sides = [side for side in found["sides"] if side["when"] != "before"]
    values = [(names[side["side"]], shares_of(side)) for side in sides]
    rows = [
        {"part": PARTS[part], "who": name, "value": shares[part]}
        for part in PARTS
        for name, shares in values
        if part in shares and shares[part] != HIDDEN
    ]
    order = [name for name, _ in values]
    title = f"What became of 100 {found['of']}"
    svg = arm_charts.draw_shares(
        rows, parts=list(PARTS.values()), sides=order, x_title=f"Per 100 {found['of']}"
    )
    table = {
        "headings": [["Outcome", ""], *([name, "numeric"] for name in order)],
        "rows": [[PARTS[part], *(_per_hundred(shares[part]) for _, shares in values)] for part in PARTS],
    }
    text = "; ".join(f"{row[0]}: {', '.join(row[1:])} ({', '.join(order)})" for row in table["rows"])
    return Drawing("parts", title, f"Bars per 100 {found['of']}. {text}.", svg, table)


def _per_hundred(value):
    return value if value == HIDDEN else f"{value:.1f}"


def guardrails(report):
    """The difference of every guardrail that is a share of cases, with its interval and margin; None without any."""
    drawn = [one for one in report["guardrails"] if is_drawn(one)]
    if not drawn:
        return None
    rows = [
        {
            "name": one["title"],
            **{name: 100 * one["estimate"][name] for name in ("value", "low", "high")},
            "margin": None if one["margin"] is None else 100 * harm_side(one) * one["margin"],
            "mark": one["state"] == "breached",
        }
        for one in drawn
    ]
    svg = arm_charts.draw_intervals(rows, x_title="Difference, percentage points; a tick marks the margin")
    headings = [["Guardrail", ""], ["Difference", "numeric"], ["95 % interval", ""], ["Margin", "numeric"]]
    cells = [[row["name"], points(row["value"] / 100), bounds(row), margin_words(row)] for row in rows]
    text = "; ".join(f"{row[0]}: {row[1]} points ({row[2]}), margin {row[3]}" for row in cells)
    table = {"headings": headings, "rows": cells}
    return Drawing("guardrails", "What must not get worse", f"Intervals by guardrail. {text}.", svg, table)


def is_drawn(one):
    found = one["estimate"]
    in_points = bool(found) and found["scale"] == "risk_difference" and is_share(one["key"])
    return in_points and found["low"] is not None


def harm_side(one):
    """1 where more of it is harm, −1 where less is."""
    return 1 if one["better"] == "lower" else -1


def bounds(row):
    return f"{points(row['low'] / 100)} to {points(row['high'] / 100)}"


def margin_words(row):
    return "none" if row["margin"] is None else points(row["margin"] / 100)
