"""Triggers by which the database itself refuses an UPDATE, whoever asks.

Laid anew after every migration, because SQLite drops a table's triggers when a later migration rebuilds it, and because
a later version may guard more than the one that laid them.
"""

LIFTED = "DROP TRIGGER IF EXISTS {name}"
SQLITE = """
CREATE TRIGGER {name} BEFORE UPDATE ON {table} WHEN {when}
BEGIN SELECT RAISE(ABORT, '{words}'); END
"""

POSTGRESQL = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '{words}' USING ERRCODE = 'integrity_constraint_violation'; END
$$ LANGUAGE plpgsql;
CREATE OR REPLACE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION {name}()
"""


def lay(connection, triggers):
    """Put triggers in place of what there was of these names.

    triggers: (name, table, condition on OLD and NEW, words of the refusal).
    """
    statement = POSTGRESQL if connection.vendor == "postgresql" else SQLITE
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for name, table, when, words in triggers:
            if table in tables:
                if connection.vendor == "sqlite":  # the statement for PostgreSQL replaces by itself
                    cursor.execute(LIFTED.format(name=name))
                cursor.execute(statement.format(name=name, table=table, when=when, words=words))
