"""What is new against the previous snapshot of the same feed, which itself stays as it is."""

from cjnudge.cases.outcomes import PENDING
from cjnudge.cases.quality.found import Found, Section, Table
from cjnudge.cases.quality.wording import month_name, number
from cjnudge.cases.storage.schema import from_parts
from cjnudge.periods import period_label

_GONE = "The rows of the previous snapshot, “{title}”, can no longer be read, so that nothing is compared."
_UNMATCHED = (
    "Rows of the two cannot be matched: identifiers are missing, or their pseudonyms were made with different "
    "keys."
)
_CASE_HEADINGS = [
    ["Entered in", "text"],
    ["Rows before", "count"],
    ["Rows now", "count"],
    ["Added", "count"],
    ["Gone", "count"],
    ["Outcome new", "count"],
    ["Outcome changed", "count"],
    ["Otherwise changed", "count"],
]
_COUNT_HEADINGS = [["Period", "text"], ["Counted before", "count"], ["Counted now", "count"]]


def look(material):
    previous = material.previous
    if previous is None:
        return Found(
            sentences=["This is the first snapshot of its kind here: there is nothing to compare it with."]
        )
    if not previous.paths:
        return Found(sentences=[_GONE.format(title=previous.title)])
    material.duck.execute(f"CREATE OR REPLACE VIEW earlier AS SELECT * FROM {from_parts(previous.paths)}")  # noqa: S608
    compared = f"Compared with “{previous.title}”, as at {previous.as_at:%-d %B %Y}, which stays as it is."
    if material.schema == "counts":
        return Found([compared], tables=[_counts(material)])
    if not material.same_keys:
        return Found([compared, _UNMATCHED], tables=[_months_alone(material)])
    return _matched(material, compared)


def _counts(material):
    rows = material.rows(
        """SELECT coalesce(a.period, b.period), coalesce(a.grain_period, b.grain_period), b.n, a.n FROM
        (SELECT period, grain_period, sum(n)::BIGINT AS n FROM every GROUP BY ALL) a FULL JOIN
        (SELECT period, grain_period, sum(n)::BIGINT AS n FROM earlier GROUP BY ALL) b
        ON a.period = b.period AND a.grain_period = b.grain_period ORDER BY ALL"""
    )
    lines = [
        [period_label(day, grain), material.count(old or 0), material.count(new or 0)]
        for day, grain, old, new in rows
    ]
    return Table("Counted by period, before and now", _COUNT_HEADINGS, lines)


def _months_alone(material):
    rows = material.rows(
        """SELECT coalesce(a.month, b.month) AS month, b.n, a.n FROM
        (SELECT date_trunc('month', entry_on)::DATE AS month, count(*) AS n FROM every GROUP BY 1) a FULL JOIN
        (SELECT date_trunc('month', entry_on)::DATE AS month, count(*) AS n FROM earlier GROUP BY 1) b
        ON a.month = b.month ORDER BY 1"""
    )
    lines = [
        [month_name(month), material.count(old or 0), material.count(new or 0)] for month, old, new in rows
    ]
    return Table("Rows by month of entry, before and now", _CASE_HEADINGS[:3], lines)


def _matched(material, compared):
    rows = _by_month(material)
    lines = [[month_name(month), *map(material.count, counts)] for month, *counts in rows]
    sums = [sum(column) for column in list(zip(*rows, strict=True))[1:]]
    names = ("rows before", "rows now", "added", "gone", "with a new outcome", "with a changed outcome")
    told = ", ".join(f"{number(material.count(n))} {name}" for n, name in zip(sums, names, strict=False))
    table = Table("Rows by month of entry, before and now", _CASE_HEADINGS, lines)
    return Found([compared, _READING], [f"Against the previous snapshot: {told}."], [table])


_READING = (
    "Rows are matched by crime and suspect. A new outcome is one where there was none; a changed one stands in "
    "place of another, as when a case is reopened."
)


def _by_month(material):
    """[(month, *counts)] of the matched rows, a slice of crimes and suspects at a time."""
    key, found = _key(material), {}
    for chosen in material.slices(key, "every", "earlier"):
        for month, *counts in material.rows(_matching(material, key, chosen)):
            found[month] = [
                sum(pair) for pair in zip(found.get(month, [0] * len(counts)), counts, strict=True)
            ]
    return [(month, *counts) for month, counts in sorted(found.items())]


def _key(material):
    return ", ".join(name for name in ("crime", "suspect") if name in material.fields)


def _matching(material, key, chosen):
    """Query: month of entry, then the counts of the table; rows of one crime and suspect meet in order of entry."""
    both = " AND ".join(f"now.{name} IS NOT DISTINCT FROM was.{name}" for name in (*key.split(", "), "turn"))
    rows = f"""SELECT {key}, entry_on, nullif(outcome, '{PENDING}') AS outcome, outcome_on,
        row_number() OVER (PARTITION BY {key} ORDER BY entry_on, outcome_on, outcome) AS turn,
        hash({_others(material)}) AS others FROM """  # noqa: S608 - own names
    return f"""SELECT date_trunc('month', coalesce(now.entry_on, was.entry_on))::DATE AS month, count(was.turn),
        count(now.turn), count(*) FILTER (was.turn IS NULL), count(*) FILTER (now.turn IS NULL),
        count(*) FILTER ({_BOTH} AND was.outcome IS NULL AND now.outcome IS NOT NULL),
        count(*) FILTER ({_BOTH} AND was.outcome IS NOT NULL AND {_DIFFERENT}),
        count(*) FILTER ({_BOTH} AND NOT ({_DIFFERENT}) AND now.others <> was.others)
        FROM ({rows} every WHERE {chosen}) AS now FULL JOIN ({rows} earlier WHERE {chosen}) AS was ON {both}
        GROUP BY 1 ORDER BY 1"""  # noqa: S608


_BOTH = "was.turn IS NOT NULL AND now.turn IS NOT NULL"
_DIFFERENT = "(was.outcome IS DISTINCT FROM now.outcome OR was.outcome_on IS DISTINCT FROM now.outcome_on)"


def _others(material):
    """The columns beside the outcome that may change: all that the extract has, but not what rules make of them."""
    apart = {"outcome", "outcome_on", "crime", "suspect"}
    return ", ".join(sorted(material.fields - apart)) or "entry_on"


SECTION = Section(order=100, title="Against the previous snapshot", schemas=("cases", "counts"), look=look)
