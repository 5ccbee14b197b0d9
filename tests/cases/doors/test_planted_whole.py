"""The planted values again, with 10,000 records and every process: web server, worker, scheduler and broker."""

import http.client
import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
import redis

from cjnudge.jobs.endings import wait_until
from tests.cases.doors.planted import (
    PLANTED_BODY,
    hits,
    kinds_in,
    planted,
    planted_where_they_do_not_belong,
)
from tests.cases.doors.test_receiving import BOUNDARY, fields, form, part
from tests.journeys.site import demonstration

ROWS = 10_000
SPACE = "hertfordshire-practice"
MAPPING = f"""
from hashlib import sha256
from django.utils import timezone
from cjnudge.accounts.models import Force
from cjnudge.cases.models import Mapping, MappingVersion
force, body, now = Force.objects.get(slug={SPACE!r}), {PLANTED_BODY.canonical()!r}, timezone.now()
mapping = Mapping.objects.create(force=force, name="Planted", slug="planted", started_at=now)
MappingVersion.objects.create(
    force=force, mapping=mapping, number=1, body=body, hash=sha256(body.encode()).hexdigest(), written_at=now)
print(mapping.pk)
"""
STATES = """
from cjnudge.cases.models import Upload
print(*(f"{one.door}:{one.state}" for one in Upload.objects.filter(mapping_version__mapping__slug="planted")))
"""


class Visitor:
    """A person at a browser: keeps cookies, sends forms with their token."""

    def __init__(self, site):
        self.host, self.cookies = urlsplit(site.address).netloc, {}
        email, password = next(pair for role, pair in site.people.items() if "lead" in role.lower())
        said = {
            "csrfmiddlewaretoken": self.token(self.get("/sign-in/")),
            "username": email,
            "password": password,
        }
        self.send("POST", "/sign-in/", urlencode(said).encode(), "application/x-www-form-urlencoded")
        assert self.status == 302, self.page[:2000]

    def get(self, path):
        return self.send("GET", path)

    def send(self, method, path, body=None, kind=""):
        connection = http.client.HTTPConnection(self.host, timeout=120)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection.request(
            method, path, body, {"Cookie": cookies, **({"Content-Type": kind} if kind else {})}
        )
        answer = connection.getresponse()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        self.status, self.location = answer.status, answer.headers.get("Location")
        self.page = answer.read().decode()
        return self.page

    @staticmethod
    def token(page):
        return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]

    def upload(self, path, content, name):
        token = part("csrfmiddlewaretoken", self.token(self.get(path)))
        body = form(token, *fields(), part("files", content, name))
        self.send("POST", path, body, f"multipart/form-data; boundary={BOUNDARY}")
        assert self.status == 302, self.page[:2000]
        return self.location


def manage(folder, *arguments):
    """What a command of the same installation prints; its stderr is part of what is searched."""
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("CJNUDGE_", "DJANGO_"))
    }
    run = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        env={**clean, "CJNUDGE_DATA": str(folder)},
        capture_output=True,
        text=True,
    )
    return run.stdout + run.stderr


def states(folder):
    return sorted(manage(folder, "shell", "--no-imports", "-c", STATES).split())


def broker_contents(folder):
    """Everything that the broker holds, as bytes."""
    with redis.Redis(unix_socket_path=str(folder / "valkey.sock")) as client:
        return b"\n".join(client.dump(key) + key for key in client.scan_iter())


@pytest.mark.on_demand
def test_no_planted_value_is_left_by_any_door_of_a_whole_installation(tmp_path, monkeypatch):
    folder, temporary, sender = (tmp_path / name for name in ("data", "temporary", "sender"))
    for place in (folder, temporary, sender):
        place.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    with demonstration(folder) as site:
        mapping = manage(folder, "shell", "--no-imports", "-c", MAPPING).split()[-1]
        shown = by_page(Visitor(site), f"/forces/{SPACE}/data/mappings/{mapping}/upload/")
        shown += by_command(folder, sender)
        by_inbox(folder)
        expected = ["command:imported", "command:refused", "inbox:imported", "page:imported", "page:refused"]
        assert wait_until(lambda: states(folder) == expected, 240), states(folder)
        assert wait_until(lambda: not list((folder / "inbox").rglob("*.csv")), 90)
        assert kinds_in(broker_contents(folder)) == []
    assert kinds_in(shown.encode()) == []
    assert hits(folder, temporary) == []
    assert len(list((folder / "snapshots" / "parts").rglob("*.parquet"))) > 0


def by_page(visitor, path):
    """The pages shown after a sound and a faulty upload."""
    first = visitor.upload(path, planted(ROWS), "Zephyrine Quackenbush.csv")
    second = visitor.upload(path, planted_where_they_do_not_belong(ROWS), "january.csv")
    return visitor.get(first) + visitor.get(second)


def by_command(folder, sender):
    """What the command prints for a sound and a faulty file."""
    said = ""
    for name, content in {
        "sound.csv": planted(ROWS + 1),
        "faulty.csv": planted_where_they_do_not_belong(9),
    }.items():
        (sender / name).write_bytes(content)
        said += manage(
            folder, "import_cases", "case_extract", str(sender / name), "--force", SPACE, "--synthetic",
            "--mapping", "planted", "--as-at", "2026-09-30", "--json",
        )  # fmt: skip
    return said


def by_inbox(folder):
    place = Path(folder, "inbox", SPACE, "case_extract", "planted")
    place.mkdir(parents=True)
    (place / "Zephyrine Quackenbush_as-at-2026-09-30.csv").write_bytes(planted(ROWS + 2))
