"""Pictures made of strips, one under the other: a name over a line of marks, so that both use the full width.

A strip that has nothing to draw says why in words on its line; nothing hidden is ever drawn as nought.
"""

from dataclasses import dataclass, field
from textwrap import wrap

from cjnudge.charts import INK, MARKED, OTHERS, PALE, SUBJECT, WIDTH, render

LINE, MARK, GAP = 19, 24, 12  # px: a line of text at 14 px, a line of marks, and the space below it
CHARACTERS = 80  # of Arial at 14 px on WIDTH: the shipped items need 5.8 px a letter, so 80 leave a margin
FIGURE_SPACE = 3
DASHES = "M-1,-.15H-.2V.15H-1Z M.2,-.15H1V.15H.2Z"  # a symbol of the legend, in the units of Vega's own
BEFORE, AFTER = OTHERS, SUBJECT
SYNTHETIC = "Synthetic data: no officer gave these answers"


@dataclass(frozen=True)
class Strip:
    """One line of a picture: its name, its figure in words at the right, and what is marked on it.

    `points` are (value, colour, shape), `spans` (from, to, colour); `bars` (from, to, colour, words inside).
    `said` stands in place of marks.
    """

    label: str
    figure: str = ""
    points: tuple = ()
    spans: tuple = ()
    bars: tuple = ()
    said: str = ""


@dataclass
class _Sheet:
    """What is to be drawn, by kind, with the height used so far; `bands` are the heights at which there are marks."""

    height: int = 0
    bands: list = field(default_factory=list)
    texts: list = field(default_factory=list)
    points: list = field(default_factory=list)
    spans: list = field(default_factory=list)
    bars: list = field(default_factory=list)


def draw_strips(strips, *, domain, x_title, lines=(), legend=(), mirrored=False, synthetic=False):
    """The strips as SVG text.

    domain: the ends of the x axis; lines: values marked by a dashed line; legend: (name, colour, shape); mirrored:
    whether the axis counts upwards to both sides of nought.
    """
    import altair as alt

    sheet = _Sheet()
    for strip in strips:
        _put(sheet, strip)
    height = max(sheet.height - GAP // 2, 1)
    chart = _layers(sheet, _axis(domain, x_title, mirrored), height, lines)
    chart = chart.properties(width=WIDTH, height=height)
    if legend:
        chart = alt.vconcat(_legend(legend), chart, spacing=8)
    if synthetic:
        chart = chart.properties(title=_synthetic())
    return render(chart)


def _put(sheet, strip):
    """Note the strip's texts and marks at their height."""
    room = CHARACTERS - (len(strip.figure) + FIGURE_SPACE if strip.figure else 0)
    for number, text in enumerate(wrap(strip.label, room) or [""]):
        _text(sheet, text, "left")
        if number == 0 and strip.figure:
            _text(sheet, strip.figure, "right")
        sheet.height += LINE
    if strip.said:
        for text in wrap(strip.said, CHARACTERS):
            _text(sheet, text, "said")
            sheet.height += LINE
        sheet.height += GAP
        return
    y = sheet.height + MARK / 2
    sheet.bands.append((sheet.height, sheet.height + MARK))
    sheet.points += [{"y": y, "x": x, "colour": c, "shape": s} for x, c, s in strip.points]
    sheet.spans += [{"y": y, "x": x, "x2": x2, "colour": c} for x, x2, c in strip.spans]
    sheet.bars += [{"y": y, "x": x, "x2": x2, "colour": c, "text": t} for x, x2, c, t in strip.bars]
    sheet.height += MARK + GAP


def _text(sheet, text, where):
    sheet.texts.append({"y": sheet.height + LINE / 2, "text": text, "where": where})


def _axis(domain, title, mirrored):
    import altair as alt

    axis = alt.Axis(tickCount=6, grid=False, **({"labelExpr": "abs(datum.value)"} if mirrored else {}))
    return alt.X("x:Q", title=title, axis=axis, scale=alt.Scale(domain=list(domain), nice=False, zero=False))


def _layers(sheet, x, height, lines):
    import altair as alt

    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[height, 0], nice=False, zero=False))
    colour = alt.Color("colour:N", scale=None, legend=None)

    def of(values):
        return alt.Chart(alt.Data(values=values))

    # Beside the marks alone: a line through the names would make them hard to read.
    places = [{"x": at, "y": top, "y2": bottom} for at in lines for top, bottom in sheet.bands]
    rules = of(places).mark_rule(color=OTHERS, strokeDash=[4, 4]).encode(x=x, y=y, y2="y2:Q")
    bars = of(sheet.bars).mark_bar(height=MARK - 4).encode(x=x, x2="x2:Q", y=y, color=colour)
    spans = of(sheet.spans).mark_rule(strokeWidth=4).encode(x=x, x2="x2:Q", y=y, color=colour)
    points = of(sheet.points).mark_point(filled=True, opacity=1, size=130, stroke="white", strokeWidth=1)
    points = points.encode(x=x, y=y, color=colour, shape=alt.Shape("shape:N", scale=None, legend=None))
    return alt.layer(rules, *_names(sheet, of, y), bars, spans, points, *_inside(sheet, of, x, y))


def _names(sheet, of, y):
    """Names at the left, figures at the right, reasons in grey."""
    import altair as alt

    edges = {"left": (0, "left"), "right": (WIDTH, "right"), "said": (0, "left")}
    for where, (at, align) in edges.items():
        texts = [text for text in sheet.texts if text["where"] == where]
        colour = OTHERS if where == "said" else INK
        yield of(texts).mark_text(align=align, color=colour).encode(x=alt.value(at), y=y, text="text:N")


def _inside(sheet, of, x, y):
    """What stands inside a bar, white on a dark one."""
    inside = [{**bar, "x": (bar["x"] + bar["x2"]) / 2} for bar in sheet.bars if bar["text"]]
    for pale in (True, False):
        texts = [bar for bar in inside if (bar["colour"] == PALE) is pale]
        mark = of(texts).mark_text(**({} if pale else {"color": "white"}))
        yield mark.encode(x=x, y=y, text="text:N")


def _legend(entries):
    """A line a kind of mark: its colour and shape, and its name."""
    import altair as alt

    values = [
        {"y": LINE * number + LINE / 2, "text": name, "colour": colour, "shape": shape}
        for number, (name, colour, shape) in enumerate(entries)
    ]
    height = LINE * len(values)
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[height, 0], nice=False, zero=False))
    base = alt.Chart(alt.Data(values=values), width=WIDTH, height=height).encode(y=y)
    colour, shape = alt.Color("colour:N", scale=None), alt.Shape("shape:N", scale=None)
    keys = base.mark_point(filled=True, opacity=1, size=130).encode(x=alt.value(8), color=colour, shape=shape)
    names = base.mark_text(align="left").encode(x=alt.value(22), text="text:N")
    return keys + names


def _synthetic():
    import altair as alt

    return alt.TitleParams(SYNTHETIC, color=MARKED, fontSize=14, anchor="start", offset=8)
