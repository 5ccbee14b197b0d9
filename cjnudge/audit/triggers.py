"""The database itself refuses to change or remove an audit event.

The triggers are laid after every run of migrations, not inside one: SQLite drops a table's triggers whenever
a later migration rebuilds the table.
"""

from django.db import connections, transaction

TABLE = "audit_auditevent"
REFUSAL = "audit events are append-only"

_raise = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
SQLITE = {
    "audit_refuses_update": f"CREATE TRIGGER audit_refuses_update BEFORE UPDATE ON {TABLE} {_raise}",
    "audit_refuses_delete": f"CREATE TRIGGER audit_refuses_delete BEFORE DELETE ON {TABLE} {_raise}",
    # INSERT OR REPLACE removes the old row without asking the trigger on DELETE.
    "audit_refuses_replace": (
        f"CREATE TRIGGER audit_refuses_replace BEFORE INSERT ON {TABLE} "  # noqa: S608 - no value from outside
        f"WHEN EXISTS (SELECT 1 FROM {TABLE} WHERE seq = NEW.seq) {_raise}"
    ),
}
POSTGRESQL_BODY = f" BEGIN RAISE EXCEPTION '{REFUSAL}'; END "
POSTGRESQL_FUNCTION = (
    f"CREATE OR REPLACE FUNCTION audit_refuses() RETURNS trigger LANGUAGE plpgsql AS $${POSTGRESQL_BODY}$$"
)
POSTGRESQL = {
    f"audit_refuses_{verb}": (
        f"CREATE TRIGGER audit_refuses_{verb} BEFORE {verb.upper()} ON {TABLE} "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuses()"
    )
    for verb in ("update", "delete", "truncate")
}


def table_exists(connection):
    """Whether the events' table is there yet."""
    with connection.cursor() as cursor:
        return TABLE in connection.introspection.table_names(cursor)


def stand(connection):
    """Whether every trigger stands as it was laid, and enabled."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            return _stand_on_postgresql(cursor)
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [TABLE]
        )
        return dict(cursor.fetchall()) == SQLITE


def _stand_on_postgresql(cursor):
    cursor.execute(
        "SELECT t.tgname FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
        "WHERE t.tgrelid = %s::regclass AND t.tgenabled IN ('O', 'A') AND p.prosrc = %s",
        [TABLE, POSTGRESQL_BODY],
    )
    return {name for (name,) in cursor.fetchall()} == set(POSTGRESQL)


def lay(connection):
    """Put the triggers in place; does nothing where they stand."""
    if stand(connection):
        return
    lift(connection)
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL_FUNCTION)
        for statement in _statements(connection).values():
            cursor.execute(statement)


def lift(connection):
    """Take the triggers away: the test harness does this around a flush, `lay` before it lays anew."""
    place = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for name in _statements(connection):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{place}")


def _statements(connection):
    return POSTGRESQL if connection.vendor == "postgresql" else SQLITE


def lay_after_migrations(*, using, **kwargs):
    """Receiver of post_migrate, whichever app sends it: the last one to migrate may be any."""
    connection = connections[using]
    if table_exists(connection):
        lay(connection)
