"""How often each column is empty, out of the rows where it could be filled in."""

from cjnudge.cases.extract.fields import FIELDS
from cjnudge.cases.outcomes import OOCR
from cjnudge.cases.quality.found import Found, Section, Table
from cjnudge.cases.quality.wording import FEW, NEARLY_ALL, NEARLY_NONE, lean, percent

# One case in ten: with more missing, a breakdown by the column may mean something else than it says.
MUCH = 0.10
_ENDED = "outcome_on IS NOT NULL"
_RESOLVED = f"list_contains({sorted(map(str, OOCR))}, outcome)"
# Columns that only some rows can have, and the rows that can; the others should be there in every row.
ONLY_WHERE = {
    "outcome_on": ("cases with an outcome", "outcome IS NOT NULL AND outcome <> '0'"),
    "outcome": ("cases with an outcome date", _ENDED),
    "minutes": ("cases with an outcome", _ENDED),
    "caution_kind": ("cautions", "outcome IN ('2', '3')"),
    "conditions": ("out-of-court resolutions", _RESOLVED),
    "conditions_on": ("ended conditions", "conditions IN ('completed', 'breached')"),
    "first_outcome_on": ("cases with a first outcome", "first_outcome IS NOT NULL"),
}
# A first outcome is there only where it was changed, and a next crime only where there was one: empty is no fault.
MAY_BE_EMPTY = ("first_outcome", "reoffended_on")
NOT_STATED = ("not stated", "not known")


def look(material):
    lines, empty, findings = [], [], []
    for field in FIELDS.values():
        if field.key in material.fields and field.key not in MAY_BE_EMPTY:
            line, rows = _line(material, field)
            lines.append(line)
            if line[1] == NEARLY_ALL:
                empty.append(f"{NEARLY_ALL.capitalize()} of {line[4]} have nothing under “{field.title}”.")
            elif line[2] is not None and line[2] >= MUCH:
                findings.append(f"{percent(line[2])} of {rows} have nothing under “{field.title}”.")
    told = [_READING, *_whole(lines), *_absent(material)]
    told_apart = [line for line in lines if line[1] != NEARLY_NONE or line[3] not in ("", None)]
    tables = [Table("Missing values by column", _HEADINGS, told_apart)] if told_apart else []
    return Found(sentences=told, findings=empty + findings, tables=tables)


_HEADINGS = [
    ["Column", "text"],
    ["Missing", "part"],
    ["Share", "share"],
    ["Not stated", "count"],
    ["Out of", "text"],
]


def _whole(lines):
    """A sentence that names the columns in which hardly anything is missing."""
    whole = [line[0] for line in lines if line[1] == NEARLY_NONE]
    return [f"{NEARLY_NONE.capitalize()} cells are missing in each of: {', '.join(whole)}."] if whole else []


_READING = (
    "A cell is missing where it is empty. “Not stated” are cells that say that it was not stated or is not known; they "
    "are not counted as missing. How often a column is filled in is about recording and not about anybody, so that "
    f"here, unlike for outcomes, it is said which side is small: “{NEARLY_ALL}” where {FEW} are filled in or none is, "
    f"“{NEARLY_NONE}” where {FEW} are missing. How many of those 0 to 4 there are is not said."
)


def _line(material, field):
    rows, where = ONLY_WHERE.get(field.key, ("rows", "true"))
    out_of, missing, unstated = material.row(
        f"""SELECT count(*), count(*) FILTER ("{field.key}" IS NULL),
        count(*) FILTER (list_contains({list(NOT_STATED)}, "{field.key}"::VARCHAR)) FROM every WHERE {where}"""  # noqa: S608
    )
    part, whole, share = material.cell(missing, out_of)
    part = lean(missing, out_of) or None if part is None else part
    label = "" if not set(NOT_STATED) & set(field.choices) else material.count(unstated)
    out_of_words = rows if whole is None else f"{whole:,} {rows}"
    return [field.title, part, share, label, out_of_words], rows


def _name(field):
    """The column inside a sentence; abbreviations keep their capitals."""
    return field.title if field.title[1:2].isupper() else field.title[0].lower() + field.title[1:]


def _absent(material):
    absent = [_name(field) for field in FIELDS.values() if field.key not in material.fields]
    return [f"Not in this extract: {', '.join(absent)}."] if absent else []


SECTION = Section(order=20, title="Missing values", schemas=("cases",), look=look)
