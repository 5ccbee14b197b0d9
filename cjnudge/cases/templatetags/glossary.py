"""`{% load glossary %}{% term "basis" %}`: what a word means, on the page that uses it."""

from django import template
from django.urls import reverse

from cjnudge.cases.glossary import term as term_of

register = template.Library()


@register.inclusion_tag("components/term.html", name="term")
def term(key):
    """The definition of a term, folded, with the way to the glossary."""
    found = term_of(key)
    return {"term": found.term, "meaning": found.meaning, "url": f"{reverse('cases:glossary')}#{found.key}"}
