"""The design assistant: three questions, an advice, a draft plan. Nothing is stored before the draft."""

from datetime import date

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission
from cjnudge.accounts.views.answers import attempt, sent
from cjnudge.cases.operations.consulting import note_consultation
from trials.forms.assistant import DraftForm, QuestionsForm
from trials.frames import FrameRefused
from trials.histories import seen_units
from trials.operations.assisting import make_draft
from trials.planning.assistant import Answers, advise
from trials.planning.defaults import MEASURE
from trials.planning.filling import Given
from trials.planning.monitors import choices, chosen
from trials.presenters.assistant import advice_page
from trials.queries.monitors import watchers
from trials.queries.planning import options_for
from trials.views.finding import crumbs


@needs(Permission.MANAGE_TRIALS)
@require_http_methods(["GET", "HEAD", "POST"])
def assistant(request, force):
    """The questions; once they are answered, the advice with the few things still to be said."""
    asked = QuestionsForm(request.GET or None, force=force, initial=first_answers(force))
    asked.cancel_url = reverse("trials:trials", args=[force.slug])
    way = crumbs(force, ("Design assistant", ""))
    seen = units_named(request, asked) if asked.is_valid() else None
    if seen is None:
        return render(request, "trials/assistant/questions.html", {"form": asked, "crumbs": way})
    advice = advise(answers_of(asked, seen))
    people = watchers(force)
    form = DraftForm(sent(request), today=localdate(), people=choices(people), initial=first_words(asked))
    form.cancel_url = reverse("trials:assistant", args=[force.slug])
    form.cancel_label = "Answer again"
    if form.is_valid():
        done, made = attempt(form, lambda: drafted(request, force, asked, seen, advice, form))
        if done:
            return to_the_next_page(request, force, *made)
    page = advice_page(asked, seen, advice) | {"form": form, "crumbs": way}
    return render(request, "trials/assistant/advice.html", page)


def first_answers(force):
    """What is ticked before anybody answers: nothing but the newest history."""
    return {"units": "\n".join(options_for(force, localdate()).units)}


def first_words(asked):
    """The title of the nudge as that of its trial."""
    versions = asked.nudges()
    return {"title": versions[0].nudge.title[:100]} if versions else {}


def units_named(request, asked):
    """What the history or the person says of the units; None where the figures cannot be read, with the reason."""
    snapshot = asked.snapshot()
    if snapshot is None:
        return Typed(asked.cleaned_data["units"])
    note_consultation(snapshot=snapshot, by=request.user, at=timezone.now())
    try:
        return seen_units(snapshot, MEASURE, on=localdate())
    except FrameRefused as refusal:
        asked.add_error("history", str(refusal))
        return None


class Typed:
    """Units without a history."""

    cases = shares = ()
    first, months = None, 0

    def __init__(self, names):
        self.names = names


def answers_of(asked, seen):
    given = asked.cleaned_data
    return Answers(who=given["who"], start=given["start"], units=len(seen.names), months_before=seen.months)


def drafted(request, force, asked, seen, advice, form):
    """(trial, study) of the draft."""
    answers = form.cleaned_data
    given = Given(
        title=answers["title"],
        design=advice.chosen.design,
        units=seen.names,
        months_before=months_until(seen, answers["go_live"]),
        go_live=answers["go_live"],
        effect=answers["effect"],
        reason=answers["reason"],
        cases=seen.cases,
        shares=seen.shares,
        **chosen(answers["safety_monitor"], watchers(force)),
    )
    return make_draft(
        force=force,
        given=given,
        nudges=asked.nudges(),
        snapshot=asked.snapshot(),
        by=request.user,
        at=timezone.now(),
        **asked.assumed(),
    )


def months_until(seen, go_live: date):
    """Months from the first of the history to the first start; none without a history."""
    if seen.first is None:
        return 0
    return max((go_live.year - seen.first.year) * 12 + go_live.month - seen.first.month, 0)


def to_the_next_page(request, force, trial, study):
    """The job that works out the power; a pilot has none, so its plan."""
    if study is None:
        messages.success(request, f"The draft of “{trial.title}” is made, as a pilot.")
        return redirect("trials:trial", force.slug, trial.pk)
    messages.success(request, f"The draft of “{trial.title}” is made. Its power is being worked out.")
    return redirect("jobs:job", force.slug, study.job_id)
