"""Charts for every app: a theme that everyone can read, and functions from plain rows to SVG text.

The drawing libraries are imported inside `render` and the functions that build a picture, never by
importing this
module: a web process never loads them, and a worker's parent that has drawn once can no longer fork a
child that draws. No chart has a title of its own (the page's heading is it) and none has a target line.
"""

# Okabe and Ito (2008), told apart with every common kind of colour vision; each at least 3 : 1 on white.
SUBJECT = "#0072b2"
OTHERS = "#595959"
MARKED = "#b34e00"  # their vermilion, darkened from 3.9 to 5.2 : 1 so that small text may use it too
PALE = "#b8bcbf"
INK = "#0b0c0c"

FONT = "Arial, Helvetica, sans-serif"
WIDTH = 520  # words of 14 px: where a page is narrower, the picture scrolls in its frame
RANK_STEP = 15  # px a place: names of neighbours at 14 px do not touch
POINTS_WITH_LABELS = 8  # beyond this many periods their names overlap, and dates on a time axis do better


def theme():
    """The Vega-Lite configuration all charts share."""
    axis = {
        "labelColor": INK,
        "titleColor": INK,
        "gridColor": "#e4e6e7",
        "domainColor": OTHERS,
        "tickColor": OTHERS,
    }
    sizes = {"labelFontSize": 14, "titleFontSize": 14, "titleFontWeight": "normal", "labelLimit": 300}
    return {
        "font": FONT,
        "background": "white",
        "padding": 12,
        "view": {"stroke": None},
        "axis": {**axis, **sizes, "titlePadding": 10},
        "legend": {**sizes, "labelColor": INK, "titleColor": INK, "orient": "top", "symbolSize": 140},
        "text": {"font": FONT, "fontSize": 14, "color": INK},
    }


def render(chart):
    """The chart as SVG text: no network, no fonts or scripts fetched."""
    import vl_convert

    specification = chart.configure(**theme()).to_dict()
    return vl_convert.vegalite_to_svg(specification, allowed_base_urls=[])


def draw_series(rows, *, subject, others, y_title):
    """Proportions over time as SVG, the subject against the mean of the others.

    rows: dicts with `on` (ISO day), `label`, `subject`, `others` (proportions or None); `compared` where the
    period stands for before or after: such points are filled and carry their figure.
    """
    import altair as alt

    points = [
        {"on": row["on"], "label": row["label"], "share": row[key], "who": who, "compared": row["compared"]}
        for key, who in (("subject", subject), ("others", others))
        for row in rows
        if who and row[key] is not None
    ]
    few = len(rows) <= POINTS_WITH_LABELS
    x = (
        alt.X("label:N", sort=None, title=None, axis=alt.Axis(labelAngle=0))
        if few
        else alt.X("on:T", title=None)
    )
    y = alt.Y("share:Q", title=y_title, axis=alt.Axis(format=".0%", tickCount=5), scale=alt.Scale(zero=True))
    names = [who for who in (subject, others) if who]
    legend = None if len(names) == 1 else alt.Legend(title=None, labelLimit=420, direction="vertical")
    colour = alt.Color(
        "who:N", scale=alt.Scale(domain=names, range=[SUBJECT, OTHERS][: len(names)]), legend=legend
    )
    base = alt.Chart(alt.Data(values=points)).encode(x=x, y=y, color=colour)
    dash = alt.StrokeDash(
        "who:N", scale=alt.Scale(domain=names, range=[[1, 0], [6, 4]][: len(names)]), legend=None
    )
    marks = base.mark_line(strokeWidth=2.5).encode(strokeDash=dash)
    compared = base.transform_filter("datum.compared").mark_point(
        filled=True, opacity=1, size=110 if few else 40
    )
    return render(_sized(marks + compared + _figures(base, few), height=300))


def _figures(base, few):
    """The figure beside each compared point, where there is room: above the upper line, below the lower."""
    import altair as alt

    shown = base.transform_filter("datum.compared").transform_joinaggregate(top="max(share)", groupby=["on"])
    text = alt.Text("share:Q", format=".1%")
    above = shown.transform_filter("datum.share >= datum.top").mark_text(
        dy=-16, fontWeight="bold", fontSize=14
    )
    below = shown.transform_filter("datum.share < datum.top").mark_text(dy=18, fontWeight="bold", fontSize=14)
    if few:
        return above.encode(text=text) + below.encode(text=text)
    return base.transform_filter("false").mark_text()


def draw_ranks(rows, *, x_title, own):
    """Every place's figure as one dot, sorted, as SVG; the subject and those as far out stand apart.

    rows: dicts with `place`, `value` (difference of proportions) and `kind`: "subject", "as far", "nearer".
    own: the subject's value; thin lines mark it and its mirror image.
    """
    import altair as alt

    ordered = sorted(rows, key=lambda row: row["value"])
    values = [
        {**row, "points": 100 * row["value"], "rank": rank} for rank, row in enumerate(ordered, start=1)
    ]
    kinds = alt.Scale(domain=["subject", "as far", "nearer"], range=[SUBJECT, MARKED, PALE])
    shapes = alt.Scale(domain=["subject", "as far", "nearer"], range=["diamond", "square", "circle"])
    x = alt.X("points:Q", title=x_title, axis=alt.Axis(format="+.0f", tickCount=7))
    y = alt.Y("rank:Q", axis=None, scale=alt.Scale(domain=[0, len(values) + 1]))
    base = alt.Chart(alt.Data(values=values)).encode(x=x, y=y)
    dots = base.mark_point(filled=True, opacity=1, size=90, stroke=OTHERS, strokeWidth=0.8).encode(
        color=alt.Color("kind:N", scale=kinds, legend=None),
        shape=alt.Shape("kind:N", scale=shapes, legend=None),
    )
    named = base.transform_filter("datum.kind !== 'nearer'")
    right = named.transform_filter("datum.points < 0").mark_text(align="left", dx=10).encode(text="place:N")
    left = named.transform_filter("datum.points >= 0").mark_text(align="right", dx=-10).encode(text="place:N")
    return render(_sized(_rules(own) + dots + right + left, height=max(160, RANK_STEP * len(values))))


