"""Exactly what a result was made from and by."""


def provenance_rows(run, plan, body, report):
    """[(name, value)]: seal, snapshot, versions and seed."""
    libraries = ", ".join(f"{name} {version}" for name, version in sorted(run.library_versions.items()))
    return [
        ("Plan", f"Version {plan.version}, sealed {plan.sealed_at:%-d %B %Y %H:%M} UTC"),
        ("Plan seal (SHA-256)", plan.seal),
        ("Written", "After the data were seen" if plan.after_data_seen else "Before the data were seen"),
        ("Snapshot (SHA-256)", run.snapshot_hash),
        ("Feed", body.data.feed),
        ("Measure", f"{body.data.measure}, version {body.data.measure_version}"),
        ("Engine", run.engine_version),
        ("Libraries", libraries),
        ("Seed", str(run.seed)),
        ("Run", str(run.pk)),
        ("Computed", f"{run.created_at:%-d %B %Y %H:%M} UTC"),
    ]
