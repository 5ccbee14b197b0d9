"""Pages of a running trial that only show: the monitor, what changed, its alarms."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission
from trials.enrolled_seen import seen_words
from trials.frames import FrameRefused
from trials.models import DeclineCount, Exposure
from trials.monitoring import watch
from trials.planning.trial_plan import TrialPlan
from trials.presenters import running as presenters
from trials.presenters.trial_nav import trial_nav
from trials.queries import following
from trials.queries.allocations import draw_json_of
from trials.queries.conduct import conduct_of, state_of_planned
from trials.queries.monitors import safety_monitor
from trials.queries.planning import sealed_plan
from trials.views.finding import crumbs_of, may_manage, trial_or_404
from trials.waiting import arms_side_by_side


def started_or_404(force, trial_id):
    """(trial, its sealed TrialPlan, its Conduct) of a trial that went live."""
    trial = trial_or_404(force, trial_id)
    if trial.is_retrospective:
        raise Http404
    conduct = conduct_of(trial)
    if conduct.started_on is None:
        raise Http404
    return trial, TrialPlan.from_json(sealed_plan(trial).body), conduct


def page_of(request, trial, name, label):
    """What every page of the trial has."""
    return {
        "trial": trial,
        "trial_nav": trial_nav(trial, request.membership.role, name),
        "may_manage": may_manage(request),
        "crumbs": crumbs_of(request, trial, (label, "")),
    }


@needs(Permission.VIEW_RESULTS)
@require_safe
def monitor(request, force, trial):
    found, plan, conduct = started_or_404(force, trial)
    draw = draw_json_of(found)
    snapshot = next(iter(following.snapshots_of_cases(force)), None)
    watched, refused = watched_or_words(plan, draw, snapshot, following.changes_of(found))
    exposures = Exposure.scoped.for_force(force).filter(trial=found)
    declines = DeclineCount.scoped.for_force(force).filter(trial=found)
    state = state_of_planned(found, conduct)
    page = page_of(request, found, "trials:monitor", "Monitor") | {
        "facts": presenters.facts(plan, conduct, state, following.next_look(found), snapshot, watched),
        "months": presenters.month_rows(watched) if watched else [],
        "headings": presenters.MONTHS,
        "checks": presenters.checks(watched) if watched else [],
        "missing": watched.missing if watched else (),
        "enrolled": seen_words(found, plan, snapshot),
        "refused": refused,
        "exposure": presenters.exposure_rows(plan, draw, list(exposures)),
        "exposure_headings": presenters.EXPOSURE,
        "declines": presenters.decline_rows(declines),
        "decline_headings": presenters.DECLINES,
        "unanswered": sum(not alert.answered_at for alert in following.alerts_of(found)),
        "is_blinded": arms_side_by_side(found.design),
        "has_ended": state.value not in ("running", "closed"),
    }
    return render(request, "trials/running/monitor.html", page)


def watched_or_words(plan, draw, snapshot, changes):
    """(Watched or None, why there is none)."""
    if snapshot is None:
        return None, ""
    try:
        return watch(plan, draw, snapshot, changes), ""
    except FrameRefused as refusal:
        return None, str(refusal)


@needs(Permission.VIEW_RESULTS)
@require_safe
def changes(request, force, trial):
    found, _, _ = started_or_404(force, trial)
    page = page_of(request, found, "trials:changes", "What changed") | {
        "changes": presenters.change_rows(following.changes_of(found)),
        "kinds": presenters.kinds_to_record(found),
        "is_blinded": arms_side_by_side(found.design),
    }
    return render(request, "trials/running/changes.html", page)


@needs(Permission.VIEW_RESULTS)
@require_safe
def alerts(request, force, trial):
    found, plan, _ = started_or_404(force, trial)
    monitor = safety_monitor(found, plan)
    page = page_of(request, found, "trials:alerts", "Alarms") | {
        "alerts": presenters.alert_rows(found, following.alerts_of(found), plan),
        "rules": [rule.text for rule in plan.stop_rules],
        "monitor": plan.safety_monitor,
        "is_monitor": monitor is not None and monitor.pk == request.user.pk,
    }
    return render(request, "trials/running/alerts.html", page)
