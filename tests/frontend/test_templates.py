"""What a strict content security policy and autoescaping need, over every template and module."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = ("cjnudge", "surveys", "trials")
SKIPPED = {"node_modules", "built", "__pycache__"}

FORBIDDEN = {
    "unescaped text": r"\|\s*safe\b|\|\s*safeseq\b|autoescape\s+off",
    "inline style": r"<style|\sstyle\s*=",
    "inline script": r"<script(?![^>]*\ssrc\s*=)[^>]*>",
    "inline handler": r"\son[a-z]+\s*=\s*[\"']|\shx-on",
    "evaluated text": r"javascript:|hx-vals\s*=\s*[\"']js:|hx-trigger\s*=\s*[\"'][^\"']*\[",
    "outside file": r"(?:src|action)\s*=\s*[\"'](?:https?:)?//|<link[^>]*href\s*=\s*[\"'](?:https?:)?//",
}


def files(ending):
    found = [path for app in APPS for path in (ROOT / app).rglob(f"*{ending}")]
    return [path for path in found if not SKIPPED & set(path.parts)]


def faults(text):
    return [what for what, pattern in FORBIDDEN.items() if re.search(pattern, text, re.IGNORECASE)]


@pytest.mark.parametrize("path", files(".html"), ids=lambda path: str(path.relative_to(ROOT)))
def test_template_obeys_the_content_security_policy(path):
    assert faults(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{{ label|safe }}", "unescaped text"),
        ("{% autoescape off %}", "unescaped text"),
        ('<p style="color:red">', "inline style"),
        ("<script>go()</script>", "inline script"),
        ('<a onclick="go()">', "inline handler"),
        ('<div hx-trigger="click[go()]">', "evaluated text"),
        ('<img src="https://elsewhere.example/x.png">', "outside file"),
    ],
)
def test_each_rule_can_fail(text, fault):
    assert fault in faults(text)


def test_no_module_declares_text_to_be_safe():
    own_word = "mark_" + "safe"
    guilty = [
        str(path.relative_to(ROOT)) for path in files(".py") if own_word in path.read_text(encoding="utf-8")
    ]
    assert guilty == []


def test_third_party_files_are_kept_out_of_the_repository():
    ignored = (ROOT / ".gitignore").read_text().split()
    assert {"node_modules/", "cjnudge/static/built/"} <= set(ignored)
