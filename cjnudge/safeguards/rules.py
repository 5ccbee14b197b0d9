"""When a safeguards record is complete, and what may be done without one."""

from dataclasses import dataclass

KINDS = {"data_set": "Data set", "survey": "Survey", "trial": "Trial"}
REGIMES = {
    "undecided": "Not decided yet",
    "part_2": "UK GDPR and Part 2 of the Data Protection Act 2018 (general processing)",
    "part_3": "Part 3 of the Data Protection Act 2018 (law enforcement processing)",
    "research": "UK GDPR, for research or statistics, with the research safeguards",
}
# Asked of every record, in the order of the form: (name of the value, what is missing when it is empty).
REQUIRED = (
    ("title", "what the record covers"),
    ("controller", "the controller"),
    ("regime", "the data protection regime (it may be “not decided yet”)"),
    ("lawful_basis", "the lawful basis"),
    ("impact_assessment", "the reference of the data protection impact assessment"),
    ("impact_assessed_on", "the date of the data protection impact assessment"),
    ("equality_assessment", "the reference of the equality impact assessment"),
    ("ethics", "the ethics reference, or why no review is needed"),
    ("retention_rule", "what happens to the data when they are no longer kept"),
    ("contact", "whom to ask about it"),
)


@dataclass(frozen=True)
class Allowed:
    """Real data may be used: under this version of a record, or under none where none is asked for."""

    version_id: object = None


@dataclass(frozen=True)
class RehearsalOnly:
    """It may be done, and everything made from it carries the mark and this reason."""

    reason: str


@dataclass(frozen=True)
class Refused:
    """It may not be done; the reason says what to do instead."""

    reason: str


def kind_choices():
    return list(KINDS.items())


def regime_choices():
    return list(REGIMES.items())


def missing(record, *, on=None):
    """What a record still lacks, in words, in the order of the form; an empty list when it is complete.

    `record` has the form's values as attributes. A retention date before `on` counts as lacking.
    """
    lacking = [words for name, words in REQUIRED if not getattr(record, name)]
    return lacking + _missing_consultation(record) + _missing_retention(record, on)


def _missing_consultation(record):
    if record.kind == "data_set" and record.reason_not_consulted:
        return []
    lacking = []
    if not record.consulted_on:
        lacking.append("the date on which the staff associations were consulted")
    if not record.associations:
        lacking.append("which staff associations were consulted")
    return lacking


def _missing_retention(record, on):
    if not record.retain_until and not record.retain_months:
        return ["how long the data are kept"]
    if on and record.retain_until and record.retain_until < on:
        return [f"a retention date that has not passed (it was {record.retain_until:%-d %B %Y})"]
    return []


def open_points(record):
    """What a complete record leaves undecided: shown to readers, refused to nobody."""
    points = []
    if record.regime == "undecided":
        points.append(
            "The data protection regime is not decided: settle it with your data protection officer."
        )
    if record.kind == "data_set" and record.reason_not_consulted and not record.consulted_on:
        points.append("The staff associations were not consulted: the reason is given below.")
    return points


def may_use_real_data(
    *, found, practice, synthetic=False, published=False, rehearsal_only=False, kind="data_set"
):
    """Allowed, RehearsalOnly or Refused: whether data may be imported, a survey launched or a plan sealed.

    `found` is None where there is no record, else (version id, what it lacks). `practice` says that it is
    done in a practice space; `synthetic` and `published` describe the data. One function, so that every part
    reads the rule the same way.
    """
    if practice or synthetic:
        return _in_practice(practice, synthetic, published)
    if published:
        return Allowed()
    if rehearsal_only:
        return RehearsalOnly("It was marked “rehearsal only” by the person who did it.")
    if found is None:
        return Refused(f"No safeguards record covers this {KINDS[kind].lower()}. {_WAY_OUT}")
    version_id, lacking = found
    if lacking:
        return Refused(f"The safeguards record lacks {'; '.join(lacking)}. {_WAY_OUT}")
    return Allowed(version_id)


_WAY_OUT = (
    "Complete one under Safeguards, or mark this “rehearsal only”: then everything made from it says so."
)


def _in_practice(practice, synthetic, published):
    if practice and (synthetic or published):
        return Allowed()
    if practice:
        return Refused(
            "A practice space holds synthetic or published data only: use the force itself for real data."
        )
    return Refused("Synthetic data belong in the practice space: there they cannot mix with real ones.")
