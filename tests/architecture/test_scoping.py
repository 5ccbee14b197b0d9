"""A force's records are read through the force; each place that does otherwise is listed with its reason.

Making a row is not reading: it names its force in the row itself, and the database refuses one without.
"""

import ast

import pytest

from tests.architecture.scoping_exceptions import ALLOWED
from tests.architecture.source import ROOT, called, modules, place, write_tree

UNSCOPED = {"objects", "_default_manager", "_base_manager"}
MAKING = {"create", "bulk_create"}
SHORTCUTS = {"get_object_or_404", "get_list_or_404"}


def scoped_models(root):
    """Names of the classes that belong to a force: by BelongsToForce, a parent, or a `force` of their own."""
    trees = [module.tree for module in modules(root).values()]
    classes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    parents = {c.name: {getattr(base, "id", getattr(base, "attr", "")) for base in c.bases} for c in classes}
    found, grown = {"BelongsToForce"} | {c.name for c in classes if has_own_force(c)}, True
    while grown:
        more = {name for name, bases in parents.items() if bases & found} - found
        found, grown = found | more, bool(more)
    return found


def has_own_force(node):
    """Whether a class has a foreign key `force`, as records have that may also belong to no force."""
    fields = [s for s in node.body if isinstance(s, ast.Assign) and isinstance(s.value, ast.Call)]
    return any(called(f.value) == "ForeignKey" and getattr(f.targets[0], "id", "") == "force" for f in fields)


def unscoped_uses(root):
    """{(path, model): [line]} of every use that does not say which force it means."""
    names, found = scoped_models(root), {}
    for module in modules(root).values():
        made = {id(node.func.value) for node in ast.walk(module.tree) if is_making(node)}
        for node in ast.walk(module.tree):
            model = unscoped_model(node, names)
            if model and id(node) not in made:
                found.setdefault((str(module.path.relative_to(root)), model), []).append(node.lineno)
    return found


def is_making(node):
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in MAKING


def unscoped_model(node, names):
    """The model that one node of the syntax tree reads without its force, or ""."""
    if isinstance(node, ast.Attribute) and node.attr in UNSCOPED:
        owner = getattr(node.value, "id", getattr(node.value, "attr", ""))
        return owner if owner in names else ""
    if isinstance(node, ast.Call) and called(node) in SHORTCUTS and node.args:
        first = getattr(node.args[0], "id", "")
        return first if first in names else ""
    return ""


def test_every_unscoped_use_is_listed_with_its_reason():
    found = unscoped_uses(ROOT)
    unlisted = [place(ROOT / path, ROOT, line) for (path, model), lines in found.items() for line in lines
                if (path, model) not in ALLOWED]  # fmt: skip
    assert unlisted == []


def test_list_of_exceptions_holds_nothing_that_is_gone():
    assert sorted(set(ALLOWED) - set(unscoped_uses(ROOT))) == []
    assert all(len(reason.split()) > 3 for reason in ALLOWED.values())


MODELS = "class Trial(BelongsToForce): ...\nclass Better(Trial): ...\nclass Free(models.Model): ...\n"
MODELS += "class Job(models.Model):\n    force = models.ForeignKey(Force, null=True)\n"


@pytest.mark.parametrize(
    "text, model",
    [
        ("Trial.objects.get(pk=1)", "Trial"),
        ("models.Trial.objects.all()", "Trial"),
        ("Trial.objects.filter(pk=1).create(x=1)", "Trial"),
        ("Job.objects.get(pk=1)", "Job"),
        ("Better._default_manager.all()", "Better"),
        ("get_object_or_404(Trial, pk=1)", "Trial"),
    ],
)
def test_rule_finds_an_unscoped_use(tmp_path, text, model):
    root = write_tree(tmp_path, {"trials/models.py": MODELS, "trials/views.py": text})
    assert unscoped_uses(root) == {("trials/views.py", model): [1]}


def test_rule_lets_scoped_and_forceless_uses_pass(tmp_path):
    text = "Trial.scoped.for_force(f).get(pk=1)\nTrial.objects.create(force=f)\n"
    text += "Free.objects.all()\nget_object_or_404(Free, pk=1)"
    assert unscoped_uses(write_tree(tmp_path, {"trials/models.py": MODELS, "trials/views.py": text})) == {}
