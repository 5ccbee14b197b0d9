"""The database itself refuses an UPDATE of a sealed plan or a run, whoever asks."""

from django.db import connections

from cjnudge.update_triggers import lay

TRIGGERS = (
    ("sealed_plan_stays", "trials_planversion", "OLD.seal <> ''", "a sealed plan never changes"),
    ("run_stays", "trials_run", "1 = 1", "a run never changes"),
    (
        "approved_nudge_stays",
        "trials_nudgeversion",
        "OLD.approved_at IS NOT NULL",
        "an approved version of a nudge never changes",
    ),
    ("draw_stays", "trials_draw", "1 = 1", "a draw never changes"),
    (
        "seed_stays",
        "trials_seed",
        "OLD.revealed <> '' OR OLD.digest <> NEW.digest OR OLD.secret <> NEW.secret",
        "a seed never changes",
    ),
    (
        "enrolment_stays",
        "trials_enrolment",
        "OLD.arm <> '' OR OLD.position <> NEW.position OR OLD.reference <> NEW.reference"
        " OR OLD.attributes <> NEW.attributes OR OLD.link <> NEW.link OR OLD.key_version <> NEW.key_version",
        "an enrolled case never changes",
    ),
    (
        "title_correction_stays",
        "trials_titlecorrection",
        "1 = 1",
        "the earlier title of a nudge never changes",
    ),
    ("nudge_picture_stays", "trials_nudgepicture", "1 = 1", "a picture of a nudge never changes"),
)


def lay_triggers(*, using="default", **kwargs):
    """Put the triggers where they are missing; receiver of post_migrate."""
    lay(connections[using], TRIGGERS)
