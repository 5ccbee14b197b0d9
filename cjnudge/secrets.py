"""Secrets come from the environment, or from one private file in the data folder of a trial installation."""

import json
import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

NAMES = ("SECRET_KEY", "AUDIT_KEY", "MASTER_KEY")
SHORTEST = 32  # characters; 64 hexadecimal ones are made here, and fewer than 32 can be guessed
PLACEHOLDERS = ("change", "secret", "placeholder", "insecure", "example")


def data_folder():
    """The folder for the database, snapshots and socket of this installation (a Path)."""
    own = Path(__file__).resolve().parent.parent / ".data"
    return Path(os.environ.get("CJNUDGE_DATA", own)).resolve()


def make_secrets(folder):
    """Write the secrets file, readable by its owner alone, unless it is there or the environment has them."""
    path = folder / "secrets.json"
    if path.exists() or all(f"CJNUDGE_{name}" in os.environ for name in NAMES):
        return
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = json.dumps({name: secrets.token_hex(32) for name in NAMES})
    new = path.with_suffix(f".{os.getpid()}")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(made)
    new.replace(path)


def load_secrets(folder, *, production):
    """{name: value} of every secret; refuses to start on a missing, short or placeholder one."""
    path = folder / "secrets.json"
    stored = {} if production or not path.exists() else json.loads(path.read_text())
    found = {name: os.environ.get(f"CJNUDGE_{name}", stored.get(name, "")) for name in NAMES}
    for name, value in found.items():
        check_secret(name, value)
    return found


def check_secret(name, value):
    if not value:
        raise ImproperlyConfigured(
            f"CJNUDGE_{name} is not set. To try the project out, run `uv run manage.py demo` once: it makes its own "
            f"secrets. For a real installation put a random value of {SHORTEST} or more characters in the environment."
        )
    if len(value) < SHORTEST or any(word in value.lower() for word in PLACEHOLDERS):
        raise ImproperlyConfigured(
            f"CJNUDGE_{name} is too short or looks like a placeholder. Make one with "
            "`python -c 'import secrets; print(secrets.token_hex(32))'`."
        )
