"""Two minutes at the top of the results: how many answered, where to look first, and what all this cannot say.

Every word and figure comes out of the payload of a release; nothing is computed here.
"""

from itertools import pairwise

from surveys.charts.drawing import lines_of
from surveys.presenters.shown_cells import ends, figure, in_words, is_hidden
from surveys.release.tables import table_of

MOST = 3
CANNOT_SAY = "Those who did not answer may see things differently."
OVERLAP = "Their intervals overlap, so their order is uncertain."
NONE_FIRM = "None of them goes together with the behaviour by more than chance may give."
READINGS = {"barrier": "a barrier", "enabler": "an enabler"}
FEW = "Fewer than {group} officers answered: nothing of their answers can be shown."


def headline(payload):
    """Context of the top of the page: `answered`, `strongest` with how to read them, `limits`."""
    return {"answered": answered(payload), **strongest(payload), "limits": limits(payload)}


def answered(payload):
    """Sentences about how many answered."""
    if is_hidden(payload["answers"]):
        return [FEW.format(group=payload["thresholds"]["group"])]
    base = payload["thresholds"]["base"]
    first = f"About {payload['answers']:,} answers came in"
    return [
        f"{first}{_of_asked(payload)}.",
        f"Counts are rounded to {base} at random, up or down; figures in brackets are 95 % intervals.",
    ]


def _of_asked(payload):
    """ ", of 385 officers asked (64 %)"; with the band where the share itself is hidden.

    Nothing where some answered by a code: who was asked by one is an estimate, and no share of both.
    """
    table = None if table_of(payload, "response", "by_code") else table_of(payload, "response", "by_unit")
    rows = [row for row in table["rows"] if row["key"] == "all"] if table else []
    if not rows:
        return ""
    cells = dict(zip((column["key"] for column in table["columns"]), rows[0]["cells"], strict=True))
    shares = [in_words(cells["rate"], "percent")] if figure(cells.get("rate")) is not None else []
    shares += [cells["band"]] if not shares and isinstance(cells.get("band"), str) else []
    asked = in_words(cells["asked"], "count") if figure(cells.get("asked")) is not None else ""
    return f", of {asked} officers asked ({shares[0]})" if asked and shares else ""


def strongest(payload):
    """The first barriers of the ranking with their intervals, or why there is no ranking."""
    table = table_of(payload, "barriers", "ranked")
    ranked = [line for line in lines_of(table) if has_place(line.cells)][:MOST] if table else []
    if not ranked:
        return {"strongest": [], "not_ranked": _why_not(payload)}
    doubt = [NONE_FIRM] if all(_may_be_nought(line) for line in ranked) else []
    read = [table["about"], *table["notes"], *([OVERLAP] if _overlap(ranked) else []), *doubt]
    return {"strongest": [(line.label, _words(line)) for line in ranked], "strongest_read": " ".join(read)}


def has_place(cells):
    """Whether a component was ranked, with room and association that point the same way."""
    return figure(cells["rank"]) is not None and (figure(cells["potential"]) or 0) > 0


def _overlap(ranked):
    """Whether the interval of one reaches into that of the next."""
    limits = [ends(line.cells["potential"]) for line in ranked]
    return any(None in (*one, *two) or one[0] <= two[1] for one, two in pairwise(limits))


def _words(line):
    """ "mean 3.9 (3.6 to 4.2), read as a barrier; headroom × association 0.25 (0.18 to 0.32)"."""
    reading = line.words["reading"]
    mean = f"mean {line.words['mean']}, read as {READINGS.get(reading, reading)}"
    doubt = ", which may be nought" if _may_be_nought(line) else ""
    few = f"; {line.note}" if line.note else ""
    return f"{mean}; headroom × association {line.words['potential']}{doubt}{few}"


def _may_be_nought(line):
    low = ends(line.cells["potential"])[0]
    return low is not None and low <= 0


def _why_not(payload):
    section = next((one for one in payload["sections"] if one["key"] == "barriers"), None)
    return " ".join(section["notes"]) if section else ""


def limits(payload):
    """What the results cannot say: one standing limit where there are any, and the notes of the release."""
    return [*([] if is_hidden(payload["answers"]) else [CANNOT_SAY]), *payload["notes"]]
