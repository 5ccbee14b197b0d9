"""How much there is: rows, decisions, crimes, suspects, units and months."""

from cjnudge.cases.quality.found import Found, Section, Table
from cjnudge.cases.quality.wording import month_name, number


def look(material):
    rows, decisions, units, first, last, decided = material.row(
        """SELECT count(*), count(*) FILTER (first_of_decision), count(DISTINCT unit), min(entry_on), max(entry_on),
        count(*) FILTER (first_of_decision AND outcome_on IS NOT NULL) FROM every"""
    )
    lines = [
        ["Rows", material.count(rows)],
        ["Decisions", material.count(decisions)],
        ["Decisions with an outcome", material.count(decided)],
        *_people(material),
        ["Units", units],
        ["Months of entry", len(material.months)],
    ]
    span = f"Cases entered from {_day(first)} to {_day(last)}; the extract shows {_day(material.as_at)}."
    table = Table("What is in the snapshot", [["", "text"], ["Number", "count"]], lines)
    return Found(sentences=[span, *_several(material)], findings=_empty_months(material), tables=[table])


def _day(day):
    return f"{day:%-d %B %Y}"


def _people(material):
    lines = []
    for field, label in (("crime", "Crimes"), ("suspect", "Suspects")):
        if field in material.fields:
            query = f'SELECT count(DISTINCT "{field}") FROM every WHERE ' + "{chosen}"  # noqa: S608 - own name
            lines.append([label, material.count(_added_up(material, field, query))])
    return lines


def _several(material):
    """How many decisions cover several crimes, where suspects and crimes can be told apart."""
    if not {"suspect", "crime"} <= material.fields:
        return []
    several = _added_up(material, "suspect", _SEVERAL)
    return [
        "One suspect, one entry date, one outcome and its date are one decision: "
        f"{number(material.count(several))} decisions cover several crimes."
    ]


_SEVERAL = """SELECT count(*) FROM (SELECT 1 FROM every WHERE suspect IS NOT NULL AND {chosen}
    GROUP BY suspect, entry_on, outcome, outcome_on HAVING count(*) > 1)"""


def _added_up(material, key, query):
    """The sum of a query's answers over the slices by a key."""
    return sum(material.row(query.format(chosen=chosen))[0] for chosen in material.slices(key, "every"))


def _empty_months(material):
    entered = dict(material.by_month(["count(*)"]))
    empty = [month_name(month) for month, count in entered.items() if not count]
    if not empty:
        return []
    return [f"No case entered in {', '.join(empty)}: check whether the extract leaves something out."]


SECTION = Section(order=10, title="What is in it", schemas=("cases",), look=look)
