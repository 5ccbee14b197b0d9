"""What a chart of a trial draws over time, and how units and cases came into the comparison."""

from trials.evaluation.trial_estimates import masks
from trials.planning.periods import months_of


def series_by_side(engine, plan, table):
    """[{"on", "period", "side", "share", "units", "events", "cases"}]: unweighted means of units, by period and side.

    A side is an arm; where units start one after another it is with or without the nudge.
    """
    months = months_of(plan)
    found = []
    for side, rows in sides(engine, table).items():
        seen = rows[rows["cases"] > 0]
        shares = seen.assign(share=seen["events"] / seen["cases"]).groupby("period")
        figures = shares.agg(
            share=("share", "mean"), units=("share", "size"), events=("events", "sum"), cases=("cases", "sum")
        )
        found += [point(side, months, period, row) for period, row in figures.iterrows()]
    return found


def point(side, months, period, row):
    """One point of a line, in JSON's types."""
    counts = {name: int(row[name]) for name in ("units", "events", "cases")}
    at = {"on": months[int(period) - 1], "period": int(period), "side": side}
    return {**at, "share": float(row["share"]), **counts}


def sides(engine, table):
    """{side: its rows}, before and after together."""
    found = {}
    for side, _, mask in masks(engine, table):
        found[side] = found[side] | mask if side in found else mask
    return {side: table[mask.to_numpy()] for side, mask in found.items()}


def flow_by_side(engine, table):
    """[{"side", "units", "screened", "entered", "cases"}] over the compared periods; None where it is not known."""
    found = []
    for side, when, mask in masks(engine, table):
        rows = table[mask.to_numpy()]
        if when != "before" and len(rows):
            sums = {name: int(rows[name].sum()) if name in rows else None for name in ("screened", "entered")}
            found.append({"side": side, "units": int(rows["unit"].nunique()), **sums,
                          "cases": int(rows["cases"].sum())})  # fmt: skip
    return found


def starts_of(plan, table):
    """[{"on", "units"}]: how many units got the nudge from which month on."""
    months = months_of(plan)
    first = table[table["treated"] == 1].groupby("unit")["period"].min()
    counts = first.value_counts().sort_index()
    return [{"on": months[int(period) - 1], "units": int(units)} for period, units in counts.items()]
