#!/usr/bin/env python
"""The command line of the project: `manage.py demo` is where a newcomer starts."""

import os
import sys

MAKE_OWN_SECRETS = {"demo"}  # these commands are for trying the project out, so they make what is missing


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cjnudge.settings")
    if len(sys.argv) > 1 and sys.argv[1] in MAKE_OWN_SECRETS:
        from cjnudge.secrets import data_folder, make_secrets

        os.umask(0o077)  # a shared machine: the database and the logs of a trial are its owner's alone
        make_secrets(data_folder())
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
