"""Exactly what a result was made from and by."""

from django.utils.timezone import localtime

from cjnudge.cases.models import Snapshot
from trials.lifecycle import TrialKind


def provenance_rows(run, plan, body, report):
    """[(name, value)]: seal, snapshot, versions and seed."""
    libraries = ", ".join(f"{name} {version}" for name, version in sorted(run.library_versions.items()))
    return [
        ("Plan", f"Version {plan.version}, sealed {plan.sealed_at:%-d %B %Y %H:%M} UTC"),
        ("Plan seal (SHA-256)", plan.seal),
        ("Written", written_words(run, plan)),
        ("Snapshot (SHA-256)", run.snapshot_hash),
        *rows_erased(run),
        ("Feed", body.data.feed),
        ("Measure", f"{body.data.measure}, version {body.data.measure_version}"),
        ("Engine", run.engine_version),
        ("Libraries", libraries),
        ("Seed", str(run.seed)),
        ("Run", str(run.pk)),
        ("Computed", f"{run.created_at:%-d %B %Y %H:%M} UTC"),
    ]


def written_words(run, plan):
    """When the plan was written; by rule, where nobody wrote it."""
    when = "After the data were seen" if plan.after_data_seen else "Before the data were seen"
    if run.trial.kind != TrialKind.INTERVENTION:
        return when
    return "By rule, when the figures came in" + (
        "; after the data were seen" if plan.after_data_seen else ""
    )


def rows_erased(run):
    """[(name, value)] that the run's case rows are gone; [] while they are there, or where there never were any."""
    erased = Snapshot.scoped.visible_to(run.force).filter(pk=run.snapshot_id, rows_erased_at__isnull=False)
    return [
        (
            "Case rows",
            f"Erased on {localtime(at):%-d %B %Y}; the counts this result was computed from are kept with it",
        )
        for at in erased.values_list("rows_erased_at", flat=True)
    ]
