"""The project's own code that a trial's report is computed by, as a bundle carries it."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENTRY = "trials.evaluation.trial_report"
WHOLE = "trials/stats"  # designs, estimators and checks are found by their file's name, so that all have to be there
OURS = ("trials", "cjnudge")


@cache
def sources():
    """{path in the bundle's code folder: text} of every module needed to compute a report again; sorted."""
    found = {path: _text(path) for path in sorted(_closure())}
    for path in list(found):
        for folder in list(Path(path).parents)[:-1]:
            found.setdefault(f"{folder.as_posix()}/__init__.py", "")
    return dict(sorted(found.items()))


def _closure():
    """Paths of the entry's module and of all that it imports, and theirs, and the whole engine."""
    seen, waiting = set(), [_path(ENTRY), *_engine()]
    while waiting:
        path = waiting.pop()
        if path not in seen:
            seen.add(path)
            waiting += [found for found in _imports(path) if found not in seen]
    return seen


def _engine():
    files = [*(ROOT / WHOLE).rglob("*.py"), *(ROOT / WHOLE).rglob("*.md")]
    return [path.relative_to(ROOT).as_posix() for path in files]


def _imports(path):
    """Paths of our own modules that a module imports. A package above it counts as empty, but for the engine's."""
    if not path.endswith(".py"):
        return []
    names = set()
    for node in ast.walk(ast.parse(_text(path))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    paths = [_path(name) for name in names if name.split(".")[0] in OURS]
    return [path for path in paths if path]


def _path(name):
    """The path of a module's file; "" where there is none, and for a package."""
    path = f"{name.replace('.', '/')}.py"
    return path if (ROOT / path).is_file() else ""


def _text(path):
    return (ROOT / path).read_text(encoding="utf-8")
