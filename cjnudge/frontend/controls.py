"""A form field as GOV.UK Frontend wants it: which pattern, which ids, what describes it.

Text written by people (labels, help, choices, errors) stays plain text here; the templates escape it.
"""

from dataclasses import dataclass
from functools import cached_property

from django import forms

# First match wins: a CheckboxSelectMultiple is a RadioSelect to Django, a ClearableFileInput a FileInput.
UNSEEN_TYPING = "govuk-input govuk-password-input__input govuk-js-password-input-input"
KINDS = (
    (forms.CheckboxSelectMultiple, "checkboxes", "govuk-checkboxes__input"),
    (forms.RadioSelect, "radios", "govuk-radios__input"),
    (forms.CheckboxInput, "checkbox", "govuk-checkboxes__input"),
    (forms.Select, "select", "govuk-select"),
    (forms.Textarea, "textarea", "govuk-textarea"),
    (
        forms.PasswordInput,
        "password",
        "govuk-input govuk-password-input__input govuk-js-password-input-input",
    ),
    (forms.FileInput, "file", "govuk-file-upload"),
    (forms.MultiWidget, "parts", "govuk-input"),
    (forms.SelectDateWidget, "parts", "govuk-select"),
)
WITH_OPTIONS = {"checkboxes", "radios"}
IN_FIELDSET = {*WITH_OPTIONS, "parts"}


@dataclass(frozen=True)
class Option:
    """One radio or checkbox of a group."""

    id: str
    name: str
    value: str
    label: str
    hint: str
    chosen: bool
    disabled: bool
    type: str

    @property
    def hint_id(self):
        return f"{self.id}-hint"


@dataclass(frozen=True)
class Problem:
    """One line of the error summary: its text and the id of the control it is about ("" when of none)."""

    text: str
    target: str


class Control:
    """What the pack's templates need to know of one bound field."""

    def __init__(self, field):
        self.field = field
        self.kind, self._class = kind_of(field.field.widget)

    @property
    def template(self):
        return f"govuk/controls/{'choices' if self.kind in WITH_OPTIONS else self.kind}.html"

    @property
    def id(self):
        return self.field.auto_id or f"id_{self.field.html_name}"

    @property
    def first_id(self):
        """The id of the first thing to put the cursor in: what the error summary links to."""
        if self.kind in WITH_OPTIONS:
            return self.options[0].id if self.options else self.id
        if isinstance(self.field.field.widget, forms.SelectDateWidget):
            return self.field.field.widget.id_for_label(self.id)
        return f"{self.id}_0" if self.kind == "parts" else self.id

    @property
    def hint_id(self):
        return f"{self.id}-hint"

    @property
    def error_id(self):
        return f"{self.id}-error"

    @property
    def described_by(self):
        """Ids of the hint and the error message, in reading order; "" when there are none."""
        own = self.field.field.widget.attrs.get("aria-describedby", "")
        hint = self.hint_id if self.field.help_text else ""
        error = self.error_id if self.field.errors else ""
        return " ".join(part for part in (own, hint, error) if part)

    @property
    def is_optional(self):
        """Whether the label says "(optional)": one tick box, or a form that filters, never does."""
        marked = getattr(self.field.form, "mark_optional", True)
        return marked and not self.field.field.required and self.kind not in {"checkbox", "checkboxes"}

    @property
    def widget(self):
        """The input itself, rendered by Django with GOV.UK's classes beside the author's own attributes."""
        classes = [self._class, self.field.field.widget.attrs.get("class", "")]
        if self.field.errors and self.kind not in {"checkbox", "parts"}:
            classes.append(f"{self._class.split()[0]}--error")
        if self.field.errors and self.kind == "parts":
            classes.append("govuk-input--error")
        attributes = {"class": " ".join(name for name in classes if name), "id": self.id}
        if self.described_by and self.kind not in IN_FIELDSET:
            attributes["aria-describedby"] = self.described_by
        return self.field.as_widget(attrs=attributes)

    @cached_property
    def options(self):
        """The radios or checkboxes of a group. A widget's `hints` (value to text) explains single choices."""
        hints = {str(value): text for value, text in getattr(self.field.field.widget, "hints", {}).items()}
        return [option_of(bound.data, hints) for bound in self.field.subwidgets]


def kind_of(widget):
    """Name of the control pattern and the class of its input."""
    for widget_type, kind, css_class in KINDS:
        if isinstance(widget, widget_type):
            return kind, css_class
    return "input", "govuk-input"


def option_of(data, hints):
    """An Option from what Django knows of one radio or checkbox."""
    return Option(
        id=data["attrs"]["id"],
        name=data["name"],
        value=data["value"],
        label=data["label"],
        hint=hints.get(str(data["value"]), ""),
        chosen=bool(data["selected"]),
        disabled=bool(data["attrs"].get("disabled")),
        type=data["type"],
    )


def form_problems(form):
    """Every error of a form in the order of its fields, those of the whole form first."""
    found = [Problem(text, whole_form_id(form)) for text in form.non_field_errors()]
    for field in form:
        target = whole_form_id(form) if field.is_hidden else Control(field).first_id
        found += [Problem(text, target) for text in field.errors]
    return found


def hidden_problems(form):
    """Texts shown over the form: what is wrong with all of it or with a field that nobody sees."""
    hidden = [text for field in form.hidden_fields() for text in field.errors]
    return [*form.non_field_errors(), *hidden]


def whole_form_id(form):
    """The id of the place where a form's own errors stand."""
    return f"{form.prefix or 'form'}-errors"
