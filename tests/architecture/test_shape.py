"""The shape of the tree: file lengths, the top level, packages, exact versions, nothing of one machine."""

import ast
import json
import re
import tomllib

from tests.architecture.source import ROOT, TOP_LEVEL, files, write_tree

LONGEST_FILE = 400
UNTRACKED = {"uv.lock"}  # written by the tool at the top level and ignored there
TEXT = (".py", ".toml", ".html", ".md", ".txt", ".json", ".scss", ".js", ".csv", ".svg", ".npmrc")
# Written in halves, so that this file does not find itself.
ONE_MACHINE = re.compile("|".join(("/wo" + "rk/", "/ro" + "ot/", "/ho" + r"me/\w+", "/Us" + r"ers/\w+")))
REGISTRY = re.compile(
    r"https?://[^\s\"'<>)]*(py" + r"pi|npm" + r"js|regis" + r"try|mir" + "ror|index-url)", re.I
)


def long_files(root):
    lengths = {
        path: len(path.read_text(encoding="utf-8").splitlines()) for path in files(root, ".py", ".html")
    }
    return [
        f"{path.relative_to(root)}: {length} lines"
        for path, length in lengths.items()
        if length > LONGEST_FILE
    ]


def strangers(root):
    """Entries of the top level that do not belong there; dot-files may."""
    names = {path.name for path in root.iterdir() if not path.name.startswith(".")}
    return sorted(names - TOP_LEVEL - UNTRACKED - {"__pycache__"})


def packages_without_init(root):
    folders = {path.parent for path in files(root, ".py")}
    return sorted(
        str(folder.relative_to(root)) for folder in folders if not (folder / "__init__.py").exists()
    )


def machine_traces(root):
    """Lines that name a path of one machine or the address of a package registry."""
    found = []
    tops = [root / name for name in ("README.md", "pyproject.toml", "manage.py") if (root / name).exists()]
    hidden = [path for path in (root / ".ci").rglob("*") if path.is_file()] if (root / ".ci").exists() else []
    for path in [*tops, *hidden, *files(root, *TEXT)]:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if ONE_MACHINE.search(line) or REGISTRY.search(line):
                found.append(f"{path.relative_to(root)}:{number}")
    return found


def loose_versions(root):
    """Dependencies without an exact version."""
    project = tomllib.loads((root / "pyproject.toml").read_text())
    wanted = project["project"]["dependencies"] + project["tool"]["uv"]["constraint-dependencies"]
    wanted += [entry for group in project["dependency-groups"].values() for entry in group]
    node = json.loads((root / "cjnudge/frontend/package.json").read_text())
    exact = {**node.get("dependencies", {}), **node.get("devDependencies", {})}
    loose = [entry for entry in wanted if not re.fullmatch(r"[\w.\[\]-]+==[\w.]+", entry)]
    return loose + [
        f"{name} {version}" for name, version in exact.items() if not re.fullmatch(r"[\d.]+", version)
    ]


def functions(root):
    for path in files(root, ".py"):
        if "migrations" not in path.parts:
            tree = ast.parse(path.read_text(encoding="utf-8"))
            yield from (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))


def test_no_file_is_longer_than_its_subject():
    assert long_files(ROOT) == []


def test_nine_functions_in_ten_are_under_25_lines():
    lengths = sorted(node.end_lineno - node.lineno + 1 for node in functions(ROOT))
    assert lengths[len(lengths) * 9 // 10] < 25


def test_top_level_holds_only_its_fixed_entries():
    assert strangers(ROOT) == []


def test_every_folder_of_python_is_a_package():
    assert packages_without_init(ROOT) == []


def test_no_file_names_one_machine_or_a_registry():
    assert machine_traces(ROOT) == []


def test_every_dependency_has_an_exact_version():
    assert loose_versions(ROOT) == []


def test_rules_find_a_long_file_a_stranger_and_a_folder_that_is_no_package(tmp_path):
    texts = {
        "trials/long.py": "x = 1\n" * 401,
        "notes.txt": "",
        "tests/deep/test_it.py": "",
        "tests/__init__.py": "",
    }
    root = write_tree(tmp_path, texts)
    assert long_files(root) == ["trials/long.py: 401 lines"]
    assert strangers(root) == ["notes.txt"]
    assert packages_without_init(root) == ["tests/deep", "trials"]


def test_rule_finds_one_machines_path_and_a_registrys_address(tmp_path):
    lines = "a = '/ho" + "me/anna/x'\nb = 'https://regis" + "try.example/x'\nc = 'https://example.org/'\n"
    assert machine_traces(write_tree(tmp_path, {"trials/a.py": lines})) == ["trials/a.py:1", "trials/a.py:2"]


def test_rule_finds_a_loose_version(tmp_path):
    project = '[project]\ndependencies = ["a>=1", "b==1.0"]\n[tool.uv]\nconstraint-dependencies = ["c"]\n'
    texts = {
        "pyproject.toml": project + "[dependency-groups]\ndev = []\n",
        "cjnudge/frontend/package.json": '{"dependencies": {"d": "^2.0.0", "e": "2.0.0"}}',
    }
    assert loose_versions(write_tree(tmp_path, texts)) == ["a>=1", "c", "d ^2.0.0"]
