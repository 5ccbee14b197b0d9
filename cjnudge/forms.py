"""Forms in GOV.UK dress: give a form GovukFormMixin, write `{% crispy form %}`, and it is complete."""

from datetime import date

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout as CrispyLayout
from crispy_forms.layout import LayoutObject
from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import pretty_name
from django.template.loader import render_to_string

from cjnudge.characters import holds_unseen
from cjnudge.frontend.controls import kind_of


def request_for(field, label):
    """What to do about a field left empty, in words that make sense in a list of errors."""
    kind, _ = kind_of(field.widget)
    if label.endswith("?"):
        return f"Answer the question: {label}"
    if kind == "checkbox":
        return f"Tick the box: {label}"
    verb = "Choose" if kind in {"radios", "checkboxes", "select", "file"} else "Enter"
    return f"{verb} {uncapitalised(label)}"


def uncapitalised(label):
    """The label as it stands inside a sentence: "First day" gives "first day", "OoCR share" stays."""
    is_word = len(label) > 1 and label[0].isupper() and label[1:].split(" ")[0].islower()
    return label[0].lower() + label[1:] if is_word else label


def refuse_unseen(text):
    """For what is typed on one line."""
    _refuse(holds_unseen(text))


def refuse_unseen_but_line_ends(text):
    """For what is typed in a box of several lines."""
    _refuse(holds_unseen(text, lines=True))


def _refuse(found):
    if found:
        raise ValidationError("This holds a character that cannot be seen: type it again.", code="unseen")


def text_validators(field):
    """What every text has to pass; a password may hold anything, and a file's name is not kept."""
    if not isinstance(field, forms.CharField) or isinstance(field.widget, forms.PasswordInput):
        return []
    check = refuse_unseen_but_line_ends if isinstance(field.widget, forms.Textarea) else refuse_unseen
    return [] if check in field.validators else [check]


class Section(LayoutObject):
    """Fields under one legend. Unlike crispy's Fieldset, the legend is text and never runs as a template."""

    template = "%s/layout/section.html"

    def __init__(self, legend, *fields, hint=""):
        self.legend, self.hint, self.fields = legend, hint, list(fields)

    def render(self, form, context, template_pack="govuk", **options):
        fields = self.get_rendered_fields(form, context, template_pack, **options)
        values = {"legend": self.legend, "hint": self.hint, "fields": fields}
        return render_to_string(self.get_template_name(template_pack), values)


class GovukFormMixin:
    """Gives a form its `helper`. A form sets what differs; a view may set the same names on an instance.

    `sections` is a sequence of (legend, field names); a field it leaves out is not shown.
    """

    use_required_attribute = False  # the browser's own bubbles are no good to screen readers
    form_method = "post"
    form_action = ""
    form_tag = True
    title = ""  # a heading of level 1 over the form
    intro = ""
    submit_label = "Save"
    submit_style = ""  # "secondary" or "warning"
    cancel_url = ""
    cancel_label = "Cancel"
    mark_optional = True
    sections = ()

    def _clean_fields(self):
        """Every field is asked for and checked alike, those that a form adds in its own __init__ among them."""
        for name, field in self.fields.items():
            if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = request_for(field, field.label or pretty_name(name))
            field.validators = [*field.validators, *text_validators(field)]
        super()._clean_fields()

    @property
    def helper(self):
        """What `{% crispy form %}` reads."""
        helper = FormHelper()
        helper.form_method, helper.form_action = self.form_method, self.form_action
        helper.form_tag = self.form_tag
        helper.disable_csrf = self.form_method.lower() == "get"
        helper.include_media = False
        helper.form_class = "app-form"
        for name in ("title", "intro", "submit_label", "submit_style", "cancel_url", "cancel_label"):
            setattr(helper, name, getattr(self, name))
        if self.sections:
            helper.layout = CrispyLayout(*(Section(legend, *fields) for legend, fields in self.sections))
            helper.render_hidden_fields = True
        return helper


class GovukForm(GovukFormMixin, forms.Form):
    """A plain form in GOV.UK dress."""


class GovukModelForm(GovukFormMixin, forms.ModelForm):
    """A model's form in GOV.UK dress. Saving is an operation's work, so call `cleaned_data`, not `save`."""


class DateWidget(forms.MultiWidget):
    """Day, month and year in three boxes: quicker and safer than a calendar for a date one knows."""

    template_name = "govuk/widgets/date.html"
    use_fieldset = True
    parts = (("day", "Day", 2), ("month", "Month", 2), ("year", "Year", 4))

    def __init__(self, attrs=None):
        super().__init__({key: forms.TextInput({"inputmode": "numeric"}) for key, _, _ in self.parts}, attrs)

    def decompress(self, value):
        return [value.day, value.month, value.year] if value else ["", "", ""]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        for box, (_, label, width) in zip(context["widget"]["subwidgets"], self.parts, strict=True):
            own = f"govuk-date-input__input govuk-input--width-{width}"
            box["label"] = label
            box["attrs"]["class"] = f"{box['attrs'].get('class', '')} {own}".strip()
        return context


class DateField(forms.MultiValueField):
    """A date from three boxes, as a `datetime.date`."""

    widget = DateWidget
    default_error_messages = {
        "incomplete": "The date must include a %(missing)s.",
        "invalid": "Enter a real date, such as 27 3 2026.",
    }

    def __init__(self, **options):
        options.setdefault("help_text", "For example, 27 3 2026")
        boxes = [forms.CharField(required=False) for _ in DateWidget.parts]
        super().__init__(boxes, require_all_fields=False, **options)

    def clean(self, value):
        """The date, None when left empty, or a ValidationError that says which part is amiss."""
        typed = [str(part or "").strip() for part in value or ("", "", "")]
        if any(typed):
            self._refuse_gaps(typed)
        found = self.compress(typed)
        forms.Field.validate(self, found)  # MultiValueField's own checks nothing
        self.run_validators(found)
        return found

    def _refuse_gaps(self, typed):
        missing = [key for (key, _, _), part in zip(DateWidget.parts, typed, strict=True) if not part]
        if missing:
            text = self.error_messages["incomplete"]
            raise ValidationError(text, code="incomplete", params={"missing": " and ".join(missing)})

    def compress(self, typed):
        if not any(typed):
            return None
        try:
            day, month, year = (int(part) for part in typed)
            if year < 1000:  # "26" would be the year 26
                raise ValueError(year)
            return date(year, month, day)
        except (ValueError, OverflowError) as wrong:  # a year of twenty digits overflows
            raise ValidationError(self.error_messages["invalid"], code="invalid") from wrong
