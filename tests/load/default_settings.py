"""The project's settings with Django's own SQLite settings instead of ours: what the load test must see fail."""

import os

from cjnudge.settings import *  # noqa: F403
from cjnudge.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.jobs.rehearsal"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["REHEARSAL_DATABASE"]}}
