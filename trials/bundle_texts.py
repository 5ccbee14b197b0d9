"""What the bundles say and run: read by people who have nothing of this project but the bundle."""

REPRODUCE = '''"""Computes the report again from the cells, the plan and the allocation beside it: python reproduce.py

Needs Python 3.11 or later with the libraries of requirements.txt. Ends with 0 where the report is the same, byte by
byte, or where every number agrees to 1e-9 (another family of processors may differ in the last digits); else with 1.
"""

import hashlib
import json
import math
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "code"))

from trials.evaluation.trial_report import conducted_from, evaluate_trial  # noqa: E402
from trials.planning.trial_plan import TrialPlan  # noqa: E402
from trials.trial_cells import TrialCells  # noqa: E402


def text(name):
    return (HERE / name).read_bytes().decode("utf-8")


def apart(ours, theirs, where=""):
    """The first place where two reports differ by more than the last digits; "" where there is none."""
    if isinstance(ours, dict) and isinstance(theirs, dict) and ours.keys() == theirs.keys():
        return next((found for key in ours if (found := apart(ours[key], theirs[key], f"{where}/{key}"))), "")
    if isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        pairs = enumerate(zip(ours, theirs))
        return next((found for at, pair in pairs if (found := apart(*pair, f"{where}/{at}"))), "")
    numbers = all(isinstance(one, (int, float)) and not isinstance(one, bool) for one in (ours, theirs))
    same = math.isclose(ours, theirs, rel_tol=1e-9, abs_tol=1e-9) if numbers else ours == theirs
    return "" if same else where or "/"


def main():
    plan_text, kept = text("plan.json"), text("report.json")
    seal = text("seal.txt").strip()
    if hashlib.sha256(plan_text.encode()).hexdigest() != seal:
        print("The plan does not give its seal: one of them was changed.")
        return 1
    draw = text("allocation.json") if (HERE / "allocation.json").exists() else None
    report = json.loads(kept)
    made = evaluate_trial(
        TrialPlan.from_json(plan_text),
        draw,
        TrialCells.from_json(text("cells.json")),
        look=report["look"],
        conducted=conducted_from(report),
    )
    (HERE / "report_again.json").write_bytes(made.encode())
    if made == kept:
        print("The cells give the report again, byte by byte.")
        return 0
    where = apart(json.loads(made), report)
    print(f"Not the same report: {where}" if where else "The same report to 1e-9; its last digits differ.")
    return 1 if where else 0


if __name__ == "__main__":
    sys.exit(main())
'''

VERIFY = '''"""Holds the plan against its seal and the allocation against its seed: python verify.py

Needs Python alone. Ends with 0 where both hold, with 1 where one does not.
"""

import hashlib
import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent


def main():
    plan = (HERE / "plan.json").read_bytes()
    holds = hashlib.sha256(plan).hexdigest() == (HERE / "seal.txt").read_text().strip()
    print("The plan gives its seal." if holds else "The plan does not give its seal: one of them was changed.")
    drawn = HERE / "allocation.json"
    if not drawn.exists():
        print("Nothing was drawn in this design.")
        return 0 if holds else 1
    seed = str(json.loads(drawn.read_text(encoding="utf-8")).get("seed", ""))
    digest = json.loads(plan).get("seed_digest", "")
    same = not digest or hashlib.sha256(seed.encode()).hexdigest() == digest
    print("The seed is the one whose digest was sealed." if same else "The seed is not the one that was sealed.")
    done = subprocess.run([sys.executable, str(HERE / "verify_alone.py"), str(drawn)])
    return 0 if holds and same and done.returncode == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
'''

FULL_README = """# {title}

{mark}{question}

This folder holds all that the report of this trial was computed from: it reproduces the report.

    python -m venv clean
    clean/bin/pip install -r requirements.txt
    clean/bin/python reproduce.py

`reproduce.py` computes the report again and compares it with `report.json`: the same bytes on the same family of
processors, the same values to 1e-9 elsewhere. `python verify.py` holds the plan against its seal and the allocation
against its seed, with Python alone.

| File | What |
|---|---|
| `plan.json`, `seal.txt` | the sealed plan and the SHA-256 over it: {seal} |
| `allocation.json` | who got what, with the seed it was drawn from; absent where nothing was drawn |
| `cells.json` | exact counts by unit and month, from the snapshot {snapshot} |
| `report.json` | the report; SHA-256 {report} |
| `code/` | what computes it: engine {engine} and the reading of the cells |
| `MANIFEST.json` | SHA-256 of every file |

It holds exact counts of cases: they are for the owning force and for those to whom it gave them, for the purpose that
was recorded when they were given. Do not pass them on.
"""

PUBLIC_README = """# {title}

{mark}{question}

This folder lets anybody check that the plan is the one that was sealed, and that the allocation is the one its seed
gives: `python verify.py`, with Python alone.

| File | What |
|---|---|
| `plan.json`, `seal.txt` | the sealed plan and the SHA-256 over it: {seal} |
| `allocation.json` | who got what, with the seed it was drawn from; absent where nothing was drawn |
| `report_public.json` | the report without exact counts of cases |
| `report.sha256` | SHA-256 of the whole report: {report} |
| `cells_rounded.json` | counts by unit and month, to the nearest 5, those under 10 left out |
| `code/` | what computed it: engine {engine} |
| `MANIFEST.json` | SHA-256 of every file |

## What it cannot reproduce

The report itself. It was computed from exact counts, which are not given out: from the rounded ones other figures come
out. Whoever holds the full bundle can compute it again, and its SHA-256 must be the one above. Nor can it show that the
counts are those of the snapshot {snapshot}: the case rows do not leave the force.
"""
