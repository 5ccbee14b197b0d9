"""The project's settings for tests: own data folder, own secrets, the real database settings."""

import atexit
import os
import secrets
import shutil
import tempfile
from pathlib import Path

_folder = Path(tempfile.mkdtemp(prefix="cjnudge-tests-"))
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["CJNUDGE_DATA"] = str(_folder)
(_folder / "static").mkdir()  # empty, as before collectstatic: the finders serve the files
for _name in ("SECRET_KEY", "AUDIT_KEY", "MASTER_KEY"):
    os.environ.setdefault(f"CJNUDGE_{_name}", secrets.token_hex(32))

from cjnudge.settings import *  # noqa: E402, F403
from cjnudge.settings import DATABASES, INSTALLED_APPS  # noqa: E402

# A file, not memory: threads, live servers and workers must meet in one database, as they do for real.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(_folder / "tests.sqlite3")}

EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the real one is tested by name
JOB_LEASE_SECONDS = 2
JOB_SWEEP_SECONDS = 2
INSTALLED_APPS = [*INSTALLED_APPS, "tests.jobs.rehearsal"]  # kinds of job to test with
