"""The pages of one planned trial, as a small navigation on each of them. A page adds its line here."""

from dataclasses import dataclass

from django.urls import reverse

from cjnudge.accounts.permissions import Permission, Role, role_allows
from trials.queries.guests import GUESTS_MAY


@dataclass(frozen=True)
class NavLine:
    """One page of a trial: the reader sees it whose role carries `permission`, or whom that page admits as a guest."""

    label: str
    url_name: str
    permission: Permission
    started: bool = False  # only once the trial went live


LINES = (
    NavLine("Overview", "trials:trial", Permission.VIEW_RESULTS),
    NavLine("Plan", "trials:planning", Permission.MANAGE_TRIALS),
    NavLine("Power", "trials:power", Permission.VIEW_RESULTS),
    NavLine("Rehearsal", "trials:rehearsal", Permission.VIEW_RESULTS),
    NavLine("Protocol", "trials:protocol", Permission.VIEW_RESULTS),
    NavLine("Allocation", "trials:allocation", Permission.VIEW_RESULTS),
    NavLine("Delivery", "trials:delivery", Permission.VIEW_RESULTS),
    NavLine("Results", "trials:trial_results", Permission.VIEW_RESULTS),
    NavLine("Guests", "trials:guests", Permission.MANAGE_TRIALS),
    NavLine("Monitor", "trials:monitor", Permission.VIEW_RESULTS, started=True),
    NavLine("What changed", "trials:changes", Permission.VIEW_RESULTS, started=True),
    NavLine("Scrutiny panel", "trials:audits", Permission.VIEW_RESULTS, started=True),
    NavLine("Alarms", "trials:alerts", Permission.VIEW_RESULTS, started=True),
)


def trial_nav(trial, role, current=""):
    """[{label, url, current}] of the trial's pages that this role may open; current: the url name of this page."""
    live = trial.conduct.started_on is not None
    seen = [
        line
        for line in LINES
        if (role_allows(role, line.permission) or (role == Role.GUEST and line.permission in GUESTS_MAY))
        and (live or not line.started)
    ]
    return [
        {
            "label": line.label,
            "url": reverse(line.url_name, args=[trial.force.slug, trial.pk]),
            "current": line.url_name == current,
        }
        for line in seen
    ]
