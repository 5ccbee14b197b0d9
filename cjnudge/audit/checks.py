"""What `manage.py check --database default` says about the audit trail."""

from django.core.checks import Warning
from django.db import connections

from cjnudge.audit.triggers import stand, table_exists


def triggers_stand(*, databases=None, **kwargs):
    """A warning for each database whose events could be changed or removed.

    A warning, not an error: `migrate` runs the checks first, and is what mends it.
    """
    return [
        Warning(
            f"The triggers that keep the audit trail of {alias!r} append-only are missing or changed.",
            hint="Run `manage.py migrate`, which lays them, then `manage.py verify_audit`, and find out why.",
            id="audit.W001",
        )
        for alias in databases or ()
        if table_exists(connections[alias]) and not stand(connections[alias])
    ]
