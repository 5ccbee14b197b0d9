"""The settings refuse to start a real installation that is not safe, and pass every deployment check."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

from cjnudge.secrets import NAMES, make_secrets

STRONG = "0123456789abcdef" * 4
PRODUCTION = {
    "CJNUDGE_MODE": "production",
    "CJNUDGE_HOSTS": "cjnudge.example.police.uk",
    **{f"CJNUDGE_{name}": STRONG for name in NAMES},
}


def manage(*arguments, data, **environment):
    """A finished `manage.py` process under these variables and no other of the project's."""
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("CJNUDGE_", "DJANGO_"))
    }
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env={**clean, "CJNUDGE_DATA": str(data), **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.fixture
def bare_environment(monkeypatch):
    """No secret in the environment, as on a fresh clone."""
    for name in NAMES:
        monkeypatch.delenv(f"CJNUDGE_{name}", raising=False)


def test_production_settings_pass_every_deployment_check(tmp_path):
    done = manage("check", "--deploy", "--fail-level", "WARNING", data=tmp_path, **PRODUCTION)
    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout


def test_trial_settings_do_not_pass_the_deployment_check(tmp_path, bare_environment):
    make_secrets(tmp_path)
    done = manage("check", "--deploy", "--fail-level", "WARNING", data=tmp_path)
    assert done.returncode == 1
    assert "security.W008" in done.stderr


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"CJNUDGE_SECRET_KEY": ""}, "CJNUDGE_SECRET_KEY is not set"),
        ({"CJNUDGE_AUDIT_KEY": "short"}, "CJNUDGE_AUDIT_KEY is too short"),
        (
            {"CJNUDGE_MASTER_KEY": "change-me-" * 8},
            "CJNUDGE_MASTER_KEY is too short or looks like a placeholder",
        ),
        ({"CJNUDGE_HOSTS": ""}, "CJNUDGE_HOSTS must name"),
        ({"CJNUDGE_HOSTS": "*"}, "* is refused"),
        ({"CJNUDGE_DEBUG": "1"}, "CJNUDGE_DEBUG=1 shows internals"),
        ({"CJNUDGE_DATABASE": "mysql://localhost/x"}, "must look like postgresql://"),
    ],
)
def test_unsafe_production_settings_refuse_to_start(tmp_path, changed, words):
    done = manage("check", data=tmp_path, **{**PRODUCTION, **changed})
    assert done.returncode != 0
    assert words in done.stderr


def test_a_stored_secret_is_no_secret_of_production(tmp_path, bare_environment):
    make_secrets(tmp_path)
    without = {name: value for name, value in PRODUCTION.items() if name != "CJNUDGE_SECRET_KEY"}
    assert "CJNUDGE_SECRET_KEY is not set" in manage("check", data=tmp_path, **without).stderr


def test_fresh_clone_says_which_command_to_start_with(tmp_path):
    assert "uv run manage.py demo" in manage("check", data=tmp_path).stderr


def test_demonstration_makes_its_secrets_once_and_for_its_owner_alone(tmp_path, bare_environment):
    make_secrets(tmp_path / "new")
    path = tmp_path / "new" / "secrets.json"
    first = path.read_text()
    make_secrets(tmp_path / "new")
    assert path.read_text() == first
    assert path.stat().st_mode & 0o777 == 0o600
    assert len({value for value in json.loads(first).values() if len(value) == 64}) == len(NAMES)


def test_demonstration_refuses_to_run_in_production(tmp_path):
    done = manage("demo", "--once", data=tmp_path, **PRODUCTION)
    assert done.returncode == 1
    assert "does not run in production" in done.stderr


@pytest.mark.parametrize(
    ("production", "kind"),
    [(PRODUCTION, "django.core.mail.backends.smtp.EmailBackend"), ({}, "cjnudge.mail.TerminalBackend")],
)
def test_production_prints_no_mail_into_its_log(tmp_path, bare_environment, production, kind):
    make_secrets(tmp_path)
    done = manage("diffsettings", "--all", data=tmp_path, **production)
    assert f"EMAIL_BACKEND = '{kind}'" in done.stdout
