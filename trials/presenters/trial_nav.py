"""The pages of one planned trial, as a small navigation on each of them. A page adds its line here."""

from dataclasses import dataclass

from django.urls import reverse

from cjnudge.accounts.permissions import Permission, Role, role_allows


@dataclass(frozen=True)
class NavLine:
    """One page of a trial: the reader sees it whose role carries `permission`; `guests` too where it says so."""

    label: str
    url_name: str
    permission: Permission
    guests: bool = False
    started: bool = False  # only once the trial went live


LINES = (
    NavLine("Overview", "trials:trial", Permission.VIEW_RESULTS, guests=True),
    NavLine("Plan", "trials:planning", Permission.MANAGE_TRIALS),
    NavLine("Power", "trials:power", Permission.VIEW_RESULTS),
    NavLine("Protocol", "trials:protocol", Permission.VIEW_RESULTS, guests=True),
    NavLine("Allocation", "trials:allocation", Permission.VIEW_RESULTS),
    NavLine("Delivery", "trials:delivery", Permission.VIEW_RESULTS),
    NavLine("Results", "trials:trial_results", Permission.VIEW_RESULTS, guests=True),
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
        if (role_allows(role, line.permission) or (line.guests and role == Role.GUEST))
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
