"""The plan of the house: who may import whom. Adding an app edits one line of ROWS."""

# From the ground up: an app may import the apps of the rows listed before its own, none of its own row.
ROWS = (
    ("cjnudge.audit",),
    ("cjnudge.accounts",),
    ("cjnudge.jobs", "cjnudge.notify"),
    ("cjnudge.safeguards",),
    ("cjnudge.cases",),
    ("cjnudge.benchmarks", "cjnudge.cohorts", "surveys"),
    ("trials",),
    ("cjnudge.board",),
)

# The roof may import everything, and nothing imports the roof. What else lies in cjnudge/ is the ground:
# anyone may import it, and it imports no app.
ROOF = (
    "cjnudge.apps",
    "cjnudge.celery",
    "cjnudge.demo",
    "cjnudge.errors",
    "cjnudge.home",
    "cjnudge.management",
    "cjnudge.settings",
    "cjnudge.urls",
    "cjnudge.wsgi",
)

# (importer, imported): why it is right all the same.
EXCEPTIONS = {
    ("cjnudge.audit", "cjnudge.accounts"): "who acted is an account, and the trail's page has access rules",
    ("cjnudge.navigation", "cjnudge.accounts.permissions"): "the menu shows what a role may open",
    ("cjnudge.jobs.waking", "cjnudge.jobs.tasks"): "to wake a worker is to send its task",
}

# Imported by anyone, whatever its row.
FOR_EVERYONE = ("trials.stats",)

# No Django, Celery, clock, settings or unseeded randomness in here, nor in anything that these import.
PURE = (
    "cjnudge.accounts.addresses",
    "cjnudge.behaviour",
    "cjnudge.cases.reading.cells",
    "cjnudge.cases.storage.duck",
    "cjnudge.cases.eligibility",
    "cjnudge.cases.extract",
    "cjnudge.cases.feeds",
    "cjnudge.cases.reading.files",
    "cjnudge.cases.privacy.keeping",
    "cjnudge.cases.outcome_titles",
    "cjnudge.cases.outcomes",
    "cjnudge.cases.problems",
    "cjnudge.cases.privacy.pseudonyms",
    "cjnudge.cases.storage.schema",
    "cjnudge.characters",
    "cjnudge.derivation",
    "cjnudge.disclosure",
    "cjnudge.lifecycle",
    "cjnudge.periods",
    "cjnudge.registry",
    "surveys.answering",
    "surveys.release.attack",
    "surveys.release.changes",
    "surveys.release.draws",
    "surveys.release.extract",
    "surveys.release.figures",
    "surveys.release.material",
    "surveys.release.payload",
    "surveys.release.policy",
    "surveys.release.sections",
    "surveys.release.tables",
    "surveys.release.wording",
    "surveys.redaction",
    "surveys.bands",
    "surveys.scales",
    "surveys.xlsform",
    "trials.case_references",
    "trials.frozen_values",
    "trials.nudges",
    "trials.panel",
    "trials.planning",
    "trials.stats",
)

# Within and between apps a module imports only from its own floor and those below. What is not listed here or
# under PURE stands on the work floor.
FLOORS = ("pure", "rules", "records", "work", "edge")
FLOOR_OF = {
    "rules": ("rules", "lifecycle", "permissions", "states"),
    "records": ("models", "scoping"),
    "edge": (
        "access",
        "apps",
        "checks",
        "first_steps",
        "forms",
        "jobkinds",
        "management",
        "tasks",
        "templatetags",
        "urls",
        "views",
    ),
}
