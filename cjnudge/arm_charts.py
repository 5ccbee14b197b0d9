"""Charts of trials: arms over time, how outcomes come in, parts by arm, intervals beside each other.

As in charts.py, the drawing libraries are imported inside the functions, and no chart has a target line.
"""

from json import dumps
from textwrap import wrap

from cjnudge.charts import INK, MARKED, OTHERS, PALE, SUBJECT, WIDTH, render

# The control first. Okabe and Ito's green and purple, darkened until each is 4.5 : 1 on white.
ARM_COLOURS = (OTHERS, SUBJECT, MARKED, "#00755a", "#8a3d6f")
ARM_DASHES = ([6, 4], [1, 0], [2, 3], [10, 3, 2, 3], [4, 2])
LABEL, BREAK = 30, "|"  # letters a line that fit beside the chart, and what parts lines: no name has it
BAR_STEP = 20  # px a bar: its figure at 13 px does not touch the next


def draw_arms(rows, *, order, starts, y_title):
    """A proportion over months, one line an arm, as SVG; thin lines where units got the nudge.

    rows: dicts with `on` (ISO day), `share` and `who`; order: the arms, control first; starts: dicts with `on` and
    `label`.
    """
    import altair as alt

    x = alt.X("on:T", title=None, axis=alt.Axis(format="%b %y", labelOverlap=True, grid=False, tickCount=8))
    y = alt.Y("share:Q", title=y_title, axis=alt.Axis(format=".0%", tickCount=5), scale=alt.Scale(zero=True))
    lines = (
        alt.Chart(alt.Data(values=rows))
        .mark_line(strokeWidth=2.5, point=True)
        .encode(x=x, y=y, **_kinds(order))
    )
    rules = alt.Chart(alt.Data(values=starts)).mark_rule(color=INK, strokeDash=[3, 3]).encode(x="on:T")
    words = (
        alt.Chart(alt.Data(values=starts))
        .mark_text(align="left", dx=4, y=288, fontSize=13, color=INK)
        .encode(x="on:T", text="label:N")
    )
    return render((rules + words + lines).properties(width=WIDTH, height=300))


def draw_growth(rows, *, order, x_title, y_title):
    """Shares that grow with the days since entry, one line a kind, as SVG. rows: dicts with `x`, `y`, `who`."""
    import altair as alt

    line = alt.Chart(alt.Data(values=rows)).mark_line(strokeWidth=2.5, interpolate="step-after")
    chart = line.encode(
        x=alt.X("x:Q", title=x_title, axis=alt.Axis(tickCount=6, grid=False)),
        y=alt.Y("y:Q", title=y_title, axis=alt.Axis(format=".0%", tickCount=5)),
        **_kinds(order),
    )
    return render(chart.properties(width=WIDTH, height=300))


def _kinds(order):
    """Colour and dash by `who`, so that no line is told by its colour alone."""
    import altair as alt

    many = len(order)
    scale = alt.Scale(domain=list(order), range=list(ARM_COLOURS[:many]))
    dash = alt.Scale(domain=list(order), range=list(ARM_DASHES[:many]))
    return {
        "color": alt.Color(
            "who:N", scale=scale, legend=alt.Legend(title=None, labelLimit=420, direction="vertical")
        ),
        "strokeDash": alt.StrokeDash("who:N", scale=dash, legend=None),
    }


def draw_shares(rows, *, parts, sides, x_title):
    """Parts of 100 by side as bars, one panel a part, as SVG. rows: dicts with `part`, `who` and `value`."""
    import altair as alt

    scale = alt.Scale(domain=list(sides), range=[PALE, SUBJECT, MARKED, "#00755a", "#8a3d6f"][: len(sides)])
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("value:Q", title=x_title, axis=alt.Axis(tickCount=5)),
        y=alt.Y("who:N", sort=list(sides), title=None, axis=alt.Axis(labelLimit=170)),
    )
    bars = base.mark_bar(height=14).encode(color=alt.Color("who:N", scale=scale, legend=None))
    figures = base.mark_text(align="left", dx=4, fontSize=13).encode(text=alt.Text("value:Q", format=".1f"))
    panel = (bars + figures).properties(width=WIDTH - 190, height=alt.Step(BAR_STEP))
    header = alt.Header(
        title=None, labelFontSize=14, labelFontWeight="bold", labelAnchor="start", labelColor=INK,
        labelAngle=0, labelPadding=-12, labelOrient="top",
    )  # fmt: skip
    return render(panel.facet(row=alt.Row("part:N", sort=list(parts), header=header), spacing=6))


def draw_intervals(rows, *, x_title):
    """Differences with their intervals, one row each in the order given, as SVG; a tick where a margin lies.

    rows: dicts with `name`, `value`, `low`, `high` (points), `margin` (points on its side of harm, or None) and `mark`
    (whether it stands apart).
    """
    import altair as alt

    # By their places: two trials may have one name, and would share a row.
    rows = [{**row, "place": place} for place, row in enumerate(rows)]
    names = dumps([BREAK.join(_two_lines(row["name"])) for row in rows])
    lines = alt.Axis(labelLimit=220, labelExpr=f"split({names}[datum.value], '{BREAK}')")
    base = alt.Chart(alt.Data(values=rows)).encode(y=alt.Y("place:O", title=None, axis=lines))
    points = alt.Axis(labelExpr="datum.value === 0 ? '0' : format(datum.value, '+.0f')", tickCount=5)
    x = alt.X("value:Q", title=x_title, axis=points)
    colour = alt.Color("mark:N", scale=alt.Scale(domain=[False, True], range=[SUBJECT, MARKED]), legend=None)
    shape = alt.Shape(
        "mark:N", scale=alt.Scale(domain=[False, True], range=["circle", "square"]), legend=None
    )
    bars = base.mark_rule(strokeWidth=2.5).encode(x=alt.X("low:Q", title=x_title), x2="high:Q", color=colour)
    dots = base.mark_point(filled=True, opacity=1, size=90).encode(x=x, color=colour, shape=shape)
    margins = (
        base.transform_filter("datum.margin !== null").mark_tick(color=INK, thickness=2).encode(x="margin:Q")
    )
    nought = (
        alt.Chart(alt.Data(values=[{"at": 0}])).mark_rule(color=OTHERS, strokeDash=[4, 4]).encode(x="at:Q")
    )
    return render((nought + bars + dots + margins).properties(width=WIDTH - 230, height=alt.Step(38)))


def _two_lines(name):
    return wrap(name, LABEL, break_on_hyphens=False, max_lines=2, placeholder=" …")
