"""Reading the source as text and syntax trees, without importing it."""

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ("cjnudge", "surveys", "trials")
TOP_LEVEL = {"README.md", "manage.py", "pyproject.toml", "cjnudge", "surveys", "trials", "tests"}
NOT_OURS = {"node_modules", "__pycache__", "built"}


@dataclass(frozen=True)
class Module:
    """One Python file: its dotted name and where it is."""

    name: str
    path: Path
    is_package: bool

    @property
    def tree(self):
        return syntax(self.path)


@cache
def syntax(path):
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def files(root, *suffixes):
    """Every file of the project under `root` with one of these suffixes, but none installed or built."""
    for package in (*PACKAGES, "tests"):
        for path in sorted((root / package).rglob("*")):
            if (
                path.suffix in suffixes
                and path.is_file()
                and not NOT_OURS & set(path.relative_to(root).parts)
            ):
                yield path


def modules(root):
    """Every module of the three packages, without migrations, by name."""
    found = {}
    for path in files(root, ".py"):
        parts = path.relative_to(root).with_suffix("").parts
        if parts[0] == "tests" or "migrations" in parts:
            continue
        is_package = parts[-1] == "__init__"
        name = ".".join(parts[:-1] if is_package else parts)
        found[name] = Module(name, path, is_package)
    return found


def imports(module, known):
    """The full names a module imports anywhere in its text; a name in a known module counts as the module."""
    found = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            origin = absolute_origin(module, node)
            found |= {
                origin if f"{origin}.{a.name}" not in known else f"{origin}.{a.name}" for a in node.names
            }
    return found


def absolute_origin(module, node):
    """What stands after `from`, with leading dots resolved."""
    if not node.level:
        return node.module
    parts = module.name.split(".")
    keep = len(parts) - node.level + (1 if module.is_package else 0)
    return ".".join([*parts[:keep], *([node.module] if node.module else [])])


def is_within(name, package):
    return name == package or name.startswith(package + ".")


def called(node):
    """The last name of what a call calls: `f` of `a.b.f()`."""
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def place(path, root, line):
    return f"{path.relative_to(root)}:{line}"


def write_tree(folder, texts):
    """A small made-up source tree, for showing that a rule can fail."""
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder
