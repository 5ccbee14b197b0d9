"""Every view says who may use it, and which methods it takes."""

from django.urls import URLPattern, get_resolver, path

from cjnudge.accounts.access import public, signed_in


def views(patterns):
    """(address pattern, view) of everything the resolver can reach."""
    for entry in patterns:
        if isinstance(entry, URLPattern):
            yield str(entry.pattern), entry.callback
        else:
            yield from views(entry.url_patterns)


def undeclared(patterns):
    return [address for address, view in views(patterns) if not hasattr(view, "access")]


def not_functions(patterns):
    return [address for address, view in views(patterns) if hasattr(view, "view_class")]


def sample(request):
    """A view without a declaration."""


def test_every_view_declares_its_access():
    assert undeclared(get_resolver().url_patterns) == []


def test_every_view_is_a_function():
    assert not_functions(get_resolver().url_patterns) == []


def test_rule_finds_a_view_without_a_declaration():
    declared, open_to_all = signed_in(lambda request: None), public(lambda request: None)
    assert undeclared([path("a/", sample), path("b/", declared), path("c/", open_to_all)]) == ["a/"]
