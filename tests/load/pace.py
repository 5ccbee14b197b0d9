"""`python -m tests.load.pace --server postgresql://…`: 50 pages of answers a second while the rest of the site works.

For five minutes, pages of answers are posted at a fixed pace by many open drafts, whatever the site does with them: a
page that comes late does not hold up the next. Meanwhile 1,000,000 rows of cases are imported, results are downloaded
as CSV over and over, and comparisons are analysed. Prints one JSON object: pages sent, dropped (no answer, or a
server's error), and the milliseconds from when a page was due to its answer.
"""

import argparse
import json
import os
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from unittest import mock

from tests.load.during_import import bring_in, make_world, summary
from tests.load.officer import Officer
from tests.load.site import get, own_database, prepare_environment, serving, session_of

PER_SECOND, SECONDS, DRAFTS = 50, 300, 500
SENDERS = 100  # pages under way at once, at the most: two seconds' worth
ROWS = 1_000_000


def main():
    asked = arguments()
    with tempfile.TemporaryDirectory(prefix="load-") as folder, own_database(asked.server) as database:
        prepare_environment(Path(folder), database)
        import django

        django.setup()
        from tests.load.answering import make_wave

        world = make_world(Path(folder), asked.rows)
        force, lead = world["practice"].practice_of, world["lead"]
        wave, tokens = make_wave(force, lead, asked.drafts)
        beside = Beside(world, force, lead, asked.door)
        with mock.patch("cjnudge.jobs.operations.wake"), serving():
            drafts = [begun(number, token) for number, token in enumerate(tokens)]
            quiet = paced(drafts, asked.quiet)
            with beside as done:
                during = paced(drafts, asked.seconds)
        print(
            json.dumps(
                {"quiet": quiet, "during": during, "beside": done, "processors": os.cpu_count()}, indent=1
            )
        )
        from django.db import connections

        connections.close_all()


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--server", default="", help="postgresql://user@host:port/postgres; SQLite without it"
    )
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--drafts", type=int, default=DRAFTS)
    parser.add_argument("--seconds", type=int, default=SECONDS)
    parser.add_argument("--door", choices=["page", "command"], default="page", help="of the import")
    parser.add_argument("--quiet", type=int, default=30, help="seconds at the same pace with nothing beside")
    return parser.parse_args()


def begun(number, token):
    """An officer who has opened the first page, and what one posts there."""
    officer = Officer(number, f"/s/{token}/")
    return officer, officer.start()


def paced(drafts, seconds):
    """What became of the pages of so many seconds, PER_SECOND of them a second."""
    taken, start = [], time.perf_counter() + 0.5
    with ThreadPoolExecutor(SENDERS) as senders:
        for number in range(seconds * PER_SECOND):
            due = start + number / PER_SECOND
            # the pace is what is asked for: a page goes out when it is due, however long the last one takes
            time.sleep(max(0.0, due - time.perf_counter()))
            senders.submit(send_page, drafts[number % len(drafts)], due, taken)
    return summary(taken)


def send_page(draft, due, taken):
    officer, page = draft
    status = 0
    with suppress(Exception):
        status = officer._once("POST", page, officer.marks)[0]
    taken.append((time.perf_counter() - due, "" if status == 302 else f"status {status}"))


class Beside:
    """A block during which the rest of the site works; gives how often each thing was done."""

    def __init__(self, world, force, lead, door):
        from tests.trials.world import small_snapshot

        self.world, self.force, self.lead, self.door = world, force, lead, door
        self.snapshot, self.results = small_snapshot(), results_of(force, lead)
        self.over, self.done = threading.Event(), {"imports": 0, "exports": 0, "analyses": 0}

    def __enter__(self):
        works = (self.bring_in, self.download, self.analyse)
        self.threads = [threading.Thread(target=self.go_on, args=(work,)) for work in works]
        for thread in self.threads:
            thread.start()
        return self.done

    def __exit__(self, *error):
        self.over.set()
        for thread in self.threads:
            thread.join()

    def go_on(self, work):
        from django.db import connections

        try:
            work()
        finally:
            connections.close_all()

    def bring_in(self):
        bring_in(self.world, self.door)
        self.done["imports"] += 1

    def download(self):
        """Every figure of a survey's results as CSV, over and over."""
        cookie = session_of(self.lead)
        while not self.over.wait(0.5):
            assert get(self.results, cookie)[0] == 200
            self.done["exports"] += 1

    def analyse(self):
        """One comparison after the other, by the worker."""
        while not self.over.is_set():
            self.done["analyses"] += analysed(self, self.done["analyses"])


def results_of(force, lead):
    """The address of the CSV of a closed survey's results: made up, stored as a worker stores them."""
    from django.urls import reverse

    from tests.surveys.results.released import closed, release

    finished = closed(force, lead)
    release(finished, pictures=False)
    return reverse("surveys:results_tables", args=[force.slug, finished.pk, 1])


def analysed(beside, number):
    """Seal a comparison and wait for the worker's result; whether it came before the end."""
    from django.utils import timezone

    from cjnudge.jobs.models import Job
    from tests.trials.world import make_trial, write_small_plan
    from trials.operations.plans import seal_plan
    from trials.operations.runs import request_analysis

    by, at = beside.lead, timezone.now()
    trial = make_trial(beside.force, by, beside.snapshot, title=f"Comparison {number}")
    plan = write_small_plan(trial, by)
    seal_plan(plan=plan, by=by, at=at)
    plan.refresh_from_db()
    job = request_analysis(plan=plan, by=by, at=at)
    while not beside.over.wait(0.2):
        if Job.objects.get(pk=job.pk).state == "done":
            return True
    return False


if __name__ == "__main__":
    main()
