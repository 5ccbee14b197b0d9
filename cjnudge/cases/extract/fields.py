"""The fields that a column of an extract can be mapped to, and the columns that a stored part of cases has."""

from dataclasses import dataclass

# A made-up extract has this column, so that it can be told from a real one whatever its file is called.
SYNTHETIC_COLUMN = "SYNTHETIC - made up"
YES_NO = ("yes", "no")
AGE_BANDS = ("10-17", "18-25", "26+")  # youth, young adult and adult frameworks differ
SEXES = ("female", "male", "other", "not stated")
ETHNICITIES = ("asian", "black", "mixed", "other", "white", "not stated")  # the broad groups of the census
ADMISSIONS = ("admitted", "responsibility accepted", "not admitted", "not known")
ELIGIBILITIES = ("eligible", "conditional", "not eligible", "unknown")
CONDITIONS = ("none", "open", "completed", "breached")
CAUTION_KINDS = ("simple", "conditional")


@dataclass(frozen=True)
class Field:
    """One thing an extract can say of a case.

    kind: day, outcome, unit, offence, choice, whole or person. A `choice` has its `choices`; cells of outcome, unit,
    offence and choice fields are labels, which the mapping turns into the project's values. A `person` field is
    an identifier: it is keyed while the file is parsed and never stored. `needed`: no extract can do without it.
    """

    key: str
    kind: str
    title: str
    help: str = ""
    choices: tuple = ()
    needed: bool = False
    most: int | None = None

    @property
    def is_person(self):
        return self.kind == "person"

    @property
    def has_labels(self):
        return self.kind in ("outcome", "unit", "offence", "choice")


FIELDS = {
    field.key: field
    for field in (
        Field("entry_on", "day", "Entry date", "The day the suspect was identified.", needed=True),
        Field("outcome", "outcome", "Outcome", "Empty while there is none.", needed=True),
        Field("outcome_on", "day", "Outcome date", "The day of the latest outcome.", needed=True),
        Field("unit", "unit", "Unit", "The team or place where the decision is made.", needed=True),
        Field("recorded_on", "day", "Recorded date", "The day the crime was recorded."),
        Field(
            "first_outcome", "outcome", "First outcome", "Where an outcome was changed or a case reopened."
        ),
        Field("first_outcome_on", "day", "First outcome date"),
        Field("transferred", "choice", "Transferred", "The case went to another force or body.", YES_NO),
        Field("offence", "offence", "Offence code", "The Home Office offence code."),
        Field("age_band", "choice", "Age band", "Or the age in years.", AGE_BANDS),
        Field("sex", "choice", "Sex", "", SEXES),
        Field("ethnicity", "choice", "Ethnicity", "Self-defined where there is a choice.", ETHNICITIES),
        Field("suspect", "person", "Suspect identifier"),
        Field("officer", "person", "Officer identifier", "For clustering and counts alone."),
        Field("crime", "person", "Crime identifier"),
        Field(
            "stated_eligibility", "choice", "Eligibility as the force's system states it", "", ELIGIBILITIES
        ),
        Field("gravity", "whole", "Gravity score", "", most=20),
        Field("admission", "choice", "Admission", "", ADMISSIONS),
        Field("previous", "whole", "Earlier out-of-court resolutions", "Of this suspect.", most=999),
        Field("convictions", "whole", "Earlier convictions", "Of this suspect.", most=999),
        Field("domestic_abuse", "choice", "Domestic abuse flag", "", YES_NO),
        Field("hate", "choice", "Hate crime flag", "", YES_NO),
        Field("indictable_only", "choice", "Indictable-only flag", "", YES_NO),
        Field("excluded", "choice", "Excluded by the force", "", YES_NO),
        Field("victim_consulted", "choice", "Victim consulted", "", YES_NO),
        Field("caution_kind", "choice", "Kind of caution", "", CAUTION_KINDS),
        Field("conditions", "choice", "Conditions", "How far they are.", CONDITIONS),
        Field("conditions_on", "day", "Date the conditions ended"),
        Field("reoffended_on", "day", "Date of the next recorded crime", "With this suspect named in it."),
        Field("minutes", "whole", "Officer minutes", "Spent on the disposal.", most=100_000),
    )
}

_TYPES = {"day": "DATE", "whole": "INTEGER", "person": "UUID"}
# What a part of cases has, in this order; a field that the mapping leaves out is NULL throughout.
# `first_of_decision`: of several rows about one suspect, entry date, outcome and its date, the one that stands for the
# decision (storage.decisions says which).
CASE_COLUMNS = {
    **{field.key: _TYPES.get(field.kind, "VARCHAR") for field in FIELDS.values()},
    "offence_group": "VARCHAR",
    "first_of_decision": "BOOLEAN",
    "eligibility": "VARCHAR",
    "eligibility_reason": "VARCHAR",
    "rules_version": "INTEGER",
}
# What a piece of an upload has: all but what is worked out when pieces become a part.
PIECE_COLUMNS = {
    name: kind
    for name, kind in CASE_COLUMNS.items()
    if name not in ("first_of_decision", "eligibility", "eligibility_reason", "rules_version")
}
