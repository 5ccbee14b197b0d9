"""Who imports whom: apps by row, modules by floor, pure modules from nowhere but pure ones."""

import pytest

from tests.architecture import house
from tests.architecture.source import ROOT, imports, is_within, modules, write_tree

HIGHEST_ROW = len(house.ROWS)


def row_of(name):
    """-1 on the ground, the app's row, or above all rows on the roof."""
    if any(is_within(name, part) for part in house.ROOF):
        return HIGHEST_ROW
    rows = [i for i, row in enumerate(house.ROWS) if any(is_within(name, app) for app in row)]
    return rows[0] if rows else -1


def app_of(name):
    return next((app for row in house.ROWS for app in row if is_within(name, app)), "")


def excepted(importer, imported):
    return any(covers(pair, (importer, imported)) for pair in house.EXCEPTIONS)


def wrong_rows(root):
    """Imports between apps that go upwards, sideways, or to the roof."""
    known, wrong = modules(root), []
    for module in known.values():
        for name in sorted(imports(module, known) & set(known)):
            if any(is_within(name, part) for part in house.FOR_EVERYONE) or excepted(module.name, name):
                continue
            mine, theirs = row_of(module.name), row_of(name)
            sideways = mine == theirs and mine < HIGHEST_ROW and app_of(module.name) != app_of(name)
            if theirs > mine or sideways:
                wrong.append(f"{module.name} imports {name}")
    return wrong


def floor_of(name):
    """The height of a module's floor; what lies on the ground of cjnudge/ is below them all."""
    if any(is_within(name, pure) for pure in house.PURE) or row_of(name) == -1:
        return 0
    parts = name.removeprefix(app_of(name)).split(".")
    listed = [floor for floor, names in house.FLOOR_OF.items() if set(parts) & set(names)]
    return house.FLOORS.index(max(listed, key=house.FLOORS.index) if listed else "work")


def wrong_floors(root):
    """Imports from a higher floor."""
    known, wrong = modules(root), []
    for module in known.values():
        if row_of(module.name) in (-1, HIGHEST_ROW):
            continue
        for name in sorted(imports(module, known) & set(known)):
            if excepted(module.name, name):
                continue
            low, high = floor_of(module.name), floor_of(name)
            if high > low:
                wrong.append(f"{module.name} ({house.FLOORS[low]}) imports {name} ({house.FLOORS[high]})")
    return wrong


def test_apps_import_downwards_only():
    assert wrong_rows(ROOT) == []


def test_modules_import_from_their_floor_and_below():
    assert wrong_floors(ROOT) == []


def test_no_exception_is_left_over():
    known = modules(ROOT)
    used = {(m.name, name) for m in known.values() for name in imports(m, known) & set(known)}
    idle = [pair for pair in house.EXCEPTIONS if not any(covers(pair, one) for one in used)]
    assert idle == []


def covers(pair, use):
    return is_within(use[0], pair[0]) and is_within(use[1], pair[1])


def test_every_package_of_the_project_has_a_row():
    apps = {path.parent for path in ROOT.glob("*/apps.py")} | {
        path.parent for path in ROOT.glob("cjnudge/*/apps.py")
    }
    names = {".".join(path.relative_to(ROOT).parts) for path in apps} - {"cjnudge"}
    assert {name for name in names if row_of(name) == -1} == set()


@pytest.mark.parametrize(
    "path, text, words",
    [
        ("surveys/queries.py", "from trials.models import Trial", "surveys.queries imports trials.models"),
        ("surveys/queries.py", "def f():\n    import trials.models", "surveys.queries imports trials.models"),
        ("cjnudge/accounts/queries.py", "from cjnudge.jobs import models", "imports cjnudge.jobs.models"),
        ("cjnudge/cohorts/queries.py", "from surveys import models", "imports surveys.models"),
        ("cjnudge/periods.py", "from cjnudge.accounts import models", "imports cjnudge.accounts.models"),
        ("trials/queries.py", "from cjnudge import settings", "trials.queries imports cjnudge.settings"),
        ("trials/models/plan.py", "from ...surveys import models", None),
        ("trials/frames.py", "from cjnudge.jobs.models import Job", None),
        ("surveys/queries.py", "from trials.stats import plan", None),
    ],
)
def test_rule_of_rows_finds_what_it_should(tmp_path, path, text, words):
    root = write_tree(tmp_path, made_up() | {path: text})
    found = " ".join(wrong_rows(root))
    assert (words in found) if words else not found


@pytest.mark.parametrize(
    "path, text, words",
    [
        (
            "trials/models/trial.py",
            "from trials import operations",
            "(records) imports trials.operations (work)",
        ),
        ("trials/rules.py", "from .models import trial", "(rules) imports trials.models.trial (records)"),
        ("trials/operations.py", "from trials.views import page", "(work) imports trials.views (edge)"),
        ("trials/stats/plan.py", "from trials import rules", "(pure) imports trials.rules (rules)"),
        ("trials/views.py", "from trials import operations, rules, models", None),
    ],
)
def test_rule_of_floors_finds_what_it_should(tmp_path, path, text, words):
    root = write_tree(tmp_path, made_up() | {path: text})
    found = " ".join(wrong_floors(root))
    assert (words in found) if words else not found


def made_up():
    """A tree of empty modules."""
    names = (
        "trials/__init__ trials/models/__init__ trials/models/trial trials/operations trials/rules "
        "trials/views trials/queries trials/stats/__init__ trials/stats/plan surveys/__init__ surveys/models "
        "cjnudge/__init__ cjnudge/settings cjnudge/jobs/__init__ cjnudge/jobs/models "
        "cjnudge/accounts/__init__ cjnudge/accounts/models"
    )
    return {f"{name}.py": "" for name in names.split()}