def _rules(own):
    """Thin vertical lines at nought, at the subject's own value and at its mirror image."""
    import altair as alt

    places = [{"at": at, "dash": at != 0} for at in (0, 100 * own, -100 * own)]
    dash = alt.StrokeDash(
        "dash:N", scale=alt.Scale(domain=[False, True], range=[[1, 0], [4, 4]]), legend=None
    )
    return alt.Chart(alt.Data(values=places)).mark_rule(color=OTHERS).encode(x="at:Q", strokeDash=dash)


def draw_parts(rows, *, x_title, order):
    """Before and after of each part, per place, as SVG: one panel a part, bars side by side.

    rows: dicts with `part`, `who`, `when` ("before" or "after") and `value`. order: the parts, top first.
    """
    import altair as alt

    when = alt.Scale(domain=["before", "after"], range=[PALE, SUBJECT])
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("value:Q", title=x_title, axis=alt.Axis(tickCount=5)),
        y=alt.Y("who:N", sort=None, title=None, axis=alt.Axis(labelLimit=170)),
        yOffset=alt.YOffset("when:N", sort=["before", "after"]),
    )
    bars = base.mark_bar(height=14).encode(
        color=alt.Color("when:N", scale=when, legend=alt.Legend(title=None, direction="horizontal"))
    )
    figures = base.mark_text(align="left", dx=4, fontSize=13).encode(text=alt.Text("value:Q", format=".1f"))
    panel = (bars + figures).properties(width=WIDTH - 190, height=alt.Step(17))
    header = alt.Header(
        title=None,
        labelFontSize=14,
        labelFontWeight="bold",
        labelAnchor="start",
        labelColor=INK,
        labelAngle=0,
        labelPadding=-12,
        labelOrient="top",
    )
    return render(panel.facet(row=alt.Row("part:N", sort=order, header=header), spacing=6))


def _sized(chart, *, height):
    return chart.properties(width=WIDTH, height=height)


def draw_curves(rows, *, order, x_title, y_title, y_format=".0%"):
    """Proportions that grow along a number, one line a kind, as SVG.

    rows: dicts with `x` (a number), `y` (a proportion) and `who`; order: the kinds, as the legend has them; y_format:
    how d3 writes y.
    """
    import altair as alt

    colours = alt.Scale(domain=order, range=[SUBJECT, MARKED, OTHERS][: len(order)])
    dashes = alt.Scale(domain=order, range=[[1, 0], [6, 4], [2, 3]][: len(order)])
    legend = alt.Legend(title=None, labelLimit=420, direction="vertical")
    chart = (
        alt.Chart(alt.Data(values=rows))
        .mark_line(strokeWidth=2.5)
        .encode(
            x=alt.X("x:Q", title=x_title, axis=alt.Axis(tickCount=7, grid=False)),
            y=alt.Y("y:Q", title=y_title, axis=alt.Axis(format=y_format, tickCount=5)),
            color=alt.Color("who:N", scale=colours, legend=legend),
            strokeDash=alt.StrokeDash("who:N", scale=dashes, legend=None),
        )
    )
    return render(_sized(chart, height=300))


def draw_bars(rows, *, y_title):
    """A proportion for each month as bars, as SVG. rows: dicts with `on` (ISO day) and `share`."""
    import altair as alt

    bars = (
        alt.Chart(alt.Data(values=rows))
        .mark_bar(color=SUBJECT, width={"band": 0.8})
        .encode(
            x=_months(len(rows)),
            y=alt.Y("share:Q", title=y_title, axis=alt.Axis(format=".0%", tickCount=5)),
        )
    )
    return render(_sized(bars, height=240))


def draw_limits(rows, *, y_title, y_format):
    """A control chart as SVG: values by month, their limits as a grey band, points beyond them as squares.

    rows: dicts with `on` (ISO day), `value`, `low`, `high` and `odd` (a truth value); y_format: how d3 writes a value.
    """
    import altair as alt

    base = alt.Chart(alt.Data(values=rows)).encode(x=_months(len(rows)))
    y = alt.Y(
        "value:Q", title=y_title, axis=alt.Axis(format=y_format, tickCount=5), scale=alt.Scale(zero=False)
    )
    band = base.mark_area(color=PALE, opacity=0.45).encode(y=alt.Y("low:Q", title=y_title), y2="high:Q")
    line = base.mark_line(color=SUBJECT, strokeWidth=2).encode(y=y)
    odd = alt.Scale(domain=[False, True], range=[SUBJECT, MARKED])
    shapes = alt.Scale(domain=[False, True], range=["circle", "square"])
    points = base.mark_point(filled=True, opacity=1, size=70).encode(
        y=y,
        color=alt.Color("odd:N", scale=odd, legend=None),
        shape=alt.Shape("odd:N", scale=shapes, legend=None),
    )
    return render(_sized(band + line + points, height=260))


def _months(number):
    """A time axis of months: a label for each as long as they do not touch, years where there are many."""
    import altair as alt

    form = "%b %Y" if number <= POINTS_WITH_LABELS else "%b %y"
    axis = alt.Axis(
        format=form, labelAngle=0, labelOverlap=True, grid=False, tickCount={"interval": "month", "step": 3}
    )
    return alt.X(
        "on:T", title=None, axis=axis, scale=alt.Scale(padding=14)
    )  # px: bars at the ends stay whole
