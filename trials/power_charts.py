"""The pictures of the power page, each with its title, a sentence for people who do not see it, and its table."""

from cjnudge import charts

DETECTABLE, CHANCE = "detectable", "power"


def draw_power_charts(figures):
    """[{"key", "title", "description", "svg", "table"}], none where there are no figures."""
    if not figures.grid:
        return []
    return [chart for chart in (detectable_chart(figures), power_chart(figures)) if chart]


def detectable_chart(figures):
    """The smallest effect found with 80 % power against months, a line for each number of units."""
    rows = [
        {"x": months, "y": 100 * found, "who": line_of(units)}
        for units, months, found, _ in figures.grid
        if found is not None
    ]
    if not rows:
        return None
    x_title, y_title = "Months from the first start on", "Points"
    svg = charts.draw_curves(rows, order=lines(figures), x_title=x_title, y_title=y_title, y_format=".1f")
    title = "Smallest effect found with 80 % power"
    words = f"Lines of points against months. {_ends(rows, ' points')}"
    table = table_of(figures, lambda row: "not found" if row[2] is None else f"{100 * row[2]:.1f}")
    return {"key": DETECTABLE, "title": title, "description": words, "svg": svg, "table": table}


def power_chart(figures):
    """Power for the smallest worthwhile effect against months, a line for each number of units."""
    rows = [
        {"x": months, "y": chance, "who": line_of(units)}
        for units, months, _, chance in figures.grid
        if chance is not None
    ]
    if not rows:
        return None
    x_title, y_title = "Months from the first start on", "Power"
    svg = charts.draw_curves(rows, order=lines(figures), x_title=x_title, y_title=y_title)
    title = f"Power for {100 * figures.effect:.1f} points"
    percent = [{**row, "y": 100 * row["y"]} for row in rows]
    words = f"Lines of power against months. {_ends(percent, ' %', digits=0)}"
    table = table_of(figures, lambda row: "none" if row[3] is None else f"{row[3]:.0%}")
    return {"key": CHANCE, "title": title, "description": words, "svg": svg, "table": table}


def line_of(units):
    return f"{units} units"


def lines(figures):
    """The lines, most units first."""
    return [line_of(units) for units in sorted({row[0] for row in figures.grid}, reverse=True)]


def table_of(figures, cell):
    """Months down, numbers of units across."""
    units = sorted({row[0] for row in figures.grid}, reverse=True)
    held = {(row[0], row[1]): row for row in figures.grid}
    months = sorted({row[1] for row in figures.grid})
    rows = [[str(month), *(cell(held[count, month]) for count in units)] for month in months]
    headings = [["Months", ""], *([line_of(count), "numeric"] for count in units)]
    return {"headings": headings, "rows": rows}


def _ends(rows, unit, digits=1):
    """What each line goes from and to."""
    said = []
    for who in dict.fromkeys(row["who"] for row in rows):
        own = sorted((row["x"], row["y"]) for row in rows if row["who"] == who)
        (first, low), (last, high) = own[0], own[-1]
        said.append(f"{who}: {low:.{digits}f}{unit} in {first} months, {high:.{digits}f}{unit} in {last}")
    return "; ".join(said) + "."
