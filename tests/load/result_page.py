"""`python -m tests.load.result_page [--server postgresql://…]`: twenty evaluators read a trial's result at once.

Each opens the page and its stored pictures again and again for half a minute, through gunicorn, on a database of the
run. Prints one JSON object: how many pages and pictures, the milliseconds at the median and at 95 of 100, and whether
the web processes loaded a drawing library, which they must not. Asked for: p95 of the page at most 300 ms.
"""

import argparse
import json
import os
import tempfile
import threading
import time
from pathlib import Path

from tests.load.during_import import summary
from tests.load.site import get, own_database, prepare_environment, serving, session_of

EVALUATORS, SECONDS = 20, 30
DRAWING = ("vl_convert", "_vega")  # parts of file names that a process maps once it has loaded what draws


def main():
    asked = arguments()
    with tempfile.TemporaryDirectory(prefix="load-") as folder, own_database(asked.server) as database:
        prepare_environment(Path(folder), database)
        import django

        django.setup()
        page, pictures, cookies = make_world(asked.evaluators)
        with serving() as web:
            for cookie in cookies:
                assert get(page, cookie)[0] == 200
            pages, seen = at_once(page, pictures, cookies, asked.seconds)
            drawing = [pid for pid in web.workers() if loads_drawing(pid)]
        found = {"page": summary(pages), "pictures": summary(seen), "processes_that_draw": len(drawing)}
        print(json.dumps({**found, "evaluators": asked.evaluators, "processors": os.cpu_count()}, indent=1))
        from django.db import connections

        connections.close_all()


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--server", default="", help="postgresql://user@host:port/postgres; SQLite without it"
    )
    parser.add_argument("--evaluators", type=int, default=EVALUATORS)
    parser.add_argument("--seconds", type=int, default=SECONDS)
    return parser.parse_args()


def make_world(number):
    """(address of a result's page, those of its pictures, a cookie for each evaluator)."""
    from django.core.management import call_command
    from django.urls import reverse

    from tests.people import make_force, make_person
    from tests.trials.trial_result.made import made_result, made_trial
    from trials.queries.trials import charts_of

    call_command("migrate", verbosity=0, run_syncdb=True)
    force = make_force()
    lead, approver = make_person("lead", force, "lead"), make_person("approver", force, "evaluator")
    trial = made_trial(force, lead, approver)
    run = made_result(trial, drawn=True)
    at = [force.slug, trial.pk, run.pk]
    pictures = [reverse("trials:trial_chart", args=[*at, chart.key]) for chart in charts_of(run)]
    people = [make_person(f"evaluator-{n}", force, "evaluator") for n in range(number)]
    return reverse("trials:trial_result", args=at), pictures, [session_of(person) for person in people]


def at_once(page, pictures, cookies, seconds):
    """([seconds and fault of every page], [of every picture]) while all evaluators read for so long."""
    pages, seen, until = [], [], time.monotonic() + seconds
    readers = [
        threading.Thread(target=read, args=(page, pictures, one, until, pages, seen)) for one in cookies
    ]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    return pages, seen


def read(page, pictures, cookie, until, pages, seen):
    """The page, then each picture, over and over."""
    while time.monotonic() < until:
        pages.append(timed(page, cookie))
        for picture in pictures:
            seen.append(timed(picture, cookie))
            if time.monotonic() > until:
                return
        time.sleep(0.5)  # the quickest reader looks that long before opening the page again


def timed(path, cookie):
    began = time.perf_counter()
    status, _ = get(path, cookie)
    return time.perf_counter() - began, "" if status == 200 else f"status {status}"


def loads_drawing(pid):
    """Whether a process has a drawing library mapped; not known, and so not said, where there is no /proc."""
    maps = Path(f"/proc/{pid}/maps")
    return maps.exists() and any(part in maps.read_text() for part in DRAWING)


if __name__ == "__main__":
    main()
