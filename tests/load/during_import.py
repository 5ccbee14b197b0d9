"""`python -m tests.load.during_import`: readers and writers before and during the import of a large extract.

A web server (gunicorn), a worker and an embedded broker on SQLite, all of this machine. Readers ask the web server
for a page, writers do one audited operation each, as tests/load/writing.py does, at a pace and not as fast as they
can. `--door page` sends the file through the web server, `--door command` through the command line. Prints one JSON
object: for readers and writers the number of requests, the errors, and p50 and p95 in milliseconds, quiet and during.
"""

import argparse
import http.client
import json
import subprocess
import sys
import tempfile
import threading
import time
from datetime import date
from pathlib import Path
from unittest import mock

from tests.load.site import PORT, get, prepare_environment, serving, session_of

READERS, WRITERS = 4, 4
THINKING = 0.2  # seconds between two requests of one of them: together 20 reads and 20 writes a second
QUIET_SECONDS = 20  # in which the same load runs without an import, to compare with
POLLING = 0.5  # seconds between two looks at whether the import is there
MONTHS = 12


def main():
    asked = arguments()
    with tempfile.TemporaryDirectory(prefix="load-") as folder:
        prepare_environment(Path(folder))
        import django

        django.setup()
        world = make_world(Path(folder), asked.rows)
        with mock.patch("cjnudge.jobs.operations.wake"), serving():
            # How long the quiet part lasts is all there is to it: readers and writers are at work meanwhile.
            quiet = under_load(world, lambda: time.sleep(QUIET_SECONDS))
            during = under_load(world, lambda: bring_in(world, asked.door))
        print(
            json.dumps({"door": asked.door, "rows": asked.rows, "quiet": quiet, "during": during}, indent=1)
        )


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--door", choices=["page", "command"], default="page")
    return parser.parse_args()


def make_world(folder, rows):
    """A practice space with a lead who is signed in, a mapping, and an extract on the disk."""
    from django.core.management import call_command
    from django.urls import reverse

    from cjnudge.accounts.permissions import Role
    from cjnudge.cases.extract.mapping import read_body
    from cjnudge.cases.synthetic import mapping_body, write_extract
    from tests.cases.doors.extracts import make_mapping
    from tests.people import make_force, make_person

    call_command("migrate", verbosity=0, run_syncdb=True)
    force = make_force()
    practice = make_force("hertfordshire-practice", "Practice", kind="practice", practice_of=force)
    lead = make_person("lead", force, Role.LEAD)
    version = make_mapping(practice, lead, body=read_body(json.dumps(mapping_body())))
    extract = folder / "synthetic extract.csv"
    written = write_extract(
        extract, first_month=date(2025, 1, 1), months=MONTHS, as_at=date(2026, 9, 30), seed=1, rows=rows
    )
    # The address now: to look one up loads the code of every page, and the writers would wait for this process.
    path = reverse("cases:upload_cases", args=[practice.slug, version.mapping_id])
    return {"practice": practice, "lead": lead, "path": path, "extract": extract, "rows": written,
            "cookie": session_of(lead), "number": iter(range(10**9))}  # fmt: skip


def under_load(world, meanwhile):
    """What readers and writers met while something else was done."""
    over, reads, writes = threading.Event(), [], []
    threads = [threading.Thread(target=go_on, args=(over, reads, reader(world))) for _ in range(READERS)]
    threads += [threading.Thread(target=go_on, args=(over, writes, writer(world))) for _ in range(WRITERS)]
    for thread in threads:
        thread.start()
    began = time.monotonic()
    meanwhile()
    seconds = time.monotonic() - began
    over.set()
    for thread in threads:
        thread.join()
    return {"seconds": round(seconds, 1), "readers": summary(reads), "writers": summary(writes)}


def go_on(over, taken, once):
    from django.db import connections

    while not over.wait(THINKING):
        began = time.perf_counter()
        try:
            fault = once()
        except Exception as error:
            fault = type(error).__name__
        taken.append((time.perf_counter() - began, fault))
    connections.close_all()


def reader(world):
    path = f"/forces/{world['practice'].slug}/data/"
    return lambda: "" if get(path, world["cookie"])[0] == 200 else "no answer"


def writer(world):
    from django.utils import timezone

    from cjnudge.jobs.models import Job
    from cjnudge.jobs.operations import request_job

    def write():
        key = f"writer:{next(world['number'])}"
        job = request_job(kind="rehearsal.count", key=key, payload={}, by="system", at=timezone.now())
        Job.objects.filter(pk=job.pk).update(state="done")
        return ""

    return write


def summary(taken):
    times = sorted(seconds * 1000 for seconds, _ in taken)
    faults = [fault for _, fault in taken if fault]
    at = {name: round(times[int(len(times) * share)], 1) for name, share in (("p50", 0.5), ("p95", 0.95))}
    return {"requests": len(taken), "errors": len(faults), **at, "worst": round(times[-1], 1)}


def bring_in(world, door):
    from cjnudge.cases.models import Snapshot

    (send_by_page if door == "page" else send_by_command)(world)
    until = time.monotonic() + 900
    while not Snapshot.scoped.for_force(world["practice"]).exists() and time.monotonic() < until:
        time.sleep(POLLING)  # the worker is a process of its own: it is looked again whether it is done
    assert Snapshot.scoped.for_force(world["practice"]).get().rows == world["rows"]


def send_by_command(world):
    command = [
        sys.executable, "manage.py", "import_cases", "case_extract", str(world["extract"]), "--force",
        world["practice"].slug, "--synthetic", "--mapping", "niche", "--as-at", "2026-09-30",
    ]  # fmt: skip
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def send_by_page(world):
    boundary, size = "load", world["extract"].stat().st_size
    fields = {
        "csrfmiddlewaretoken": "a" * 32, "title_of": "", "as_at_day": "30", "as_at_month": "9",
        "as_at_year": "2026", "is_synthetic": "on",
    }  # fmt: skip
    said = 'Content-Disposition: form-data; name="{}"'
    head = "".join(
        f"--{boundary}\r\n{said.format(name)}\r\n\r\n{value}\r\n" for name, value in fields.items()
    )
    head += f'--{boundary}\r\n{said.format("files")}; filename="extract.csv"\r\n\r\n'
    tail = f"\r\n--{boundary}--\r\n"
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=600)
    connection.putrequest("POST", world["path"], skip_host=True)
    for name, value in {
        "Host": "localhost",
        "Cookie": world["cookie"],
        "Content-Type": f"multipart/form-data; boundary={boundary}",
        "Content-Length": str(len(head) + size + len(tail)),
    }.items():
        connection.putheader(name, value)
    connection.endheaders(head.encode())
    with world["extract"].open("rb") as stream:
        while piece := stream.read(1 << 18):
            connection.send(piece)
    connection.send(tail.encode())
    answer = connection.getresponse()
    assert answer.status == 302, (answer.status, answer.read()[:2000])


if __name__ == "__main__":
    main()
