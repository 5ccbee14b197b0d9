"""All that an attacker with the database finds: every row of every table, with the columns that no query shows."""

from django.db import connection

HIDDEN = {
    "postgresql": "ctid::text, xmin::text::bigint, xmax::text::bigint, cmin::text::bigint",
    "sqlite": "rowid",
}


def dump():
    """{table: [{column: value}]} in the order in which the rows lie."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        return {table: rows_of(cursor, table) for table in tables}


def rows_of(cursor, table):
    place = "ctid" if connection.vendor == "postgresql" else "rowid"
    cursor.execute(
        f'SELECT {HIDDEN[connection.vendor]}, t.* FROM "{table}" AS t ORDER BY {place}'  # noqa: S608
    )
    names = hidden_names() + [column.name for column in columns_of(cursor, table)]
    return [dict(zip(names, map(plain, row), strict=True)) for row in cursor.fetchall()]


def hidden_names():
    return ["ctid", "xmin", "xmax", "cmin"] if connection.vendor == "postgresql" else ["rowid"]


def columns_of(cursor, table):
    with connection.cursor() as other:
        return connection.introspection.get_table_description(other, table)


def plain(value):
    """A value that can be compared with others of its column; a place such as (3,12) as a pair of numbers."""
    if isinstance(value, str) and value.startswith("(") and value.endswith(")"):
        parts = value[1:-1].split(",")
        if all(part.isdigit() for part in parts):
            return tuple(map(int, parts))
    return bytes(value) if isinstance(value, memoryview) else value


def changed_tables(before, after):
    """The names of the tables whose rows or hidden columns differ between two dumps."""
    return {table for table in after if before.get(table) != after[table]}
