"""The forms on which an instrument is written: one a part. The rules are those of the instruments' files.

Fields carry the names of the values they fill, so that what an operation refuses is shown at its field; that a text is
there, and short enough, is for those rules to say too, and no field is required here.
"""

from django import forms

from cjnudge.behaviour import COMPONENTS
from cjnudge.forms import GovukForm
from surveys.instruments.draft_content import FURTHEST_END
from surveys.scales.instrument import ORDERS, POLARITIES

LARGEST_FILE = 500_000  # bytes; the longest instrument that comes with the software has 9,000
POLARITY_WORDS = {
    "enabler": "Agreeing means that it helps",
    "need": "Agreeing means that something is lacking (“I would have to …”)",
}
LISTED = "One on each line"
CONDITION = "Such as ${b1} > 3 and ${t1.1} != 'never', by the names in the lists. Empty: it is always asked"


class Lines(forms.CharField):
    """A list of texts, one on each line; what it gives is a list."""

    widget = forms.Textarea

    def __init__(self, **options):
        super().__init__(required=False, **{"help_text": LISTED, **options})
        self.widget.attrs["rows"] = 4

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def to_python(self, value):
        return [line.strip() for line in super().to_python(value).splitlines() if line.strip()]

    def run_validators(self, value):
        super().run_validators("\n".join(value))


def wording(label, rows=0, **options):
    """A text of one line, or in a box of so many lines."""
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(label=label, required=False, widget=widget, **options)


def number(label, **options):
    """A whole number; left empty it is none."""
    limits = {"min_value": -FURTHEST_END, "max_value": FURTHEST_END}
    return forms.IntegerField(label=label, required=False, **limits, **options)


