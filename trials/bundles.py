"""A trial's result as zip files that somebody else can check.

*Full*: exact cells, plan, seal, report, allocation, seed, the code that computes the report and the versions it needs;
running it gives the report again. *Public*: the same without exact counts; it verifies seal and allocation and says
what it cannot reproduce. Both hold the same bytes whenever they are made.
"""

import io
import json
import zipfile
from hashlib import sha256
from pathlib import Path

from trials.bundle_texts import FULL_README, PUBLIC_README, REPRODUCE, VERIFY
from trials.planning.trial_plan import TrialPlan
from trials.public_report import public_report, rounded_cells
from trials.stats import verify_alone
from trials.stats.canonical import canonical_json
from trials.trial_cells import TrialCells
from trials.trial_requirements import pinned
from trials.trial_sources import sources

WHEN = (1980, 1, 1, 0, 0, 0)  # the earliest a zip knows: the day it was made is no part of what it holds


def full_bundle(run, draw_json):
    """Bytes of the full bundle of a run; `draw_json` is the published allocation, None where nothing was drawn."""
    files = {
        **common(run, draw_json),
        "report.json": run.report,
        "cells.json": run.cells,
        "requirements.txt": pinned(run.library_versions),
        "reproduce.py": REPRODUCE,
        "README.md": FULL_README.format(**about(run)),
        **{f"code/{path}": text for path, text in sources().items()},
    }
    return zipped(files)


def public_bundle(run, draw_json):
    """Bytes of the public bundle: nothing in it is an exact count of cases."""
    plan, cells = TrialPlan.from_json(run.plan.body), TrialCells.from_json(run.cells)
    files = {
        **common(run, draw_json),
        "report_public.json": canonical_json(public_report(run.result)),
        "report.sha256": f"{digest(run.report)}\n",
        "cells_rounded.json": canonical_json(rounded_cells(plan, cells)),
        "README.md": PUBLIC_README.format(**about(run)),
        **{f"code/{path}": text for path, text in sources().items()},
    }
    return zipped(files)


def common(run, draw_json):
    """What both hold: plan, seal, allocation with its seed, and what verifies them without this project."""
    drawn = {} if draw_json is None else {"allocation.json": draw_json}
    return {
        "plan.json": run.plan.body,
        "seal.txt": f"{run.plan.seal}\n",
        **drawn,
        "verify.py": VERIFY,
        "verify_alone.py": Path(verify_alone.__file__).read_text(encoding="utf-8"),
    }


def about(run):
    """What a README says of the run."""
    synthetic = "**Synthetic data: every figure is made up.**\n\n" if run.synthetic else ""
    return {
        "title": run.trial.title,
        "question": run.trial.question,
        "mark": synthetic,
        "seal": run.plan.seal,
        "report": digest(run.report),
        "engine": run.engine_version,
        "snapshot": run.snapshot_hash,
    }


def digest(text):
    return sha256(text.encode()).hexdigest()


def zipped(files):
    """One zip, its files in order of their names, with a list of their hashes: the same bytes every time."""
    listed = {name: digest(text) for name, text in sorted(files.items())}
    whole = {**files, "MANIFEST.json": json.dumps(listed, indent=1, sort_keys=True)}
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        for name in sorted(whole):
            made.writestr(zipfile.ZipInfo(name, WHEN), whole[name], zipfile.ZIP_DEFLATED)
    return held.getvalue()
