"""Which pages are open to a guest: each app that invites guests registers its own rule in AppConfig.ready."""

_rules: list = []


def register(rule):
    """Let `rule(user, force, permission, address)` admit a guest to a page; address: the rest of its parameters."""
    if rule not in _rules:
        _rules.append(rule)


def is_guest_here(user, force, permission, address):
    """Whether a person who is no more than a guest was invited to this page."""
    return any(rule(user, force, permission, address) for rule in _rules)
