"""The database itself refuses an UPDATE of a sealed plan or a run, whoever asks.

Laid after every migration, because SQLite drops a table's triggers when a later migration rebuilds it.
"""

from django.db import connections

SQLITE = """
CREATE TRIGGER IF NOT EXISTS {name} BEFORE UPDATE ON {table} WHEN {when}
BEGIN SELECT RAISE(ABORT, '{words}'); END
"""

POSTGRESQL = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '{words}' USING ERRCODE = 'integrity_constraint_violation'; END
$$ LANGUAGE plpgsql;
CREATE OR REPLACE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION {name}()
"""

TRIGGERS = (
    ("sealed_plan_stays", "trials_planversion", "OLD.seal <> ''", "a sealed plan never changes"),
    ("run_stays", "trials_run", "1 = 1", "a run never changes"),
)


def lay_triggers(*, using="default", **kwargs):
    """Put the triggers where they are missing; receiver of post_migrate."""
    connection = connections[using]
    statement = POSTGRESQL if connection.vendor == "postgresql" else SQLITE
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for name, table, when, words in TRIGGERS:
            if table in tables:
                cursor.execute(statement.format(name=name, table=table, when=when, words=words))
