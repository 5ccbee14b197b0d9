"""What is asked before a trial's result is published, or kept back."""

from django import forms

from cjnudge.forms import GovukForm

PUBLISH, KEEP = "publish", "keep"


class PublishForm(GovukForm):
    """Publish, or say why not: both stay."""

    submit_label = "Save"
    mark_optional = False
    what = forms.ChoiceField(
        label="What do you want to do?",
        choices=[
            (PUBLISH, "Publish the result, whatever it says; this is never taken back"),
            (KEEP, "Not publish it yet: the reason stands beside the trial in the archive"),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Why is it not published?",
        required=False,
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Only where you do not publish it. No names",
    )

    def clean(self):
        values = super().clean()
        if values.get("what") == KEEP and not (values.get("reason") or "").strip():
            self.add_error("reason", "Say why the result is not published.")
        return values
