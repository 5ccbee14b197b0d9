"""The database itself refuses to change what officers were promised when a wave was launched, whoever asks."""

from django.db import connections

from cjnudge.update_triggers import lay

PROMISED = (
    "frozen",
    "mode",
    "instrument_key",
    "instrument_version",
    "occasion",
    "personal_links",
    "contact",
    "kept_years",
    "opens_on",
)
_changed = " OR ".join(f"NEW.{column} IS NULL OR NEW.{column} <> OLD.{column}" for column in PROMISED)
TRIGGERS = (
    (
        "launched_wave_stays",
        "surveys_wave",
        f"OLD.frozen IS NOT NULL AND ({_changed})",
        "what a survey promised at its launch never changes",
    ),
)


def lay_triggers(*, using="default", **kwargs):
    """Put the trigger where it is missing; receiver of post_migrate."""
    lay(connections[using], TRIGGERS)
