"""Shares as bars: how many answered by unit, and the marks of every statement on both sides of the middle."""

from cjnudge.charts import MARKED, PALE, SUBJECT
from surveys.charts.drawing import label_of, lines_of
from surveys.charts.strips import Strip, draw_strips
from surveys.presenters.shown_cells import HIDDEN, figure, is_hidden, refusal

PARTS = {"low": MARKED, "middle": PALE, "high": SUBJECT}
ROOM_FOR_WORDS = 12  # percent: of 200 on 520 px this is 31 px, and "12 %" takes 28


def draw_rates(table, payload):
    """(description, SVG) of the share that answered, by unit, role or code."""
    strips = [_rate_strip(line, table) for line in lines_of(table)]
    if not any(strip.bars for strip in strips):
        return None
    words = "; ".join(f"{strip.label}: {strip.figure or strip.said}" for strip in strips)
    title = f"{label_of(table, 'rate')}, %"
    svg = draw_strips(strips, domain=(0, 100), x_title=title, synthetic=payload["synthetic"])
    return f"One bar a row: the share that answered. {words}.", svg


def _rate_strip(line, table):
    share = figure(line.cells["rate"])
    if share is None:
        return Strip(line.label, said=refusal(line.cells["rate"]) or _roughly(line, table))
    return Strip(line.label, line.words["rate"], bars=((0, min(share, 100), SUBJECT, ""),))


def _roughly(line, table):
    """That a share is hidden, and the band it lies in where that may be seen."""
    band = line.cells.get("band")
    return f"{HIDDEN}. {label_of(table, 'band')}: {band}" if isinstance(band, str) and band else HIDDEN


def draw_distributions(table, payload):
    """(description, SVG) of the low, middle and high marks of each statement, the middle lying across nought."""
    strips = [_shares_strip(line, table) for line in lines_of(table)]
    if not any(strip.bars for strip in strips):
        return None
    legend = [(label_of(table, key), colour, "square") for key, colour in PARTS.items()]
    title = "Percent, lower marks to the left and higher ones to the right"
    axis = {"domain": (-100, 100), "x_title": title, "mirrored": True}
    svg = draw_strips(strips, legend=legend, synthetic=payload["synthetic"], **axis)
    return f"One bar for each statement, divided by marks. {_extremes(table)}", svg


def _shares_strip(line, table):
    shares = {key: figure(line.cells[key]) for key in PARTS}
    if None in shares.values():
        return Strip(line.label, said=_partly(line, table))
    low, middle, high = shares.values()
    edges = (-middle / 2 - low, -middle / 2, middle / 2, middle / 2 + high)
    bars = tuple(
        (*edges[i : i + 2], colour, line.words[key] if shares[key] >= ROOM_FOR_WORDS else "")
        for i, (key, colour) in enumerate(PARTS.items())
    )
    return Strip(line.label, bars=bars)


def _partly(line, table):
    """ "0 to 4: 46 %; the rest is hidden", or the reason why there is none."""
    if reason := next(filter(None, (refusal(line.cells[key]) for key in PARTS)), ""):
        return reason
    there = [f"{label_of(table, key)}: {line.words[key]}" for key in PARTS if not is_hidden(line.cells[key])]
    return "; ".join([*there, "the rest is hidden"]) if there else HIDDEN


def _extremes(table):
    """The statements with the most low and with the most high marks, in words."""
    return " ".join(filter(None, (_most(table, key) for key in ("low", "high"))))


def _most(table, key):
    shown = [line for line in lines_of(table) if figure(line.cells[key]) is not None]
    if not shown:
        return ""
    most = max(shown, key=lambda line: figure(line.cells[key]))
    return f"Largest share at {label_of(table, key)}: {most.words[key]}, “{most.label}”"
