"""A planned trial's own first page, one version of its plan, and its protocol; called by the pages of all trials."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission, Role, role_allows
from trials.lifecycle_of_trials import ALLOWED, Action, State
from trials.operations.starting import last_day
from trials.plan_body import seal_of
from trials.planning.trial_plan import TrialPlan
from trials.presenters.planned_trial import look_rows, overview, version_rows
from trials.presenters.planning import SEEN, lacking, plan_rows
from trials.presenters.stop_rules import sentences
from trials.presenters.trial_nav import trial_nav
from trials.protocol import DOCX, protocol_docx, protocol_of
from trials.queries import trials as queries
from trials.queries.conduct import conduct_of, state_of_planned
from trials.queries.following import looks_of
from trials.queries.planning import approvals_of, author_ids, names_of_people, sealed_plan, standing_approval
from trials.queries.powering import refused_for_power
from trials.queries.watching import watches_of
from trials.views.finding import crumbs_of, planned_or_404


def planned_trial(request, trial):
    """State, what comes next and by whom, the versions of the plan, what was said of it, its looks and results."""
    versions = queries.plans_of(trial)
    newest = versions[0] if versions else None
    plan = TrialPlan.from_json(newest.body) if newest else None
    state, looks = state_of_planned(trial), looks_of(trial)
    said = approvals_of(newest) if newest else []
    needs_power = lacks_power(trial, state, plan)
    page = overview(
        trial,
        state,
        plan,
        lacking=plan is None or bool(lacking(plan)),
        approved=newest is not None and standing_approval(newest, seal_of(newest.body)) is not None,
        returned=bool(said) and not said[0].approves and said[0].draft == seal_of(newest.body),
        needs_power=needs_power,
        has_look=next((look for look in looks if not look.run_id), None),
    )
    page |= {
        "trial": trial,
        "facts": facts(trial, plan),
        "versions": version_rows(trial, versions, names_of_people(people_of(versions))),
        "said": said,
        "looks": look_rows(looks, plan),
        "runs": queries.runs_of(trial),
        "unsealed": newest if newest and not newest.is_sealed else None,
        "sealed": sealed_plan(trial),
        "written_after": SEEN if any(one.after_data_seen for one in versions) else "",
        **possible(request, trial, state, newest),
        **ways_on(request, trial, state, newest),
        "needs_power": needs_power,
        "trial_nav": trial_nav(trial, request.membership.role, "trials:trial"),
        "crumbs": crumbs_of(request, trial),
    }
    return render(request, "trials/planning/overview.html", page)


def possible(request, trial, state, newest):
    """What this reader can do now."""
    role = request.membership.role
    manages = role_allows(role, Permission.MANAGE_TRIALS)
    judges = role == Role.GUEST or role_allows(role, Permission.APPROVE_PLANS)
    waiting = newest is not None and not newest.is_sealed
    return {
        "may_write": manages and bool({Action.WRITE_PLAN, Action.AMEND} & ALLOWED[state]),
        "may_seal": manages and waiting and standing_approval(newest, seal_of(newest.body)) is not None,
        "may_judge": judges and waiting and request.user.pk not in author_ids(newest),
        "may_archive": manages and Action.ARCHIVE in ALLOWED[state],
        "may_start": manages and Action.START in ALLOWED[state] and not waits_for_draw(state, newest),
        "may_stop": manages and Action.STOP in ALLOWED[state],
    }


def lacks_power(trial, state, plan):
    """Whether a complete draft would not be sealed for its power."""
    return state == State.DRAFT and plan is not None and bool(refused_for_power(trial, plan))


def ways_on(request, trial, state, newest):
    """The next step of a sealed trial, where this reader is the one to take it."""
    manages = role_allows(request.membership.role, Permission.MANAGE_TRIALS)
    return {
        "may_draw": manages and waits_for_draw(state, newest),
        "may_close": manages and state == State.RUNNING and localdate() > last_day(trial),
        "may_publish": manages and state == State.ANALYSED,
    }


def waits_for_draw(state, newest):
    """Whether units still have to get their arms before the trial can start."""
    return state == State.SEALED and TrialPlan.from_json(newest.body).allocation is not None


def facts(trial, plan):
    rows = [("Question", trial.question), ("Owner", trial.owner.name), ("Short name", conduct_of(trial).slug)]
    if plan is None:
        return rows
    wanted = {"Arms", "Design", "Months", "Primary outcome", "Safety monitor"}
    return rows + [row for row in plan_rows(plan) if row[0] in wanted]


def people_of(versions):
    return {one.written_by_id for one in versions} | {one.sealed_by_id for one in versions}


def planned_version(request, version):
    """One version of the plan, with what was said of it."""
    trial, plan = version.trial, TrialPlan.from_json(version.body)
    page = {
        "plan": version,
        "trial": trial,
        "rows": plan_rows(plan, sentences(plan, watches_of(trial, plan))),
        "said": approvals_of(version),
        "draft": seal_of(version.body),
        "names": ", ".join(sorted(names_of_people(author_ids(version)).values())),
        "written_after": SEEN if version.after_data_seen else "",
        **possible(request, trial, state_of_planned(trial), version),
        "trial_nav": trial_nav(trial, request.membership.role),
        "crumbs": crumbs_of(request, trial, (f"Plan, version {version.version}", "")),
    }
    return render(request, "trials/planning/version.html", page)


@needs(Permission.VIEW_RESULTS)
@require_safe
def protocol(request, force, trial):
    """The protocol as a page to print."""
    found = planned_or_404(force, trial)
    page = {
        "trial": found,
        "protocol": protocol_of(found),
        "trial_nav": trial_nav(found, request.membership.role, "trials:protocol"),
        "crumbs": crumbs_of(request, found, ("Protocol", "")),
    }
    return render(request, "trials/planning/protocol.html", page)


@needs(Permission.VIEW_RESULTS)
@require_safe
def protocol_file(request, force, trial):
    """The protocol as a DOCX file."""
    found = planned_or_404(force, trial)
    made_up = "synthetic-" if found.synthetic else ""
    response = HttpResponse(protocol_docx(protocol_of(found)), content_type=DOCX)
    response["Content-Disposition"] = (
        f'attachment; filename="{made_up}protocol-{conduct_of(found).slug}.docx"'
    )
    return response
