"""The forms of what officers are told after a survey, and of whom they can speak to."""

from django import forms

from cjnudge.forms import GovukForm
from surveys.models import Reply, SupportContact


class ReplyForm(GovukForm):
    """One line of "you said, we did"."""

    submit_label = "Save"
    said = forms.CharField(
        label="You said",
        max_length=Reply._meta.get_field("said").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What many officers said, in your own words. Quote nobody, and name no unit of fewer than ten.",
    )
    did = forms.CharField(
        label="We did",
        max_length=Reply._meta.get_field("did").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What has changed since, or what will not change and why",
    )


class SupportForm(GovukForm):
    submit_label = "Save"
    text = forms.CharField(
        label="Whom can officers speak to in confidence?",
        required=False,
        max_length=SupportContact._meta.get_field("text").max_length,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Name people or services outside their line, and how to reach them: for example occupational "
        "health, a staff association, a chaplain. Everyone can read it, without signing in.",
    )
