"""Settings of the real worker processes that tests start: the project's, on the tests' database."""

import os

from cjnudge.settings import *  # noqa: F403
from cjnudge.settings import DATABASES, INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.jobs.rehearsal"]
DATABASES["default"]["NAME"] = os.environ["REHEARSAL_DATABASE"]
