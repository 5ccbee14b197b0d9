"""What must never stand in code or templates: holes in escaping, in the forms' protection, in queries."""

import ast
import re

import pytest

from tests.architecture.source import ROOT, called, files, modules, place, write_tree

NAMES = {"mark_safe", "SafeString", "SafeText", "SafeData", "csrf_exempt", "RawSQL"}
PACKAGES = {"pickle", "marshal", "shelve", "dill", "cloudpickle"}
METHODS = {"raw", "extra"}
BUILTINS = {"eval", "exec", "compile", "__import__"}
IN_TEMPLATES = {
    "a filter that stops escaping": re.compile(r"\|\s*safe(seq)?\b"),
    "escaping turned off": re.compile(r"{%-?\s*autoescape\s+off"),
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "a style element": re.compile(r"<style\b", re.I),
    "a script in the page": re.compile(r"<script\b(?![^>]*\ssrc\s*=)", re.I),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    "a javascript address": re.compile(r"javascript:", re.I),
}


def code_holes(root):
    found = []
    for module in modules(root).values():
        for node in ast.walk(module.tree):
            if what := hole(node):
                found.append(f"{place(module.path, root, node.lineno)} {what}")
    return found


def hole(node):
    """The name of what is wrong with one node of the syntax tree, or ""."""
    if isinstance(node, ast.Name | ast.Attribute):
        name = getattr(node, "id", getattr(node, "attr", ""))
        return name if name in NAMES else ""
    if isinstance(node, ast.Import | ast.ImportFrom):
        names = {alias.name.split(".")[0] for alias in node.names} | {
            (getattr(node, "module", "") or "").split(".")[0]
        }
        return " ".join(sorted(names & PACKAGES))
    return hole_in_call(node) if isinstance(node, ast.Call) else ""


def hole_in_call(call):
    if any(k.arg == "shell" and getattr(k.value, "value", True) is not False for k in call.keywords):
        return "shell=True"
    if any(k.arg is None and "request." in ast.unparse(k.value) for k in call.keywords):
        return "**request"
    if isinstance(call.func, ast.Attribute) and call.func.attr in METHODS:
        return f".{call.func.attr}("
    if isinstance(call.func, ast.Name) and call.func.id in BUILTINS:
        return called(call)
    return "os.system" if ast.unparse(call.func) in ("os.system", "os.popen") else ""


def template_holes(root):
    found = []
    for path in files(root, ".html", ".svg"):
        text = path.read_text(encoding="utf-8")
        for what, pattern in IN_TEMPLATES.items():
            for match in pattern.finditer(text):
                found.append(f"{place(path, root, text.count(chr(10), 0, match.start()) + 1)} {what}")
    return found


def test_code_has_no_hole():
    assert code_holes(ROOT) == []


def test_templates_have_no_hole():
    assert template_holes(ROOT) == []


@pytest.mark.parametrize(
    "text",
    [
        "from django.utils.safestring import mark_safe\nx = mark_safe('<b>')",
        "import pickle",
        "from pickle import loads",
        "x = Model.objects.raw('select 1')",
        "x = queryset.extra(where=['1=1'])",
        "x = eval('1')",
        "import subprocess\nsubprocess.run('ls', shell=True)",
        "@csrf_exempt\ndef view(request): ...",
        "def view(request):\n    return Model.scoped.for_force(f).filter(**request.GET)",
    ],
)
def test_rule_finds_a_hole_in_code(tmp_path, text):
    assert code_holes(write_tree(tmp_path, {"trials/views.py": text}))


def test_rule_lets_sound_code_pass(tmp_path):
    text = "import subprocess\nsubprocess.run(['ls'], shell=False)\nx = re.compile('a')\nframe.eval('a')\n"
    assert code_holes(write_tree(tmp_path, {"trials/views.py": text})) == []


@pytest.mark.parametrize(
    "text",
    [
        "{{ x|safe }}",
        "{{ x | safe }}",
        "{% autoescape off %}",
        '<p style="color: red">',
        "<style>p {}</style>",
        "<script>alert(1)</script>",
        '<a onclick="go()">',
        '<a href="javascript:go()">',
    ],
)
def test_rule_finds_a_hole_in_a_template(tmp_path, text):
    assert template_holes(write_tree(tmp_path, {"trials/templates/page.html": text}))


def test_rule_lets_sound_templates_pass(tmp_path):
    text = (
        '<script src="/a.js" defer></script><p class="style">{{ x|safely }} on = 1</p><link rel="stylesheet">'
    )
    assert template_holes(write_tree(tmp_path, {"trials/templates/page.html": text})) == []
