"""`python -m tests.load.left_behind`: what officers who answer leave anywhere but in the database.

Forty officers answer over HTTP, on a whole site with broker, worker and scheduler. Then everything is searched that
lies in the data folder beside the database (the logs of the web server, the worker and the scheduler, the broker's
own files) and every key that the broker holds: for links and their hashes, for what was written, for people's
addresses, and for the addresses of the pages that were opened. Prints one JSON object: `found` names, for each place,
the kinds of trace in it. `--access-log` lets the web server write one, as the README forbids: it must find something.
"""

import argparse
import json
import os
import tempfile
import time
from pathlib import Path
from unittest import mock

from tests.load.answering import make_force_and_lead, make_wave
from tests.load.officer import Officer
from tests.load.site import GUNICORN, prepare_environment, serving

OFFICERS = 40
DATABASE = "load.sqlite3"
SWEEPS = 6.0  # seconds, in which the scheduler wakes the worker for whatever is due


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--access-log", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="load-") as folder:
        folder = Path(folder)
        prepare_environment(folder)
        import django

        django.setup()
        wave, tokens = make_wave(*make_force_and_lead(), OFFICERS)
        options = (*GUNICORN, *(("--access-logfile", "-") if asked.access_log else ()))
        with mock.patch("cjnudge.jobs.operations.wake"), serving(options=options):
            thanked = sum(
                Officer(n, f"/s/{token}/", words(n)).everything()[0] for n, token in enumerate(tokens)
            )
            time.sleep(SWEEPS)  # the scheduler's sweeps run meanwhile, and may leave something behind too
            places = {"keys of the broker": keys_of_broker(), **files(folder)}
        print(json.dumps(report(places, traces(wave, tokens), thanked), indent=1))


def words(number):
    return f"canary {number} of what was written"


def keys_of_broker():
    """Every key of the broker with its value, as bytes."""
    import redis
    from django.conf import settings

    with redis.Redis(unix_socket_path=str(settings.VALKEY_SOCKET)) as broker:
        return b"".join(key + (broker.dump(key) or b"") for key in broker.keys("*"))


def files(folder):
    """{name: bytes} of every file of the data folder that is not the database."""
    found = [path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(DATABASE)]
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def traces(wave, tokens):
    """{kind of trace: the texts that would be one}."""
    from surveys.identity.tokens import hash_of

    addresses = wave.invitations.values_list("address", flat=True)
    return {
        "a link": tokens,
        "the hash of a link": [hash_of(token) for token in tokens],
        "what was written": [words(number) for number in range(len(tokens))],
        "whose link it is": list(addresses),
        "a page that was opened": ["/answer/", "/s/"],
    }


def report(places, searched, thanked):
    found = {
        place: [kind for kind, texts in searched.items() if any(text.encode() in held for text in texts)]
        for place, held in places.items()
    }
    return {
        "thanked": thanked,
        "places": {place: len(held) for place, held in places.items()},
        "found": {place: kinds for place, kinds in found.items() if kinds},
        "processors": os.cpu_count(),
    }


if __name__ == "__main__":
    main()
