"""`manage.py demo`: from a fresh clone to an honest answer in the browser."""

import json
import os
import signal
import sys
from contextlib import ExitStack

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command

from cjnudge.demo.screen import Screen, answer_in_words
from cjnudge.demo.server import HOST, refuse_busy_port, web_server
from cjnudge.demo.telling import DemonstrationRefused, refuse_beside_real_forces, tell_all, wait_for
from cjnudge.frontend.build import FrontendBuildError, build
from cjnudge.jobs.broker import BrokerRefused, embedded_broker
from cjnudge.jobs.processes import scheduler, worker


class Command(BaseCommand):
    help = "Sets everything up on this machine, tells the worked case and serves it in the browser."
    requires_system_checks = []  # the front end that they look for is made here first

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="do everything but the web server, then end")
        parser.add_argument(
            "--json", action="store_true", help="one JSON object on stdout, progress on stderr"
        )
        parser.add_argument("--port", type=int, default=8000, help="where the web server listens (8000)")

    def handle(self, *, once, json, port, **options):
        if settings.PRODUCTION:
            raise CommandError("The demonstration does not run in production: unset CJNUDGE_MODE.")
        for stop in (signal.SIGINT, signal.SIGTERM):  # SIGINT is ignored by what a script starts with &
            signal.signal(stop, signal.default_int_handler)
        screen = Screen(sys.stderr if json else self.stdout)
        try:
            run(screen, once=once, as_json=json, port=port, out=self.stdout)
        except (DemonstrationRefused, BrokerRefused, FrontendBuildError) as refusal:
            raise CommandError(str(refusal)) from None
        except KeyboardInterrupt:
            screen.say("\nStopped.")


def run(screen, *, once, as_json, port, out):
    """Prepare, start the processes, tell the story, and serve it until Ctrl-C."""
    if not once:
        refuse_busy_port(port)
    screen.say(f"Setting up in {settings.DATA_DIR}")
    with ExitStack() as running:
        with screen.step("The front end"):
            build(progress=lambda text: None)
        with screen.step("The broker"):
            running.enter_context(embedded_broker())
        with screen.step("The database"):
            call_command("migrate", verbosity=0)
        refuse_beside_real_forces()
        running.enter_context(worker(env=os.environ | {"CJNUDGE_ADDRESS": f"http://{HOST}:{port}"}))
        running.enter_context(scheduler())
        cast = tell_all(screen.step)
        with screen.step("The worker's analyses"):
            wait_for(cast.jobs, lambda text: screen.say(f"    {text}"))
        address = f"http://{HOST}:{port}/" if once else running.enter_context(web_server(port))
        show(told(cast, address, screen), as_json=as_json, out=out)
        if not once:
            screen.say("\nCtrl-C stops everything.")
            signal.pause()


def told(cast, address, screen):
    """The story as one dictionary: the same for the terminal and for --json."""
    return {
        "headline": cast.results[0]()["verdict"] if cast.results else "",
        "results": [result | {"address": address.rstrip("/") + result["path"]} for result in made(cast)],
        "address": address,
        "sign_in": cast.sign_ins,
        "data_folder": str(settings.DATA_DIR),
        "seconds": screen.seconds,
    }


def made(cast):
    return [result() for result in cast.results]


def show(story, *, as_json, out):
    """Print the story once, in words or as JSON."""
    if as_json:
        out.write(json.dumps(story, ensure_ascii=False))
        return
    out.write("\n".join(answer_in_words(story)))
