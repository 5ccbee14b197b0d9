"""`python -m tests.load.answering`: 700 officers at once, each through the whole flow, while the web server is killed.

On SQLite, or with `--server postgresql://…` on a new database there. One web process is killed in the midst of it,
then all of them with their master, which is started again. Prints one JSON object. Of each officer it is known
whether the thanks page came, the button pressed twice, and after the close whether their answer is stored: `lost`
counts those who were thanked and are not in, `turned_away` those whose answer is stored and who never saw thanks.
`--hasty` runs the same against a site that thanks before it stores (tests/load/hasty.py): it must lose some.
"""

import argparse
import json
import os
import tempfile
import threading
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path
from unittest import mock

from tests.load.officer import GaveUp, Officer
from tests.load.site import own_database, prepare_environment, serving

OFFICERS = 700
KILLS = (0.3, 0.6)  # shares of the officers who are through when a worker, and then everything, is killed
SETTLING = 5  # seconds, in which the site may still store what was sent by browsers that gave up
POLLING = 0.02  # seconds between two looks at how many are through


def main():
    asked = arguments()
    with tempfile.TemporaryDirectory(prefix="load-") as folder, own_database(asked.server) as database:
        prepare_environment(Path(folder), database)
        import django

        django.setup()
        force, lead = make_force_and_lead()
        wave, tokens = make_wave(force, lead, asked.officers)
        application = "tests.load.hasty:application" if asked.hasty else "cjnudge.wsgi"
        with mock.patch("cjnudge.jobs.operations.wake"), serving(application) as web:
            told = at_once(tokens, web, asked.kills)
            # The site may still store what browsers sent that gave up: counted sooner it would look lost.
            time.sleep(SETTLING)
        print(json.dumps(summary(told, stored_of(wave, lead), database), indent=1))
        from django.db import connections

        connections.close_all()


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--officers", type=int, default=OFFICERS)
    parser.add_argument("--server", default="", help="postgresql://user@host:port/postgres")
    parser.add_argument("--hasty", action="store_true")
    parser.add_argument("--no-kills", dest="kills", action="store_false")
    return parser.parse_args()


def make_force_and_lead():
    """A new database with a force and its lead."""
    from django.core.management import call_command

    from cjnudge.accounts.permissions import Role
    from tests.people import make_force, make_person

    call_command("migrate", verbosity=0, run_syncdb=True)
    force = make_force()
    return force, make_person("lead", force, Role.LEAD)


def make_wave(force, lead, officers):
    """(wave, tokens) of a survey that is open today."""
    from django.utils import timezone

    from surveys.operations.fielding import launch_wave
    from tests.safeguards.records import make_record
    from tests.surveys.waves import draft, links

    today = timezone.localdate()
    wave = draft(force, lead, people=officers, opens_on=today, closes_on=today + timedelta(days=7))
    make_record(force, lead, kind="survey")
    wave = launch_wave(wave=wave, by=lead, at=timezone.now(), on=today)
    return wave, links(wave)


def at_once(tokens, web, kills):
    """{officer: (thanked, thanked again, troubles met, seconds of each request)}, all of them at the same time."""
    told, together = {}, threading.Barrier(len(tokens) + 1)
    threads = [
        threading.Thread(target=one_officer, args=(number, token, told, together), daemon=True)
        for number, token in enumerate(tokens)
    ]
    for thread in threads:
        thread.start()
    together.wait()
    if kills:
        kill_in_the_midst(web, told, len(tokens))
    for thread in threads:
        thread.join()
    return told


def one_officer(number, token, told, together):
    officer = Officer(number, f"/s/{token}/")
    together.wait()
    try:
        thanked, again = officer.everything()
    except GaveUp:
        thanked = again = False
    told[number] = (thanked, again, officer.troubles, officer.seconds)


def kill_in_the_midst(web, told, officers):
    for share, kill in zip(KILLS, (web.kill_a_worker, web.kill_all_and_start_again), strict=True):
        while len(told) < share * officers:
            time.sleep(POLLING)  # officers are other threads: it is looked again whether enough are through
        kill()


def stored_of(wave, lead):
    """The numbers of the officers whose answers are stored, as often as they are."""
    from django.utils import timezone

    from surveys.models import Response
    from surveys.operations.closing import close_wave

    close_wave(wave=wave, by=lead, at=timezone.now())
    rows = Response.objects.filter(wave=wave).values_list("answers", flat=True)
    return Counter(row["k1"] * 121 + row["k2"] * 11 + row["k3"] for row in rows)


def summary(told, stored, database):
    thanked = {number for number, (first, again, _, _) in told.items() if first and again}
    seconds = sorted(second for _, _, _, each in told.values() for second in each)
    return {
        "database": "PostgreSQL" if database else "SQLite",
        "officers": len(told),
        "thanked_twice": len(thanked),
        "stored": sum(stored.values()),
        "stored_more_than_once": sum(n > 1 for n in stored.values()),
        "lost": len(thanked - set(stored)),
        "turned_away": len(set(stored) - thanked),
        "met_trouble_and_went_on": sum(bool(troubles) for _, _, troubles, _ in told.values()),
        "requests": len(seconds),
        "p95_ms": round(1000 * seconds[int(0.95 * len(seconds))]),
        "processors": os.cpu_count(),
    }


if __name__ == "__main__":
    main()
