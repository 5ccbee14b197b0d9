"""Two minutes at the top of the results: how many answered, the strongest barriers, and what all this cannot say.

Every word and figure comes out of the payload of a release; nothing is computed here.
"""

from surveys.release.tables import table_of
from surveys.shown_cells import ends, figure, in_column, in_words, is_hidden

MOST = 3
CANNOT_SAY = (
    "Those who did not answer may see things differently.",
    "What goes together with the behaviour need not be what holds it back: both are what the same officers said at "
    "the same time. Whether a change works, a trial can show.",
)
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
        f"Counts are rounded to {base}; figures in brackets are 95 % intervals.",
    ]


def _of_asked(payload):
    """ ", of 385 officers asked (64 %)"; with the band where the share itself is hidden."""
    table = table_of(payload, "response", "by_unit")
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
    ranked = ranked_rows(table) if table else []
    if not ranked:
        return {"strongest": [], "not_ranked": _why_not(payload)}
    read = f"{table['about']} {' '.join(table['notes'])}".strip()
    return {"strongest": ranked[:MOST], "strongest_read": read}


def ranked_rows(table):
    """[(name, words)] of the barriers that have a place, in their order."""
    keys = [column["key"] for column in table["columns"]]
    said = zip(*(in_column(table, at) for at in range(len(keys))), strict=True)
    rows = [
        (row, dict(zip(keys, row["cells"], strict=True)), dict(zip(keys, words, strict=True)))
        for row, words in zip(table["rows"], said, strict=True)
    ]
    return [(row["label"], _words(cells, words)) for row, cells, words in rows if has_place(cells)]


def has_place(cells):
    """Whether a component was ranked, with room and association that point the same way."""
    return figure(cells["rank"]) is not None and (figure(cells["potential"]) or 0) > 0


def _words(cells, words):
    """ "mean 3.9 (3.6 to 4.2), read as a barrier; headroom × association 0.25 (0.18 to 0.32)"."""
    mean = f"mean {words['mean']}, read as {READINGS.get(words['reading'], words['reading'])}"
    open_ended = ends(cells["potential"])[0]
    doubt = ", which may be nought" if open_ended is not None and open_ended <= 0 else ""
    return f"{mean}; headroom × association {words['potential']}{doubt}"


def _why_not(payload):
    section = next((one for one in payload["sections"] if one["key"] == "barriers"), None)
    return " ".join(section["notes"]) if section else ""


def limits(payload):
    """What the results cannot say, from the standing limits and the notes of the release."""
    return [*CANNOT_SAY, *payload["notes"]]
