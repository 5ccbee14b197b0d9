"""What a close and a release leave beside the results: mails, log, cache, messages to workers, job rows, trail."""

import json
import logging
import pickle
import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from unittest import mock

from django.core import mail
from django.core.cache import caches
from django.db import connection

from cjnudge.audit.models import AuditEvent
from cjnudge.jobs.models import Job

# Names that say nothing, in which any digits may stand: links, ids, instants, and hashes of the trail.
NAMES = re.compile(
    r"https?://\S+|[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}|\b[0-9a-f]{64}\b"
    r"|\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(\+\d\d:?\d\d|Z)?)?|datetime\.\w+\([^)]*\)"
)
NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.]*\d)")
OF_EVERY_RECORD = set(logging.makeLogRecord({}).__dict__)


def numbers_in(text):
    return {float(found) for found in NUMBER.findall(NAMES.sub(" ", text))}


@dataclass
class ByProducts:
    """Every surface as [text]; filled while `watched` runs, the rest read when asked for."""

    records: list = field(default_factory=list)
    statements: list = field(default_factory=list)
    messages: list = field(default_factory=list)

    def surfaces(self):
        return {
            "mail": [f"{sent.subject} {sent.body} {sent.to} {sent.extra_headers}" for sent in mail.outbox],
            "log": [_said(record) for record in self.records],
            "cache": list(_cached()),
            "messages": [repr(one) for one in self.messages],
            "jobs": [*self.statements, *(repr(row) for row in Job.objects.values())],
            "trail": [
                repr(row) for row in AuditEvent.objects.values("action", "detail", "purpose", "outcome")
            ],
        }

    def holding(self, planted):
        """{surface: planted numbers that stand on it}, of those on which any does."""
        seen = {
            name: set().union(*map(numbers_in, texts)) & planted for name, texts in self.surfaces().items()
        }
        return {name: numbers for name, numbers in seen.items() if numbers}


def _said(record):
    """The message of a log record with its arguments, whatever was added to it, and its error."""
    added = {key: value for key, value in vars(record).items() if key not in OF_EVERY_RECORD}
    return f"{record.getMessage()} {record.args!r} {added!r} {record.exc_info!r}"


def _cached():
    for cache in caches.all(initialized_only=False):
        for key, value in getattr(cache, "_cache", {}).items():
            yield f"{key} {pickle.loads(value)!r}"  # noqa: S301 - the tests' own process wrote it


class _Keep(logging.Handler):
    def __init__(self, records):
        super().__init__(logging.DEBUG)
        self.records = records

    def emit(self, record):
        self.records.append(record)


@contextmanager
def watched():
    """The ByProducts of what is done inside: every log record of any logger, every value written to the job table."""
    found, root = ByProducts(), logging.getLogger()
    handler, level = _Keep(found.records), root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)

    def writes(execute, sql, params, many, context):
        if Job._meta.db_table in sql and not sql.startswith("SELECT"):
            found.statements.append(_values(params))
        return execute(sql, params, many, context)

    wakes = [
        mock.patch(f"cjnudge.jobs.{name}.wake", found.messages.append) for name in ("operations", "sweep")
    ]
    with connection.execute_wrapper(writes), wakes[0], wakes[1]:
        yield found
    root.removeHandler(handler)
    root.setLevel(level)


def _values(params):
    # PostgreSQL's driver wraps JSON, and shows but the beginning of it: what it wraps is written out.
    return json.dumps([json.dumps(one.obj) if hasattr(one, "obj") else str(one) for one in params or ()])