class PartForm(GovukForm):
    """One part of a draft. `held` is its value as stored, `occasions` those that the instrument knows."""

    mark_optional = False
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, held, seen, occasions=(), **options):
        self.held = held
        super().__init__(*args, initial={**self.initial_of(held), "seen": seen}, **options)
        if "occasions" in self.fields and isinstance(self.fields["occasions"], forms.MultipleChoiceField):
            self.fields["occasions"].choices = [(one, one) for one in occasions]
            if not occasions:
                del self.fields["occasions"]

    def initial_of(self, held):
        return held

    def values(self):
        """The value of the part; its `seen` is none of it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}

    def show(self, problems):
        """Put the words of a refusal at their fields."""
        for field, words in problems:
            self.add_error(field if field in self.fields else None, words)


class AboutForm(PartForm):
    title = wording("Title", help_text="Leads see it, and officers where a survey is not named otherwise")
    about = wording("What is it for, and how is it used?", 4)
    standing = wording("What is not validated?", 3, help_text="For example, “Not validated in policing.”")
    adapted = wording(
        "Where does it come from?", 3, help_text="What it was adapted from, or that it is your own"
    )
    occasions = Lines(
        label="Is it answered on several occasions?",
        help_text="One on each line, such as “before” and “after”; empty where it is answered once",
    )


class BehaviourForm(PartForm):
    intro = "One survey asks about one behaviour. The statement heads every page that an officer sees."
    statement = wording("The statement", 4)
    actor = wording("Who acts?", 2)
    action = wording("What do they do?", 2)
    context = wording("In which situation?", 2)
    target = wording("For whom, or to what?", 2)
    time = wording("When?", 2)


class NoticeForm(PartForm):
    intro = "What an officer reads before the first question. A survey adds how long answers are kept and whom to ask."
    purpose = wording("What it is for", 3, help_text="Say that answers are not used for discipline")
    who_sees = wording("Who can see what", 3)
    limits = wording("What cannot be promised", 3)
    kept = wording("How long it is kept", 3)
    withdrawal = wording("No way back", 3)
    contact = wording("Whom to ask", 3)
    agreement = wording("The sentence by which an officer agrees to take part", 3)


class ScaleForm(PartForm):
    """How the statements are answered."""

    low = number("Lowest answer", widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}))
    low_label = wording("What does it mean?")
    high = number("Highest answer", widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}))
    high_label = wording("What does it mean?")
    outside = Lines(
        label="Answers outside the scale",
        help_text=f"They carry no score, such as “prefer not to say”. {LISTED}",
    )
    order = forms.ChoiceField(
        label="In which order are statements shown?",
        widget=forms.RadioSelect,
        choices=[(one, one.capitalize()) for one in ORDERS],
    )


class ItemForm(PartForm):
    text = wording("Statement", 3, help_text="Something an officer can agree with, or not")
    definition = wording("A word to explain it (if needed)", 2)
    component = forms.ChoiceField(
        label="What is it about?", widget=forms.RadioSelect, required=False, help_text="Officers never see it"
    )
    domain = wording(
        "Domain, for whoever reads the results (if any)", help_text="Such as “skills” or “resources”"
    )
    polarity = forms.ChoiceField(
        label="What does agreeing mean?",
        widget=forms.RadioSelect,
        choices=[(one, POLARITY_WORDS[one]) for one in POLARITIES],
        required=False,
        help_text="The same in all statements about one thing, or their mean would mean nothing",
    )
    reversed = forms.BooleanField(label="Worded the other way round: it is scored in reverse", required=False)
    relevant = wording("Asked only if", help_text=CONDITION)
    occasions = forms.MultipleChoiceField(
        label="When is it asked? (every time, where none is ticked)",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        field = self.fields["component"]
        field.choices = [(code, one.name.capitalize()) for code, one in COMPONENTS.items()]
        field.widget.hints = {code: one.reading.capitalize() for code, one in COMPONENTS.items()}

    def initial_of(self, held):
        return {"polarity": "enabler", **held}


class ScenarioForm(PartForm):
    text = wording("The case", 6)
    choices = Lines(label="Answers to choose from")
    form = wording(
        "Parallel form", help_text="Cases of one form are shown together: “A” where there is but one"
    )
    occasions = forms.MultipleChoiceField(
        label="When is it asked? (every time, where none is ticked)",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def initial_of(self, held):
        return {"form": "A", **held}


class DecisionsForm(GovukForm):
    """What each changed or new statement stands for. statements: [(item, {id: item before} it may stand for)]."""

    mark_optional = False
    submit_label = "Save"
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    NEW = "new"

    def __init__(self, *args, statements, said, seen, **options):
        super().__init__(*args, initial={"seen": seen}, **options)
        self.names = {}
        for place, (item, partners) in enumerate(statements, 1):
            name = f"statement_{place}"
            self.names[item["id"]] = name
            choices = [(self.NEW, "Nothing before: it is new")]
            choices += [(old, f"The same as “{before['text']}”") for old, before in partners.items()]
            initial = {None: None, "": self.NEW}.get(said.get(item["id"]), said.get(item["id"]))
            self.fields[name] = forms.ChoiceField(
                label=f"What does “{item['text']}” stand for?",
                widget=forms.RadioSelect,
                choices=choices,
                initial=initial,
            )

    def values(self):
        """{id here: id before, or ""}."""
        chosen = {item: self.cleaned_data[name] for item, name in self.names.items()}
        return {item: "" if one == self.NEW else one for item, one in chosen.items()}

    def show(self, problems):
        for item, words in problems:
            self.add_error(self.names.get(item), words)


class CopyForm(GovukForm):
    title = ""
    submit_label = "Copy it"
    new_title = forms.CharField(
        label="Title of your own instrument", max_length=120, help_text="It can be changed later"
    )

    def clean_new_title(self):
        return " ".join(self.cleaned_data["new_title"].split())


class FileForm(GovukForm):
    submit_label = "Upload the file"
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    file = forms.FileField(label="The file", help_text="An instrument as a TOML file; at most 500 kB")

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError("The file is larger than 500 kB: no instrument is.")
        return file


FORMS = {"about": AboutForm, "behaviour": BehaviourForm, "notice": NoticeForm, "scale": ScaleForm}
