"""Counts of a snapshot as a CSV file, after disclosure control, saying what they are in the file and in its name."""

from django.utils.timezone import localdate

from cjnudge.cases.counting.counts import count
from cjnudge.cases.measures import measure
from cjnudge.cases.measures.value import BASES
from cjnudge.cases.sources import feed as feed_of
from cjnudge.cases.withholding import open_rows, words_for
from cjnudge.disclosure import CASE_BASE, CASE_THRESHOLD, HIDDEN, shown_cell
from cjnudge.periods import period_label
from cjnudge.spreadsheets import csv_lines

HEADER = (
    "period",
    "place",
    "measure",
    "basis",
    "counted",
    "out_of",
    "share",
    "share_is",
    "marks",
    "snapshot",
)
EVERY_PLACE = "all together"
DISCLOSURE = f"counts under {CASE_THRESHOLD} hidden, others rounded to the nearest {CASE_BASE}"


def marks_of(snapshot):
    """What every file made from a snapshot has to say of it, as short words for a name: [] where nothing."""
    given = {
        "synthetic": snapshot.synthetic,
        "rehearsal": snapshot.rehearsal_only,
        "typed": feed_of(snapshot.feed).typed,
    }
    return [mark for mark, true in given.items() if true]


IN_WORDS = {
    "synthetic": "synthetic: made up, nothing here happened in any force",
    "rehearsal": "rehearsal only: no complete safeguards record covers these cases",
    "typed": "typed by hand, not taken from an extract",
}


def file_name(snapshot, key):
    """Says before it is opened whether it is synthetic, a rehearsal or typed."""
    return "-".join([*marks_of(snapshot), key.replace("_", "-"), snapshot.short_hash]) + ".csv"


def counts_csv(snapshot, *, key, basis, place="", on=None):
    """The text of the file; MeasureRefused where the measure cannot be counted, or is kept back.

    place: a name, or "" for all together; on: the day it is made (today), which decides what is kept back for a
    running trial. Published counts are given as they were published.
    """
    asked, on = measure(key), on or localdate()
    frame = count(
        asked, snapshot, by=("period", "grain_period"), basis=basis, places=[place] if place else None
    )
    frame = open_rows(snapshot, frame, place, on=on, basis=basis)
    marks = words_for(snapshot, place, on=on, basis=basis)
    marks += [IN_WORDS[mark] for mark in marks_of(snapshot)]
    marks += [] if snapshot.published else [DISCLOSURE]
    marks += ["counted by decision"] if feed_of(snapshot.feed).has_cases else []
    about = {
        "place": place or EVERY_PLACE,
        "measure": asked.title,
        "basis": BASES[basis],
        "share_is": asked.unit_words,
        "marks": "; ".join(marks),
        "snapshot": snapshot.hash,
    }
    rows = [_line(row, asked, about, snapshot.published) for row in frame.itertuples()]
    return "".join(csv_lines([HEADER, *rows]))


def _line(row, asked, about, published):
    top, bottom, share = shown_cell(row.numerator, row.denominator, published=published)
    found = {
        **about,
        "period": period_label(row.period, row.grain_period),
        "counted": "hidden" if top is HIDDEN else top,
        "out_of": "hidden" if bottom is HIDDEN else bottom,
        "share": "" if share is None else round(share * asked.per, 1),
    }
    return [found[column] for column in HEADER]
