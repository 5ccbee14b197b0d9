"""The values of a safeguards record: their order, their words, and how each reads on a page."""

from cjnudge.safeguards import rules

LABELS = {
    "title": "Title",
    "controller": "Controller",
    "regime": "Data protection regime",
    "lawful_basis": "Lawful basis",
    "impact_assessment": "Data protection impact assessment",
    "impact_assessed_on": "Date of that assessment",
    "equality_assessment": "Equality impact assessment",
    "ethics": "Ethics",
    "consulted_on": "Staff associations consulted on",
    "associations": "Staff associations consulted",
    "reason_not_consulted": "Why the staff associations were not consulted",
    "retain_until": "Kept until",
    "retain_months": "Kept for",
    "retention_rule": "What happens then",
    "contact": "Contact",
}

# Given instead of another value, so that an empty one is not a gap: rules.missing names those.
ALTERNATIVES = {"reason_not_consulted", "retain_until", "retain_months"}


def shown(version, name):
    """One value as a reader sees it; "" when it is empty."""
    value = getattr(version, name)
    if value in (None, ""):
        return ""
    if name == "regime":
        return rules.REGIMES.get(value, value)
    if name == "retain_months":
        return f"{value} month{'s' if value != 1 else ''}"
    return f"{value:%-d %B %Y}" if hasattr(value, "strftime") else str(value)


def rows(version):
    """[(label, value or "Not filled in")] of a version, in the order of the form; alternatives only where given."""
    found = [(name, label, shown(version, name)) for name, label in LABELS.items()]
    return [
        (label, value or "Not filled in") for name, label, value in found if value or name not in ALTERNATIVES
    ]


def differences(old, new):
    """[(label, before, after)] of what the newer version changed."""
    pairs = [(label, shown(old, name), shown(new, name)) for name, label in LABELS.items()]
    return [(label, before or "Empty", after or "Empty") for label, before, after in pairs if before != after]
