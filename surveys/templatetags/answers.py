"""The words of the pages on which officers answer: `{% load answers %}{% say "start" %}`."""

from django import template

from surveys.answering.words import ENGLISH

register = template.Library()


@register.simple_tag(takes_context=True)
def say(context, key, **values):
    """The text of a key of surveys.answering.words in the language of the page, escaped like every value."""
    return (context.get("words") or ENGLISH).say(key, **values)


@register.simple_tag(takes_context=True)
def page_direction(context):
    """What <html dir> is: ltr or rtl."""
    return (context.get("words") or ENGLISH).direction


@register.simple_tag(takes_context=True)
def page_language(context):
    """The tag for <html lang>."""
    return (context.get("words") or ENGLISH).tag
