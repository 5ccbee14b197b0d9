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
    "modules",
    "ethics_reference",
    "languages",
    "batch_days",
    "promises_extract",
    "follows_id",
    "session_id",
    "units",
    "role_bands",
)
# A column that is empty on both sides has not changed: a plain <> of it is neither true nor false.
_changed = " OR ".join(
    f"(NEW.{column} IS NULL) <> (OLD.{column} IS NULL) OR NEW.{column} <> OLD.{column}" for column in PROMISED
)
TRIGGERS = (
    (
        "launched_wave_stays",
        "surveys_wave",
        f"OLD.frozen IS NOT NULL AND ({_changed})",
        "what a survey promised at its launch never changes",
    ),
    # A wave that could be set up or answered once more would promise something else, or take answers after its close.
    (
        "ended_wave_stays_ended",
        "surveys_wave",
        "(OLD.state IN ('closed', 'withdrawn') AND NEW.state <> OLD.state)"
        " OR (OLD.state = 'open' AND NEW.state = 'draft')",
        "a survey that was launched is never set up again, and one that ended never opens again",
    ),
    (
        "made_up_wave_stays_made_up",
        "surveys_wave",
        "NEW.synthetic <> OLD.synthetic",
        "a survey with made-up answers never becomes a real one, nor a real one such a survey",
    ),
    # Of an UPDATE alone: whoever empties a whole database must be able to.
    (
        "published_instrument_stays",
        "surveys_instrumentversion",
        "OLD.published_at IS NOT NULL",
        "a published version of an instrument never changes",
    ),
)


def lay_triggers(*, using="default", **kwargs):
    """Put the triggers where they are missing; receiver of post_migrate."""
    lay(connections[using], TRIGGERS)
