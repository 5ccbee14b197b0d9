"""Pure modules answer from their arguments alone: no Django, Celery, settings, clock or unseeded chance."""

import ast
import subprocess
import sys

import pytest

from tests.architecture import house
from tests.architecture.source import ROOT, called, imports, is_within, modules, place, write_tree

FORBIDDEN = (
    "celery",
    "django",
    "kombu",
    "random",
    "redis",
    "secrets",
    "time",
    "cjnudge.settings",
    "cjnudge.secrets",
)
CLOCK = {"now", "today", "utcnow", "uuid1", "uuid4", "urandom"}
SEEDED = {"default_rng", "SeedSequence", "PCG64", "Philox", "Generator", "RandomState"}


def is_pure(name):
    return any(is_within(name, pure) for pure in house.PURE)


def impurities(root):
    """Every import and call in a pure module that reaches outside its arguments."""
    known, found = modules(root), []
    for module in (m for m in known.values() if is_pure(m.name)):
        for name in sorted(imports(module, known)):
            ours = name.split(".")[0] in ("cjnudge", "surveys", "trials")
            if any(is_within(name, f) for f in FORBIDDEN) or (ours and not is_pure(name) and name in known):
                found.append(f"{module.name} imports {name}")
        calls = [node for node in ast.walk(module.tree) if isinstance(node, ast.Call)]
        found += [
            f"{place(module.path, root, c.lineno)} calls {ast.unparse(c.func)}"
            for c in calls
            if reaches_out(c)
        ]
    return found


def reaches_out(call):
    """Whether a call reads the clock, or draws at random without a seed."""
    name = called(call)
    if name in SEEDED:
        return not call.args and not call.keywords
    owner = ast.unparse(getattr(call.func, "value", call.func))
    return name in CLOCK or owner in ("np.random", "numpy.random")


def test_pure_modules_answer_from_their_arguments_alone():
    assert impurities(ROOT) == []


@pytest.mark.parametrize(
    "text",
    [
        "from django.conf import settings",
        "def f():\n    import celery",
        "import time",
        "import random",
        "from cjnudge import forms",
        "import datetime\ntoday = datetime.date.today()",
        "import numpy as np\nrng = np.random.default_rng()",
        "import numpy as np\nx = np.random.normal(3)",
    ],
)
def test_rule_finds_what_is_not_pure(tmp_path, text):
    root = write_tree(tmp_path, {"trials/stats/plan.py": text, "cjnudge/forms.py": ""})
    assert len(impurities(root)) == 1


def test_rule_lets_seeded_draws_and_pure_neighbours_pass(tmp_path):
    text = "from cjnudge import registry\ndef draw(seed):\n    return np.random.default_rng(seed).normal(3)\n"
    assert impurities(write_tree(tmp_path, {"trials/stats/plan.py": text, "cjnudge/registry.py": ""})) == []


@pytest.mark.parametrize("name", ["trials.stats", "cjnudge.registry", "cjnudge.behaviour", "surveys.scales"])
def test_importing_a_pure_package_starts_neither_django_nor_celery(name):
    assert loaded_with(f"import {name}") == ""


def test_import_check_can_fail():
    assert loaded_with("import django.conf") == "django"


def loaded_with(statement):
    """The names of the frameworks that are loaded after a statement, in a fresh interpreter."""
    report = "; import sys; print(' '.join(m for m in ('celery', 'django', 'kombu') if m in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", statement + report], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
