"""A force's first page: what is ready, what is not, and what awaits the reader."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cjnudge.accounts import queries
from cjnudge.accounts.access import needs
from cjnudge.accounts.awaiting import awaiting
from cjnudge.accounts.checklist import Status, checklist_for
from cjnudge.accounts.permissions import Permission, Role


@needs(Permission.VIEW_FORCE)
@require_safe
def force_page(request, force):
    role = request.membership.role
    steps = checklist_for(force, role)
    context = {
        "steps": [as_task(step, state, may) for step, state, may in steps],
        "done": sum(state.status == Status.DONE for _, state, _ in steps),
        "in_all": sum(state.status != Status.LATER for _, state, _ in steps),
        "awaiting": awaiting(force, request.user, role, timezone.now()),
        "role": Role(role).label,
        "practice": queries.practice_space(force),
        "administrators": queries.administrators(force.practice_of or force),
    }
    return render(request, "accounts/force.html", context)


def as_task(step, state, may):
    """A step as the task list shows it; without a link for those who may not do it."""
    hint = state.hint if may else f"{state.hint.rstrip('.')}. Your role does not include this step."
    return {"label": step.title, "state": state.status.value, "hint": hint, "url": state.url if may else ""}
