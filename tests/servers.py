"""What a test needs from the machine, and what is done where it is missing."""

import os
import shutil

import pytest

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def missing(what):
    """Skip with the reason; fail instead where CJNUDGE_NOTHING_SKIPS is set, as it is in CI."""
    if os.environ.get("CJNUDGE_NOTHING_SKIPS"):
        pytest.fail(f"{what} is missing, and nothing may skip here.")
    pytest.skip(f"{what} is not on this machine")


def chromium_path():
    """Where the system's Chromium is."""
    return next(filter(None, map(shutil.which, CHROMIUM)), None) or missing("Chromium")
