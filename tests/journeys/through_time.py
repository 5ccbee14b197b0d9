"""The demonstration on several days: its processes end and start again with their clock ahead, in the same folder.

A trial lives through months, and a look comes on its day. The project has no way to move its clock, so the tests bring
one: see clock/sitecustomize.py. All that is stored stays, as over a night in which a server is started anew.
"""

from contextlib import contextmanager
from pathlib import Path

from django.utils.timezone import localdate

from tests.journeys.conftest import WATCH_POLICY, sign_in
from tests.journeys.site import demonstration

CLOCK = Path(__file__).with_name("clock")


@contextmanager
def on_day(folder, browser, day):
    """A block in which it is that day: gets visit(role, javascript=False) -> a page, signed in as that role."""
    ahead = (day - localdate()).days
    clock = {"PYTHONPATH": str(CLOCK), "JOURNEY_DAYS_AHEAD": str(ahead), "CJNUDGE_TRIALS_SECONDS": "1"}
    contexts = []
    with demonstration(folder, **clock) as site:

        def visit(role, javascript=False):
            context = browser.new_context(java_script_enabled=javascript, base_url=site.address)
            contexts.append(context)
            context.add_init_script(WATCH_POLICY)
            page = context.new_page()
            sign_in(page, *site.people[role])
            return page

        yield visit
        for context in contexts:
            context.close()
