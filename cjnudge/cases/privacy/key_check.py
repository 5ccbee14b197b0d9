"""What `manage.py check --database default` says about the master key."""

from django.core.checks import Warning
from django.db import connections

from cjnudge.cases.models import KeyVersion
from cjnudge.cases.privacy.keys import WrongMasterKey, check_master_key


def master_key_is_the_same(*, databases=None, **kwargs):
    """A warning for each force whose pseudonyms were made with another master key than the one that is set.

    A warning, not an error: `migrate` runs the checks first, and does no harm under another key.
    """
    if "default" not in (databases or ()) or not _is_there(connections["default"]):
        return []
    return [
        Warning(str(problem), hint="Restore the three keys together with the database.", id="cases.W001")
        for problem in map(_problem, KeyVersion.objects.select_related("force").order_by("force", "number"))
        if problem
    ]


def _problem(version):
    try:
        check_master_key(version.force, version.number)
    except WrongMasterKey as problem:
        return problem
    return None


def _is_there(connection):
    """Whether the table has the fingerprints yet: checks also run before the first migration."""
    with connection.cursor() as cursor:
        table = KeyVersion._meta.db_table
        if table not in connection.introspection.table_names(cursor):
            return False
        columns = connection.introspection.get_table_description(cursor, table)
        return "fingerprint" in {column.name for column in columns}
