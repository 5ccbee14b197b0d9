"""What every page's frame needs: where the person can go from here. Each app registers its own entries."""

from dataclasses import dataclass

from django.urls import reverse

from cjnudge.accounts.permissions import Permission, role_allows


@dataclass(frozen=True)
class NavEntry:
    """One entry of a force's menu. `url_name` takes the force's slug; who lacks `permission` does not see it."""

    label: str
    url_name: str
    permission: Permission
    order: int = 100
    in_practice: bool = True  # whether a practice space has such a page
    exact: bool = False  # marked as current on its own address only, not on those below it

    def url(self, force):
        return reverse(self.url_name, args=[force.slug])


_entries: dict[str, NavEntry] = {}


def register(entry):
    """Put an entry on the menu of every force; the same address again replaces it. Call it in AppConfig.ready."""
    _entries[entry.url_name] = entry


def entries_for(force, role):
    """The entries a role sees in a force, in order."""
    seen = [e for e in _entries.values() if role_allows(role, e.permission)]
    fitting = [e for e in seen if e.in_practice or not force.is_practice]
    return sorted(fitting, key=lambda entry: (entry.order, entry.label))


def landing(force, role):
    """Where a person with this role begins in a force: the first entry of their menu."""
    return entries_for(force, role)[0].url(force)


def page_frame(request):
    """Context of base.html: `nav` as [(label, url, is current)], `footer_links`, and `force_url` to begin at."""
    force, membership = getattr(request, "force", None), getattr(request, "membership", None)
    nav = []
    if force is not None and membership is not None:
        for entry in entries_for(force, membership.role):
            url = entry.url(force)
            nav.append((entry.label, url, is_current(request.path, url, exact=entry.exact)))
    start = nav[0][1] if nav else ""
    return {"nav": nav, "footer_links": [("Privacy", reverse("privacy"))], "force_url": start}


def is_current(path, url, *, exact):
    return path == url if exact else path.startswith(url)
