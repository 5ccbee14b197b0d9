"""Steps of a running trial: start it, record what changed, open withheld figures, answer an alarm, close or stop it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission
from cjnudge.accounts.views.answers import sent
from trials.changes import UnknownKind, kind_of
from trials.forms import running as forms
from trials.lifecycle import WrongState
from trials.models import Alert
from trials.operations.alerting import answer_alert
from trials.operations.changing import open_figures, record_change
from trials.operations.starting import close_trial, start_trial, stop_trial
from trials.planning.periods import first_day_of
from trials.planning.trial_plan import TrialPlan
from trials.queries.monitors import safety_monitor
from trials.queries.planning import sealed_plan
from trials.views.finding import crumbs, trial_crumb, trial_or_404
from trials.views.running import started_or_404

POSTED = ["GET", "HEAD", "POST"]
START = (
    "The day is kept for good. From the first of its month on, counts of single units are kept back on every page, "
    "file and comparison, until the analysis.",
    "From then on nothing by arm is computed before a planned look.",
    "Looks come by themselves, on the days that the plan says.",
)
STOP = (
    "A stopped trial is never taken up again.",
    "Its plan, allocation and changes stay readable, with your reason.",
    "What was planned is still analysed once its cases are followed, and the result says that it was stopped.",
    "Until then counts of single units stay kept back. Publishing an earlier look, or archiving the trial, gives that "
    "analysis up.",
)
CLOSE = "No case enters any more. The analysis runs by itself once the last case has had its follow-up."


def planned_or_404(force, trial_id):
    trial = trial_or_404(force, trial_id)
    if trial.is_retrospective:
        raise Http404
    return trial


def stepped(request, trial, form, operation, there, said, page):
    """The page with its form, or the way on after the step; a refusal stands on the form."""
    form.cancel_url = there
    if form.is_valid():
        try:
            operation(by=request.user, at=timezone.now())
        except WrongState as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, said)
            return redirect(there)
    way = crumbs(trial.force, trial_crumb(trial), (page["heading"], ""))
    return render(request, "trials/running/step.html", page | {"form": form, "trial": trial, "crumbs": way})


def address(name, trial):
    return reverse(f"trials:{name}", args=[trial.force.slug, trial.pk])


@needs(Permission.MANAGE_TRIALS)
@require_http_methods(POSTED)
def start(request, force, trial):
    found = planned_or_404(force, trial)
    version = sealed_plan(found)
    planned = first_day(version) if version else None
    form = forms.StartForm(sent(request), initial={"on": planned})
    return stepped(
        request,
        found,
        form,
        lambda **who: start_trial(trial=found, on=form.cleaned_data["on"], **who),
        address("trial", found),
        f"“{found.title}” is running.",
        {"heading": "Start the trial", "consequences": START},
    )


def first_day(version):
    plan = TrialPlan.from_json(version.body)
    return first_day_of(plan, plan.start)


@needs(Permission.MANAGE_TRIALS)
@require_http_methods(POSTED)
def change(request, force, trial, kind):
    found, plan, _ = started_or_404(force, trial)
    try:
        asked = kind_of(kind)
    except UnknownKind as unknown:
        raise Http404 from unknown
    if not asked.by_hand:
        raise Http404
    form = forms.ChangeForm(sent(request), kind=asked, units=plan.unit_names)
    return stepped(
        request,
        found,
        form,
        lambda **who: record_change(trial=found, **form.values(), **who),
        address("changes", found),
        "It is recorded, and will be printed with the result.",
        {"heading": asked.title, "consequences": (asked.consequence,)},
    )


@needs(Permission.MANAGE_TRIALS)
@require_http_methods(POSTED)
def open_withheld(request, force, trial):
    found, _, _ = started_or_404(force, trial)
    form = forms.OpenForm(sent(request))
    return stepped(
        request,
        found,
        form,
        lambda **who: open_figures(trial=found, **form.cleaned_data, **who),
        address("changes", found),
        "The figures are open. That is recorded, and printed on every result of the trial.",
        {"heading": "Open withheld figures", "consequences": (kind_of("unblinded").consequence,)},
    )


@needs(Permission.MANAGE_TRIALS)
@require_http_methods(POSTED)
def stop(request, force, trial):
    found = planned_or_404(force, trial)
    form = forms.StopForm(sent(request))
    return stepped(
        request,
        found,
        form,
        lambda **who: stop_trial(trial=found, **form.cleaned_data, **who),
        address("trial", found),
        f"“{found.title}” is stopped.",
        {"heading": "Stop the trial", "consequences": STOP},
    )


@needs(Permission.MANAGE_TRIALS)
@require_http_methods(POSTED)
def close(request, force, trial):
    found, _, _ = started_or_404(force, trial)
    there = address("trial", found)
    if request.method == "POST":
        try:
            close_trial(trial=found, by=request.user, at=timezone.now())
            messages.success(request, f"“{found.title}” is closed.")
        except WrongState as refusal:
            messages.error(request, str(refusal))
        return redirect(there)
    way = crumbs(force, trial_crumb(found), ("Close the trial", ""))
    page = {"trial": found, "text": CLOSE, "cancel_url": there, "crumbs": way}
    return render(request, "trials/running/close.html", page)


@needs(Permission.VIEW_RESULTS)
@require_http_methods(POSTED)
def alert(request, force, trial, alert):
    found, plan, _ = started_or_404(force, trial)
    raised = Alert.scoped.for_force(force).filter(trial=found, pk=alert).first()
    if raised is None:
        raise Http404
    there = address("alerts", found)
    monitor = safety_monitor(found, plan)
    if raised.answered_at or monitor is None or monitor.pk != request.user.pk:
        messages.error(request, "The safety monitor of the plan answers an alarm, once.")
        return redirect(there)
    form = forms.AnswerForm(sent(request))
    rule = next((one.text for one in plan.stop_rules if one.key == raised.rule), raised.rule)
    return stepped(
        request,
        found,
        form,
        lambda **who: answer_alert(
            alert=raised,
            goes_on=form.cleaned_data["goes_on"] == "yes",
            answer=form.cleaned_data["answer"],
            **who,
        ),
        there,
        "Your answer is recorded.",
        {
            "heading": "Answer an alarm",
            "consequences": (
                f"The rule that fired: {rule}",
                "No figure is shown here. If you stop the trial, it is stopped for good.",
            ),
        },
    )
