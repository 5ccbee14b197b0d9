"""What a second person says of a plan, and the last question before it is fixed."""

from django import forms

from cjnudge.forms import GovukForm


class JudgeForm(GovukForm):
    """`draft` says which text was read."""

    draft = forms.CharField(widget=forms.HiddenInput)
    judgement = forms.ChoiceField(
        label="What do you say of this plan?",
        widget=forms.RadioSelect,
        choices=[
            ("approve", "Approve it: it may be sealed as it stands"),
            ("return", "Return it: something has to change"),
        ],
        error_messages={"required": "Choose whether you approve or return the plan"},
    )
    comment = forms.CharField(
        label="Comment",
        required=False,
        max_length=1500,
        widget=forms.Textarea({"rows": 4}),
        help_text="Needed where you return it. It stays with the plan and everybody who reads the trial sees it.",
    )
    submit_label = "Send"

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("judgement") == "return" and not cleaned.get("comment", "").strip():
            self.add_error("comment", "Enter what has to change, so that the authors know")
        return cleaned

    def done_words(self):
        approved = self.cleaned_data["judgement"] == "approve"
        return (
            "The plan is approved: a lead can seal it."
            if approved
            else "The plan is returned to its authors."
        )


class SealTrialForm(GovukForm):
    draft = forms.CharField(widget=forms.HiddenInput)
    rehearsal_only = forms.BooleanField(
        label="This is a rehearsal only",
        required=False,
        help_text="Needed where no safeguards record covers real data: everything made from the plan says so",
    )
    submit_label = "Seal the plan"
    submit_style = "warning"
