"""Flushing the test database removes audit events, which their triggers refuse: lift them just for that."""

import pytest
from django.db import connections
from django.test import TransactionTestCase

from cjnudge.audit.triggers import lay, lift, table_exists


@pytest.fixture(autouse=True, scope="session")
def flushing_lifts_the_audit_triggers():
    flush = TransactionTestCase._fixture_teardown

    def lifted(case):
        databases = [connections[alias] for alias in case._databases_names(include_mirrors=False)]
        databases = [connection for connection in databases if table_exists(connection)]
        for connection in databases:
            lift(connection)
        try:
            flush(case)
        finally:
            for connection in databases:
                lay(connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lifted)
        yield


@pytest.fixture(autouse=True)
def own_audit_head_file(settings, tmp_path):
    """Each test starts a chain of its own, so it needs a head file of its own."""
    settings.AUDIT_HEAD_FILE = tmp_path / "audit-head.jsonl"
