"""Who may do what: each permission in words, and the permissions of each role."""

from enum import StrEnum


class Permission(StrEnum):
    """The value is the sentence a person reads when they lack it: "You may not <value>."."""

    VIEW_FORCE = "see the force's first page"
    VIEW_DATA = "see snapshots, measures and data of the force"
    VIEW_RESULTS = "see the plans and results of trials"
    MANAGE_PEOPLE = "invite people, end their access and hand over what they own"
    MANAGE_DATA = "import the force's own data, set up how they are read, and type counts"
    WRITE_RULES = "write the force's eligibility rules"
    APPROVE_RULES = "approve the force's eligibility rules"
    ERASE_DATA = "erase case rows and renew the keys of pseudonyms"
    MANAGE_UNITS = "set up the force's units"
    MANAGE_SAFEGUARDS = "write the safeguards records"
    VIEW_SURVEYS = "see the surveys of the force"
    MANAGE_SURVEYS = "set up and send out surveys"
    CHECK_TEXTS = "check what officers wrote before others read it"
    EXTRACT_ANSWERS = "take the extract of a survey that its notice promised to researchers"
    MANAGE_TRIALS = "set up, seal and run trials and comparisons"
    APPROVE_PLANS = "approve the plans of trials and the versions of nudges"
    ENROL_CASES = "enrol cases in a trial"
    GRADE_CASES = "grade decisions for a scrutiny panel"
    MANAGE_PRACTICE = "fill and clear the practice space"
    VIEW_AUDIT = "read the audit trail of the force"
    BE_GUEST = "see which trials you are a guest of"


class Role(StrEnum):
    OFFICER = "officer"
    LEAD = "lead"
    EVALUATOR = "evaluator"
    ADMINISTRATOR = "administrator"
    GUEST = "guest"

    @property
    def label(self):
        return ROLE_LABELS[self]

    @classmethod
    def choices(cls):
        """(value, label) of every role: a callable, so that a new role needs no migration."""
        return [(role.value, role.label) for role in cls]

    @classmethod
    def grantable(cls):
        """(value, label) of the roles an administrator gives; a guest is invited to one trial, by its lead."""
        return [pair for pair in cls.choices() if pair[0] != cls.GUEST]


ROLE_LABELS = {
    Role.OFFICER: "Officer",
    Role.LEAD: "Constabulary lead",
    Role.EVALUATOR: "Evaluator",
    Role.ADMINISTRATOR: "Administrator",
    Role.GUEST: "Guest evaluator",
}

ROLE_PERMISSIONS = {
    Role.OFFICER: frozenset({Permission.VIEW_FORCE, Permission.ENROL_CASES}),
    Role.LEAD: frozenset(
        {
            Permission.VIEW_FORCE,
            Permission.VIEW_DATA,
            Permission.VIEW_RESULTS,
            Permission.MANAGE_DATA,
            Permission.WRITE_RULES,
            Permission.APPROVE_RULES,
            Permission.ERASE_DATA,
            Permission.MANAGE_UNITS,
            Permission.MANAGE_SAFEGUARDS,
            Permission.VIEW_SURVEYS,
            Permission.MANAGE_SURVEYS,
            Permission.CHECK_TEXTS,
            Permission.MANAGE_TRIALS,
            Permission.ENROL_CASES,
            Permission.GRADE_CASES,
            Permission.APPROVE_PLANS,
            Permission.MANAGE_PRACTICE,
        }
    ),
    Role.EVALUATOR: frozenset(
        {
            Permission.VIEW_FORCE,
            Permission.VIEW_DATA,
            Permission.VIEW_RESULTS,
            Permission.APPROVE_RULES,
            Permission.APPROVE_PLANS,
            Permission.VIEW_SURVEYS,
            Permission.CHECK_TEXTS,
            Permission.EXTRACT_ANSWERS,
            Permission.GRADE_CASES,
        }
    ),
    Role.ADMINISTRATOR: frozenset(
        {Permission.VIEW_FORCE, Permission.MANAGE_PEOPLE, Permission.MANAGE_UNITS, Permission.VIEW_AUDIT}
    ),
    # Nothing of the force: what a guest may read of one trial is admitted page by page (accounts.guests).
    Role.GUEST: frozenset({Permission.BE_GUEST}),
}


def role_allows(role, permission):
    """Whether a role carries a permission; an unknown role carries none."""
    return permission in ROLE_PERMISSIONS.get(role, frozenset())
