"""No causal verb where nothing was allocated: over every template and presenter sentence, and over whole pages."""

import ast
import datetime
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.urls import reverse

from cjnudge.jobs.models import Job
from tests.people import NOW
from tests.trials.interventions import figures
from tests.trials.presenters.test_words import CAUSAL
from trials.models import Run, Trial

ROOT = Path(__file__).resolve().parents[3]
LATER = NOW + datetime.timedelta(days=30)
ON = LATER + datetime.timedelta(minutes=1)

# Pages of comparisons that somebody asks for, or that interventions get by themselves: none of them is of a trial.
TEMPLATES = (
    *("archive", "export", "marks", "new", "plan", "result", "seal", "trial", "trials", "write_plan"),
    *("interventions/list", "interventions/calendar", "interventions/intervention", "interventions/new"),
    "interventions/change",
)
SENTENCES = (
    *("trials/presenters/" + name for name in (
        "decomposition", "evidence", "headline", "intervention_calendar", "interventions", "limits", "numbers", "plan",
        "provenance", "result", "subject", "trial",
    )),
    *("trials/comparing/" + name for name in ("choosing", "designs", "months")),
    *("trials/operations/" + name for name in ("comparing", "intervening", "telling")),
    *("trials/" + name for name in ("charts", "comparison_job", "downloads", "lifecycle", "rules", "waiting")),
    "trials/forms/interventions",
    "trials/views/recording",
    *("trials/stats/designs/" + name for name in ("before_after", "interrupted_series")),
)  # fmt: skip
TAG = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}|<[^>]*>", re.DOTALL)


def words_of_template(text):
    """What a template prints of its own: neither tags, nor what it is given, nor comments."""
    return TAG.sub(" ", re.sub(r"{% comment %}.*?{% endcomment %}", " ", text, flags=re.DOTALL))


def strings_of(text):
    """Every string of a module that could be read on a page: all but docstrings and bare names."""
    tree = ast.parse(text)
    documented = (ast.Module, ast.FunctionDef, ast.ClassDef)
    docs = {
        id(node.body[0].value) for node in ast.walk(tree) if isinstance(node, documented) and _has_doc(node)
    }
    for node in ast.walk(tree):
        said = node.value if isinstance(node, ast.Constant) and id(node) not in docs else None
        if isinstance(said, str) and " " in said.strip():
            yield said


def _has_doc(node):
    first = node.body[0] if node.body else None
    return isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_of_an_observational_page_has_no_causal_verb(name):
    text = (ROOT / f"trials/templates/trials/{name}.html").read_text()
    assert CAUSAL.findall(words_of_template(text)) == []


@pytest.mark.parametrize("name", SENTENCES)
def test_sentence_of_an_observational_page_has_no_causal_verb(name):
    said = " ".join(strings_of((ROOT / f"{name}.py").read_text()))
    assert CAUSAL.findall(said) == []


def test_every_template_at_the_root_of_trials_is_read_here():
    there = {path.stem for path in (ROOT / "trials/templates/trials").glob("*.html")}
    there |= {
        f"interventions/{path.stem}" for path in (ROOT / "trials/templates/trials/interventions").iterdir()
    }
    assert there - {*TEMPLATES} == set()


def test_readers_find_a_causal_verb_where_there_is_one():
    assert CAUSAL.findall(words_of_template("<p>{% if x %}The prompt led to more{% endif %}</p>"))
    assert CAUSAL.findall(" ".join(strings_of('"""Doc."""\nA = f"{name} reduced charges by {n}"')))
    assert not CAUSAL.findall(" ".join(strings_of('"""What it caused."""\nA = "effect"')))


class Visible(HTMLParser):
    """The text of a page's main part, without what its own readers never see, and texts that stand for pictures."""

    def __init__(self, text):
        super().__init__()
        self.said = []
        self.feed(text[text.index("<main") : text.index("</main>")])

    def handle_data(self, data):
        self.said.append(data)

    def handle_starttag(self, tag, attrs):
        self.said += [value or "" for name, value in attrs if name in {"alt", "aria-label"}]


# Which figures lead to which design.
DESIGNS = {
    "difference_in_differences": {},
    "controlled_series": {"units": figures.UNITS[:4], "changed": figures.CHANGED[:1]},
    "interrupted_series": {"units": figures.UNITS[:3], "changed": figures.UNITS[:3]},
    "before_after": {
        "units": figures.UNITS[:3], "changed": figures.UNITS[:3], "first": datetime.date(2025, 7, 1),
    },
}  # fmt: skip


@pytest.mark.parametrize("design", DESIGNS)
def test_whole_pages_of_each_design_have_no_causal_verb(design, practice, lead, nudge, looked, client):
    options = DESIGNS[design]
    changed = options.get("changed", figures.CHANGED)
    intervention = figures.intervention(practice, lead, nudge, units=changed)
    figures.extract(practice, at=LATER, **options)
    looked(ON, analysed=True)
    trial = Trial.scoped.for_force(practice).get()
    run = Run.scoped.for_force(practice).get()
    assert trial.design == design and not Job.objects.filter(state="failed").exists()
    client.force_login(lead)
    addresses = [
        reverse("trials:result", args=[practice.slug, trial.pk, run.pk]),
        reverse("trials:trial", args=[practice.slug, trial.pk]),
        reverse("trials:plan", args=[practice.slug, trial.pk, 1]),
        reverse("trials:intervention", args=[practice.slug, intervention.pk]),
        reverse("trials:interventions", args=[practice.slug]),
    ]
    for where in addresses:
        said = " ".join(Visible(client.get(where).content.decode()).said)
        assert CAUSAL.findall(said) == [], where
