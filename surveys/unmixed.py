"""The database itself keeps made-up answers out of real surveys, and officers out of made-up ones, whoever writes.

A check constraint sees one row alone; whether a survey is made up stands in another. So these are triggers, laid like
those of surveys/triggers.py after every migration. SQLite rebuilds a table that a migration changes, and refuses that
while a trigger of another table reads it: so they are lifted before.
"""

from django.db import connections

# What the survey of the row says of itself.
_WAVE = "(SELECT synthetic FROM surveys_wave WHERE id = NEW.{column})"
_IS_MADE_UP = _WAVE.format(column="wave_id")
_NO_OFFICER = "no officer is asked in a survey with made-up answers"
_OTHER_KIND = "made-up answers stand in a made-up survey alone, and given ones in a real survey"
GUARDS = (
    ("made_up_wave_invites_nobody", "surveys_surveyinvitation", _IS_MADE_UP, _NO_OFFICER),
    ("made_up_wave_has_no_code", "surveys_station", _IS_MADE_UP, _NO_OFFICER),
    ("made_up_wave_has_no_pool", "surveys_pool", _IS_MADE_UP, _NO_OFFICER),
    ("made_up_wave_has_no_draft", "surveys_draft", _IS_MADE_UP, _NO_OFFICER),
    ("made_up_answers_stay_apart", "surveys_response", f"NEW.synthetic <> {_IS_MADE_UP}", _OTHER_KIND),
    ("made_up_texts_stay_apart", "surveys_freetext", f"NEW.synthetic <> {_IS_MADE_UP}", _OTHER_KIND),
    (
        "wave_follows_one_of_its_kind",
        "surveys_wave",
        f"NEW.follows_id IS NOT NULL AND NEW.synthetic <> {_WAVE.format(column='follows_id')}",
        "a survey is compared with one of its own kind: made up with made up, real with real",
    ),
)
EVENTS = ("INSERT", "UPDATE")
SQLITE = """
CREATE TRIGGER IF NOT EXISTS {name}_{event} BEFORE {event} ON {table} WHEN {when}
BEGIN SELECT RAISE(ABORT, '{words}'); END
"""
# PostgreSQL allows no query in a trigger's WHEN: the function asks.
POSTGRESQL = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger AS $$
BEGIN
  IF {when} THEN RAISE EXCEPTION '{words}' USING ERRCODE = 'integrity_constraint_violation'; END IF;
  RETURN NEW;
END
$$ LANGUAGE plpgsql;
CREATE OR REPLACE TRIGGER {name} BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()
"""


def lay_guards(*, using="default", **kwargs):
    """Put the triggers where they are missing; receiver of post_migrate."""
    connection = connections[using]
    statements = (
        [POSTGRESQL]
        if connection.vendor == "postgresql"
        else [SQLITE.replace("{event}", event) for event in EVENTS]
    )
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for name, table, when, words in GUARDS:
            for statement in statements if table in tables else ():
                cursor.execute(statement.format(name=name, table=table, when=when, words=words))


def lift_guards(*, using="default", **kwargs):
    """Take the triggers away on SQLite until the migrations are through; receiver of pre_migrate."""
    connection = connections[using]
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        for name, *_ in GUARDS:
            for event in EVENTS:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}_{event}")
