"""The forms of those who check what officers wrote."""

from django import forms
from django.core.exceptions import ValidationError

from cjnudge.forms import GovukForm
from surveys.models.replies import decisions
from surveys.operations.text_checking import DECLARATION, SHOW
from surveys.redaction import NotARedaction, redacted

LONGEST = 5000  # characters; a text has some hundreds


class DeclarationForm(GovukForm):
    """Who checks says in words that no officer asked reports to them."""

    submit_label = "Go on to the texts"
    declared = forms.BooleanField(label=DECLARATION)


class DecisionForm(GovukForm):
    """What becomes of one text. seen: the words that the checker looks at; place: which of the two decisions it is."""

    submit_label = "Store and go on"
    mark_optional = False
    place = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2)
    decision = forms.ChoiceField(label="May it be shown?", choices=decisions, widget=forms.RadioSelect)
    words = forms.CharField(
        label="If it may, in these words",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "autocomplete": "off"}),
        help_text="Where something could tell who wrote it, or names a person, a place or a case, write [name], "
        "[place], [date], [case] or […] in its place. Nothing else can be changed.",
    )

    def __init__(self, *args, seen, **options):
        super().__init__(*args, **options)
        self.seen = seen
        self.fields["words"].initial = seen

    def clean(self):
        found = super().clean()
        if found.get("decision") == SHOW and "words" in found:
            try:
                found["words"] = redacted(self.seen, found["words"])
            except NotARedaction as wrong:
                raise ValidationError({"words": str(wrong)}) from wrong
        return found
