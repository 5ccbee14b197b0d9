"""The snapshot's charges and resolutions beside the published totals of the same force, quarter by quarter."""

from datetime import timedelta

from cjnudge.cases.outcomes import CHARGE, OOCR, split_types
from cjnudge.cases.quality.found import Found, Section, Table
from cjnudge.cases.quality.wording import KEPT_BACK
from cjnudge.disclosure import CASE_THRESHOLD, HIDDEN
from cjnudge.periods import period_end, period_label

KINDS = {"Charges": CHARGE, "Out-of-court resolutions": OOCR}
# An extract of one day and a table of another differ a little whatever one does: a twentieth, and ten outcomes in a
# small quarter. A choice, stated on the page; more than that wants an explanation.
SHARE, LEAST = 0.05, 10
# Cases that entered before the extract begins are closed in its first months: six months after, nearly all that
# are closed entered within it.
RUN_IN = timedelta(days=180)
WHY = (
    "Differences have known reasons: the published figures count crimes, and a crime with several suspects counts "
    "once; they are as at their own day, and outcomes are changed later; crimes transferred to or from the force; "
    "data.police.uk lists a crime again when its outcome changes; cases that entered before the extract begins; "
    "outcome type 22, which the extract may hold under another label."
)
_HEADINGS = [
    ["Closed in", "text"],
    ["Outcome", "text"],
    ["Published", "count"],
    ["Here", "count"],
    ["Difference", "part"],
    ["Within tolerance", "text"],
]


def look(material):
    if material.synthetic:
        return Found(sentences=["Synthetic cases are not compared with published figures."])
    if material.totals is None:
        return Found(sentences=["There are no published totals of this force here to compare with."])
    if material.published and material.schema == "counts" and _is_the_source(material):
        return None
    own = _own(material)
    lines = [
        _line(material, quarter, kind, published, own[kind].get(quarter, 0))
        for quarter in _quarters(material)
        for kind in KINDS
        if kind in own and (published := _published(material, quarter, kind)) is not None
    ]
    if not lines:
        return Found(sentences=[_NOTHING.format(source=material.totals.source)])
    return Found(
        [_tolerance(material), WHY], _findings(lines), [Table("Published and own totals", _HEADINGS, lines)]
    )


_NOTHING = (
    "No quarter can be compared with {source}: only whole quarters that begin six months after the first entry "
    "can be."
)


def _is_the_source(material):
    """Whether the rows are themselves published totals by quarter or year."""
    return material.row("SELECT count(*) FROM every WHERE grain_period <> 'month'")[0] > 0


def _tolerance(material):
    return (
        f"Beside {material.totals.source}, {material.totals.place}, by the quarter in which the case was closed. "
        f"Within tolerance: at most {SHARE:.0%} of the published figure apart, or {LEAST} outcomes, "
        "by the rounded count."
    )


def _line(material, quarter, kind, published, here):
    shown = material.count(here)
    difference = None if shown is HIDDEN else shown - published
    return [period_label(quarter, "quarter"), kind, published, shown, difference, _within(shown, published)]


def _within(shown, published):
    """From what is shown; a hidden count is within or beyond only where every count it may be is."""
    possible = range(CASE_THRESHOLD) if shown is HIDDEN else (shown,)
    found = {"yes" if abs(n - published) <= max(SHARE * published, LEAST) else "no" for n in possible}
    return found.pop() if len(found) == 1 else KEPT_BACK


def _findings(lines):
    apart = sum(line[-1] == "no" for line in lines)
    verb = "differs" if apart == 1 else "differ"
    return [
        f"{apart or 'None'} of {len(lines)} totals {verb} from the published ones by more than the tolerance."
    ]


def _published(material, quarter, kind):
    """The published count of a kind closed in the quarter, or None."""
    found = [
        n
        for period, grain, basis, types, n in material.totals.rows
        if (period, grain, basis) == (quarter, "quarter", "closed")
        and split_types(types)
        and split_types(types) <= KINDS[kind]
    ]
    return sum(found) if found else None


def _own(material):
    """{kind: {first day of quarter: crimes or outcomes}}; a kind that the rows do not tell apart is left out."""
    if material.schema == "cases":
        counted = "DISTINCT crime" if "crime" in material.fields else "*"
        return {kind: _closed_cases(material, types, counted) for kind, types in KINDS.items()}
    texts = [row[0] for row in material.rows("SELECT DISTINCT outcomes FROM every")]
    mixed = [
        kind
        for kind, types in KINDS.items()
        if any(split_types(t) & types and not split_types(t) <= types for t in texts)
    ]
    return {
        kind: _closed_counts(
            material, [text for text in texts if split_types(text) and split_types(text) <= types]
        )
        for kind, types in KINDS.items()
        if kind not in mixed
    }


def _closed_cases(material, types, counted):
    return dict(
        material.rows(
            f"""SELECT date_trunc('quarter', outcome_on)::DATE, count({counted}) FROM every
            WHERE list_contains({sorted(map(str, types))}, outcome) AND outcome_on IS NOT NULL GROUP BY 1"""  # noqa: S608
        )
    )


def _closed_counts(material, texts):
    return dict(
        material.rows(
            """SELECT date_trunc('quarter', period)::DATE, sum(n)::BIGINT FROM every
            WHERE basis = 'closed' AND list_contains(?::VARCHAR[], outcomes) GROUP BY 1""",
            texts,
        )
    )


def _quarters(material):
    """First days of the quarters that can be compared: whole, and for cases well after the first entry."""
    if material.schema == "cases":
        first = material.row("SELECT min(entry_on) FROM every")[0] + RUN_IN
        last = material.as_at
    else:
        first, last = material.row(
            "SELECT min(period), max(last_day(period)) FROM every WHERE basis = 'closed'"
        )
    found = {
        period
        for period, grain, basis, *_ in material.totals.rows
        if grain == "quarter" and basis == "closed"
    }
    return sorted(day for day in found if first and day >= first and period_end(day, "quarter") <= last)


SECTION = Section(order=90, title="Beside the published totals", schemas=("cases", "counts"), look=look)
