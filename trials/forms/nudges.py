"""The forms of the register: a new nudge, the parts of a draft, its criteria, its approval."""

from django import forms
from django.core.exceptions import ValidationError

from cjnudge.forms import GovukForm
from trials.nudges.lines import choices_of
from trials.nudges.record import Criterion, digest_of
from trials.nudges.reference import BLOCKING, reference
from trials.nudges.suggesting import functions_for, ideas_for, ideas_from

LONGEST = 1500  # characters: a long paragraph; what needs more is an attachment
FLOOR = "floor"


def title_field():
    return forms.CharField(
        label="Name of the nudge",
        max_length=120,
        help_text="As people will speak of it",
        error_messages={"required": "Enter a name"},
    )


class StartForm(GovukForm):
    """A nudge that no survey led to. `sessions`: the training sessions that can be one."""

    submit_label = "Start the draft"
    title_of_nudge = title_field()
    origin = forms.ChoiceField(label="Where does it come from?", widget=forms.RadioSelect)

    def __init__(self, *args, sessions, **kwargs):
        super().__init__(*args, **kwargs)
        self.sessions = {str(one.pk): one for one in sessions}
        trained = [(key, f"A training session: {one.title}") for key, one in self.sessions.items()]
        self.fields["origin"].choices = [(FLOOR, "An idea from the floor"), *trained]

    @property
    def session(self):
        """The training session that was chosen, or None."""
        return self.sessions.get(self.cleaned_data["origin"])


class BarrierForm(GovukForm):
    """A nudge for a barrier that a survey found; what is ticked at first an edition read at its source names."""

    submit_label = "Start the draft"
    title_of_nudge = title_field()
    functions = forms.MultipleChoiceField(
        label="Intervention functions",
        widget=forms.CheckboxSelectMultiple,
        help_text="Each says which edition of the Behaviour Change Wheel names it for this component",
        error_messages={"required": "Tick at least one function"},
    )
    idea = forms.ChoiceField(label="Start from a typical nudge?", widget=forms.RadioSelect)

    def __init__(self, *args, component, **kwargs):
        super().__init__(*args, **kwargs)
        suggested, ideas = functions_for(component), ideas_for(component)
        field = self.fields["functions"]
        field.choices = [(one.name, one.name) for one in suggested]
        field.widget.hints = {one.name: "Named by " + "; ".join(one.editions) for one in suggested}
        field.initial = [one.name for one in suggested if one.ticked]
        field = self.fields["idea"]
        field.help_text = f"{ideas_from()}. Ideas: none is shown to work here"
        field.choices = [
            *((key, title[0].upper() + title[1:]) for key, title, _ in ideas),
            ("none", "None of these"),
        ]
        field.widget.hints = {key: f"Barrier: {idea.barrier}" for key, _, idea in ideas}


class TitleForm(GovukForm):
    """Another title for a nudge that is not approved yet."""

    mark_optional = False
    title = "Correct the title"
    title_of_nudge = title_field()
    submit_label = "Save the title"


class DraftForm(GovukForm):
    """A form over a draft: it carries the digest of the text that was on screen."""

    mark_optional = False
    draft = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, version, **kwargs):
        kwargs["initial"] = {"draft": digest_of(version.body), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)


class PartForm(DraftForm):
    """One part of a draft; anything may be left empty until the version is approved."""

    submit_label = "Save this part"

    def __init__(self, *args, part, record, **kwargs):
        held = {line.name: shown(line, getattr(record, line.name)) for line in part.lines}
        super().__init__(*args, initial=held, **kwargs)
        self.part, self.title = part, part.title
        for line in part.lines:
            self.fields[line.name] = field_of(line)

    def values(self):
        """{name of the line: its value}, as write_lines takes it."""
        given = {line.name: self.cleaned_data[line.name] for line in self.part.lines}
        return {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}


class CriteriaForm(DraftForm):
    """The six APEASE criteria: a score and a sentence each."""

    submit_label = "Save this part"

    def __init__(self, *args, part, record, **kwargs):
        super().__init__(*args, **kwargs)
        self.title, labels = part.title, reference("apease").labels
        self.intro = "Score each from 0 to 3, and say why. 0 on safety or on equity blocks the approval."
        scores = [("", "Not scored yet"), *reference("apease").group("Scores").items()]
        for one in record.apease:
            blocking = one.key in BLOCKING
            self.fields[f"{one.key}_score"] = forms.ChoiceField(
                label=labels[one.key],
                choices=scores,
                required=False,
                initial="" if one.score is None else str(one.score),
                help_text="0 blocks the approval" if blocking else "",
            )
            self.fields[f"{one.key}_sentence"] = forms.CharField(
                label=f"{labels[one.key].split(':')[0]}: why this score",
                max_length=300,
                required=False,
                initial=one.sentence,
            )
        self.keys = [one.key for one in record.apease]

    def values(self):
        """{"apease": the six}, as write_lines takes it."""
        given = self.cleaned_data
        scored = [(key, given[f"{key}_score"], given[f"{key}_sentence"]) for key in self.keys]
        return {
            "apease": tuple(
                Criterion(key=key, score=int(score) if score else None, sentence=sentence)
                for key, score, sentence in scored
            )
        }


class ApproveForm(DraftForm):
    submit_label = "Approve this version"


class CodesField(forms.CharField):
    """Technique codes separated by commas, as a tuple of codes that there are."""

    def clean(self, value):
        codes = [part.strip() for part in super().clean(value).replace(";", ",").split(",")]
        found = tuple(dict.fromkeys(code for code in codes if code))
        strange = [code for code in found if code not in choices_of("techniques")]
        if strange:
            raise ValidationError(
                f"There is no technique {strange[0]}: use the codes of the list, such as 7.1, 12.1."
            )
        return found


def field_of(line):
    """The form field of a line."""
    options = {"label": line.label, "help_text": line.hint, "required": False}
    choices = list(choices_of(line.name).items())
    if line.kind == "several":
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **options)
    if line.kind == "one":
        return forms.ChoiceField(choices=[("", "Choose one"), *grouped(line.name, choices)], **options)
    if line.kind == "codes":
        return CodesField(max_length=200, **options)
    if line.kind == "yes":
        return forms.BooleanField(**options)
    if line.kind == "short":
        return forms.CharField(max_length=200, **options)
    return forms.CharField(max_length=LONGEST, widget=forms.Textarea({"rows": 3}), **options)


def grouped(name, choices):
    """Tags stand under the list they come from; all other choices in one row."""
    if name != "tag":
        return choices
    return [(title, list(entries)) for title, entries in reference("tags").groups]


def shown(line, value):
    """A line's value as its field shows it."""
    return ", ".join(value) if line.kind == "codes" else list(value) if line.kind == "several" else value
