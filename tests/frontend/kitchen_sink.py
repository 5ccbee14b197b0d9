"""A form with one of everything, and pages that show every component: for these tests and for looking at."""

from django import forms

from cjnudge.forms import DateField, GovukForm

SCRIPT = "<script>alert(1)</script>"
CHOICES = [(SCRIPT, SCRIPT)]


class KitchenSink(GovukForm):
    """One field of every kind that the pack draws."""

    title = "Everything a form can hold"
    intro = "Each control appears once."
    submit_label = "Save answers"
    cancel_url = "/"

    name = forms.CharField(label="Full name", widget=forms.TextInput({"autocomplete": "name"}))
    email = forms.EmailField(
        label="Work e-mail",
        help_text="Your police.uk address",
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    secret = forms.CharField(
        label="Password",
        widget=forms.PasswordInput({"autocomplete": "current-password", "class": "govuk-input--width-20"}),
    )
    why = forms.CharField(label="Why do you ask?", required=False, widget=forms.Textarea({"rows": 4}))
    force = forms.ChoiceField(label="Force", choices=[("", "Choose"), ("herts", "Hertfordshire")])
    role = forms.ChoiceField(
        label="Role",
        help_text="What the person may do",
        choices=[("lead", "Lead"), ("evaluator", "Evaluator")],
        widget=forms.RadioSelect,
    )
    types = forms.MultipleChoiceField(
        label="Outcome types",
        choices=[("2", "Caution, youths"), ("8", "Community resolution")],
        widget=forms.CheckboxSelectMultiple,
    )
    agree = forms.BooleanField(label="I have read the note", help_text="It is one page long")
    starts_on = DateField(label="First day")
    extract = forms.FileField(label="Extract", help_text="A CSV file")
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["role"].widget.hints = {"lead": "Sets up surveys and trials"}


class Authored(GovukForm):
    """Every text that a person may have written holds a script."""

    title = intro = submit_label = cancel_label = SCRIPT
    cancel_url = "/"
    sections = ((SCRIPT + "{{ 7|add:7 }}", ("text", "pick", "tick", "many", "day", "word")),)
    text = forms.CharField(label=SCRIPT, help_text=SCRIPT)
    pick = forms.ChoiceField(label=SCRIPT, help_text=SCRIPT, choices=CHOICES, widget=forms.RadioSelect)
    many = forms.MultipleChoiceField(label=SCRIPT, choices=CHOICES, widget=forms.CheckboxSelectMultiple)
    word = forms.ChoiceField(label=SCRIPT, choices=CHOICES)
    tick = forms.BooleanField(label=SCRIPT, help_text=SCRIPT)
    day = DateField(label=SCRIPT, help_text=SCRIPT)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["pick"].widget.hints = {SCRIPT: SCRIPT}

    def clean(self):
        raise forms.ValidationError(SCRIPT)
