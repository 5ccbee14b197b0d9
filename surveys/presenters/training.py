"""Training sessions and recorded answers to the short cases, as their pages show them."""

from django.urls import reverse

from cjnudge.accounts.models import Unit
from surveys.queries.training import recorded

NOT_RECORDED = "Nothing is recorded: answers to these cases are counted and not judged"


def session_rows(sessions):
    """One dictionary a session for the list."""
    return [
        {"session": one, "url": reverse("surveys:session", args=[one.force.slug, one.pk])}
        for one in sessions.select_related("force")
    ]


def session_facts(session):
    """[(name, value)] of what is recorded."""
    units = Unit.scoped.for_force(session.force).filter(key__in=session.units).order_by("name", "starts_on")
    names = {unit.key: unit.name for unit in units}
    return [
        ("Held on", f"{session.held_on:%-d %B %Y}"),
        ("Format", session.format.capitalize()),
        ("Hours", f"{session.hours:g}"),
        ("Units", ", ".join(names.values()) or "Not recorded"),
        ("People who took part", f"{session.attending:,}"),
    ]


def source_rows(force, sources):
    """One dictionary for each instrument and module with short cases."""
    return [
        {"source": one, "url": rules_url(force, one), "state": rules_state(recorded(force, one))}
        for one in sources
    ]


def rules_url(force, source):
    return reverse("surveys:case_rules", args=[force.slug, source.key, source.version])


def rules_state(rules):
    return f"Version {rules.version}, {rules.made_at:%-d %B %Y}" if rules else "Not recorded"


def rules_page(source, rules):
    """Every case with what is right in it."""
    cases = [
        {
            "number": number,
            "text": case.text,
            "right": (rules.answers.get(case.id) if rules else None) or "Not judged",
            "why": rules.reasons.get(case.id, "") if rules else "",
        }
        for number, case in enumerate(source.scenarios, 1)
    ]
    return {"source": source, "rules": rules, "cases": cases, "not_recorded": "" if rules else NOT_RECORDED}
