"""Filters for the templates of the crispy pack and the components: `{% load govuk %}`."""

from django import template
from django.forms.formsets import BaseFormSet

from cjnudge.frontend import controls

register = template.Library()


@register.filter
def control(field):
    """A bound field as the control that the pack's templates draw."""
    return controls.Control(field)


@register.filter
def problems(form):
    """The lines of the error summary for a form or a formset; none when it has not been sent."""
    if not getattr(form, "is_bound", False):
        return []
    if not isinstance(form, BaseFormSet):
        return controls.form_problems(form)
    own = [controls.Problem(text, "") for text in form.non_form_errors()]
    return own + [problem for member in form.forms for problem in controls.form_problems(member)]


@register.filter
def hidden_problems(form):
    """Errors that belong to no visible field."""
    return controls.hidden_problems(form) if form.is_bound else []


@register.filter
def errors_id(form):
    """The id of the place where a form's own errors stand."""
    return controls.whole_form_id(form)


@register.filter
def beside(row, headings):
    """A row's cells, each beside the kind of its column: [(cell, kind), …]."""
    return [(cell, kind) for cell, (_, kind) in zip(row, headings, strict=True)]


@register.filter
def is_running(state):
    """Whether a job in this state may still move."""
    return state in {"ready", "running"}
