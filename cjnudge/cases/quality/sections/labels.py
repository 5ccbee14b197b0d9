"""Labels that the mapping did not know, and offence codes that belong to no offence group."""

from cjnudge.cases.extract.fields import FIELDS
from cjnudge.cases.quality.found import Found, Section, Table
from cjnudge.cases.quality.wording import number

MOST_SHOWN = 50  # enough to mend a mapping by; the rest are counted


def look(material):
    unmatched = _unmatched(material)
    strange = _codes_without_group(material)
    tables = []
    if unmatched:
        headings = [["Column", "text"], ["Label", "text"], ["Rows", "count"]]
        tables.append(Table("Labels that the mapping does not know", headings, unmatched))
    if strange:
        headings = [["Offence code", "text"], ["Rows", "count"]]
        tables.append(Table("Offence codes in no offence group", headings, strange))
    if not tables:
        return Found(
            sentences=["The mapping knows every label, and every offence code has an offence group."]
        )
    return Found(sentences=[_REMEDY], findings=_findings(unmatched, strange), tables=tables)


_REMEDY = (
    "Rows with these labels are in the snapshot with that cell empty. Add the labels to the mapping and import the "
    "same file again: a changed mapping makes a new snapshot, and this one stays as it is."
)


def _unmatched(material):
    lines = [
        [FIELDS[field].title if field in FIELDS else field, label, material.count(rows)]
        for field, labels in sorted(material.unmatched.items())
        for label, rows in sorted(labels.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
    return lines[:MOST_SHOWN]


def _codes_without_group(material):
    if "offence" not in material.fields:
        return []
    found = material.rows(
        """SELECT offence, count(*) AS n FROM every WHERE offence IS NOT NULL AND offence_group IS NULL
        GROUP BY 1 ORDER BY n DESC, 1 LIMIT ?""",
        MOST_SHOWN,
    )
    return [[code, material.count(rows)] for code, rows in found]


def _findings(unmatched, strange):
    findings = []
    if unmatched:
        rows = sum(line[2] or 0 for line in unmatched)
        labels = f"{len(unmatched)} label{'s' if len(unmatched) > 1 else ''}"
        findings.append(f"The mapping does not know {labels}, in about {number(rows)} rows.")
    if strange:
        findings.append(f"{len(strange)} offence code{'s' if len(strange) > 1 else ''} in no offence group.")
    return findings


SECTION = Section(order=30, title="Labels and codes", schemas=("cases",), look=look)
