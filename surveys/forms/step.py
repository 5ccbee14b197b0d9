"""What the forms of all steps share."""

from cjnudge.forms import GovukForm


class StepForm(GovukForm):
    """One step. `wave` is the wave as it is stored, `units` [(depth, unit)] of the force today."""

    submit_label = "Save and go on"
    mark_optional = True

    def __init__(self, *args, wave, units, **options):
        super().__init__(*args, initial=self.initial_of(wave), **options)
        self.units = units

    def initial_of(self, wave):
        return {name: getattr(wave, name) for name in self.base_fields}

    def values(self):
        return self.cleaned_data
