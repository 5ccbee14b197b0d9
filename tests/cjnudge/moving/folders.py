"""A folder of export_force in an installation that knows nothing of its force, and what can be wrong with one."""

import hashlib
import json
import shutil
from random import Random

from django.db import transaction

from cjnudge.management.moving.writing import MANIFEST, write_force
from tests.people import NOW, make_force, make_person
from tests.trials.planning_world import approve, drawn_plan, make_planned, make_sealed
from tests.trials.world import make_trial, published_run, small_snapshot, write_small_plan
from trials.operations.allocating import draw_allocation
from trials.operations.plans import seal_plan

LONG = "x" * 70_000
NASTY = (
    None, True, -1, 2**70, 1.5, "", "\0", "\ud800", "not an id", "=1+1", LONG, [], {}, [[[None]]], {"a": "\0"},
    "00000000-0000-4000-8000-00000000000Z", "00000000-0000-4000-8000-0000000000FF", "2026-13-45",
    "2026-01-01T00:00:00", "2026-01-01", "[]", "{}", "../../etc/passwd", "\u2028", float("nan"), float("inf"),
)  # fmt: skip


def write_world(folder):
    """Write a force with a published comparison, a trial with its arms and an approved draft; then forget it."""
    reference = small_snapshot()
    with transaction.atomic():
        force = make_force("moved")
        lead, second = make_person("mover", force, "lead"), make_person("second", force, "lead")
        trial = make_trial(force, lead, reference)
        plan = write_small_plan(trial, lead)
        seal_plan(plan=plan, by=lead, at=NOW)
        plan.refresh_from_db()
        published_run(plan)
        make_person("the-evaluator", force, "evaluator")
        sealed, *_ = make_sealed(
            force, lead, second, slug="sealed", plan=drawn_plan(safety_monitor="the-evaluator")
        )
        draw_allocation(trial=sealed, by=lead, at=NOW)
        approve(make_planned(force, lead, slug="draft")[1], second)
        write_force(force, folder, at=NOW)
        transaction.set_rollback(True)
    return folder


def rehashed(folder):
    """The folder with the hashes that its files have now, as somebody would write them who wants it to be taken."""
    manifest = json.loads((folder / MANIFEST).read_text())
    for name in manifest["files"]:
        if (folder / name).exists():
            manifest["files"][name]["sha256"] = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    (folder / MANIFEST).write_text(json.dumps(manifest) + "\n")
    return folder


def lines_of(path):
    return path.read_text().split("\n")[:-1]


def change_record(folder, file, number, change):
    """Let `change(record)` alter one record of a file; the hashes fit afterwards."""
    path = folder / file
    lines = lines_of(path)
    record = json.loads(lines[number])
    change(record)
    path.write_text(
        "".join(f"{line}\n" for line in [*lines[:number], json.dumps(record), *lines[number + 1 :]])
    )
    return rehashed(folder)


def mutated(source, target, seed):
    """A copy of the folder with one thing wrong; what was done to it, in words."""
    random = Random(seed)
    shutil.copytree(source, target)
    path = random.choice([one for one in sorted(target.iterdir()) if one.stat().st_size > 1])
    done = random.choice((_value,) * 8 + (_without, _with_more, _twice, _lost, _cut, _bytes, _spoilt_line))(
        random, path
    )
    if path.name != MANIFEST and random.random() < 0.9:  # noqa: PLR2004 - nearly always, to get past the hashes
        rehashed(target)
    return f"{path.name}: {done}"


def _records(path):
    return [json.loads(line) for line in lines_of(path)]


def _write(path, records):
    path.write_text("".join(f"{json.dumps(one)}\n" for one in records))


def _slots(value, found):
    """Every (container, key) in a nest of dictionaries and lists."""
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        found.append((value, key))
        if isinstance(inner, dict | list):
            _slots(inner, found)
    return found


def _value(random, path):
    records = _records(path)
    number = random.randrange(len(records))
    holder, key = random.choice(_slots(records[number], []))
    holder[key] = random.choice(NASTY)
    _write(path, records)
    return f"record {number}, {key} became {str(holder[key])[:40]!r}"


def _without(random, path):
    records = _records(path)
    holder, key = random.choice([slot for slot in _slots(records[0], []) if isinstance(slot[0], dict)])
    del holder[key]
    _write(path, records)
    return f"without {key}"


def _with_more(random, path):
    records = _records(path)
    random.choice([records[0], records[0].get("fields", records[0])])["more"] = 1
    _write(path, records)
    return "with a field more"


def _twice(random, path):
    records = _records(path)
    _write(path, [*records, random.choice(records)])
    return "a record twice"


def _lost(random, path):
    records = _records(path)
    records.pop(random.randrange(len(records)))
    _write(path, records)
    return "a record lost"


def _cut(random, path):
    held = path.read_bytes()
    path.write_bytes(held[: random.randrange(len(held))])
    return "cut off"


def _bytes(random, path):
    held = bytearray(path.read_bytes())
    for _ in range(3):
        held[random.randrange(len(held))] = random.choice(b'\xff\x00{}[]",\n0')
    path.write_bytes(bytes(held))
    return "other bytes"


def _spoilt_line(random, path):
    text = random.choice(("[]", "null", "1", "", "{", "[" * 100_000, '{"model": 1}', '{"fields": []}', '"x"'))
    with path.open("a") as file:
        file.write(f"{text}\n")
    return f"line {text[:20]!r}"
