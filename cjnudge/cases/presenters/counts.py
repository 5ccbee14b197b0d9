"""The counts of one measure by period as a page inside the owning force shows them, after disclosure control."""

from django.utils.timezone import localdate

from cjnudge.cases.counting import repeats
from cjnudge.cases.counting.counts import MeasureRefused, count
from cjnudge.cases.counting.refusals import fields_of
from cjnudge.cases.counting.rows import holds_cases
from cjnudge.cases.measures import measure
from cjnudge.cases.withholding import open_rows, words_for
from cjnudge.disclosure import CASE_BASE, CASE_THRESHOLD, HIDDEN, shown_cell
from cjnudge.periods import period_label

HIDDEN_WORDS = "hidden"
DISCLOSURE = (
    f"Counts under {CASE_THRESHOLD} are hidden and the others rounded to the nearest {CASE_BASE}; shares are "
    "computed from the rounded counts."
)
BOTH_WAYS = (
    "Counted by decision, one suspect with several crimes decided together is one; by crime, each of the crimes "
    "counts. Trials count decisions."
)
ELIGIBLE = "Eligible are the cases that the force's rules call eligible or conditional."
BY = ("period", "grain_period")


def counts_table(snapshot, *, key, basis, place, on=None):
    """{"refusal"} in words, or {"headings", "rows", "note"} by period; cases by decision and by crime.

    on: the day it is looked at (today), which decides what is kept back for a running trial.
    """
    on = on or localdate()
    asked, chosen = measure(key), {"basis": basis, "places": [place] if place else None, "by": BY}
    ways = ("decision", "crime") if holds_cases(snapshot) else ("decision",)
    try:
        frames = [
            open_rows(snapshot, count(asked, snapshot, per=per, **chosen), place, on=on, basis=basis)
            for per in ways
        ]
    except MeasureRefused as refusal:
        return {"refusal": str(refusal)}
    return {
        "headings": [
            ("Period", ""),
            *(heading for per in ways for heading in _headings(asked, per, len(ways))),
        ],
        "rows": _rows(frames, asked, snapshot.published),
        "note": " ".join([_note(snapshot, asked), *words_for(snapshot, place, on=on, basis=basis)]).strip(),
    }


def _headings(asked, per, ways):
    by = f", by {per}" if ways > 1 else ""
    return [(f"{name}{by}", "numeric") for name in ("Counted", "Out of", f"Share {asked.unit_words}")]


def _rows(frames, asked, published):
    """Rows by period; a period without a decision of its own, whose crimes all belong to another, shows nought."""
    shown = [
        {(row.period, row.grain_period): _cells(row, asked, published) for row in frame.itertuples()}
        for frame in frames
    ]
    none = _cells(None, asked, published)
    periods = sorted(set().union(*shown))
    return [
        [period_label(*period), *(cell for one in shown for cell in one.get(period, none))]
        for period in periods
    ]


def _cells(row, asked, published):
    counts = (row.numerator, row.denominator) if row else (0, 0)
    top, bottom, share = shown_cell(*counts, published=published)
    return [
        HIDDEN_WORDS if top is HIDDEN else f"{top:,}",
        HIDDEN_WORDS if bottom is HIDDEN else f"{bottom:,}",
        "–" if share is None else f"{share * asked.per:.1f}",
    ]


def _note(snapshot, asked):
    notes = [] if snapshot.published else [DISCLOSURE]
    if holds_cases(snapshot):
        notes.append(BOTH_WAYS)
        notes += [ELIGIBLE] if asked.eligibility else []
    if "repeat_suspects" in asked.needs:
        notes.append(f"Named again goes by {repeats.source_in_words(fields_of(snapshot))}.")
    return " ".join(notes)
