"""`python -m tests.load`: makes an empty database under DJANGO_SETTINGS_MODULE, and prints a burst's errors."""

import json
from unittest import mock

import django
from django.core.management import call_command


def main():
    django.setup()
    call_command("migrate", verbosity=0, run_syncdb=True)
    from tests.load.writing import burst

    with mock.patch("cjnudge.jobs.operations.wake"):
        print(json.dumps(burst()))


main()
