"""Which counts of a snapshot to show."""

from django import forms

from cjnudge.cases.measures import all_measures
from cjnudge.cases.measures.value import BASES
from cjnudge.forms import GovukForm

EVERY_PLACE = ""


class CountsForm(GovukForm):
    """Measure, basis and place; sent by GET, so that an address names the table it shows."""

    form_method = "get"
    submit_label = "Show counts"
    submit_style = "secondary"
    mark_optional = False
    measure = forms.ChoiceField(label="Measure")
    basis = forms.ChoiceField(label="Basis")
    place = forms.ChoiceField(label="Place", required=False)

    def __init__(self, *args, bases, places, **options):
        super().__init__(*args, **options)
        self.fields["measure"].choices = [(key, one.title) for key, one in all_measures().items()]
        self.fields["basis"].choices = [(key, BASES[key].capitalize()) for key in bases]
        every = [(EVERY_PLACE, f"All {len(places)} together")] if len(places) > 1 else []
        self.fields["place"].choices = every + [(place, place) for place in places]
