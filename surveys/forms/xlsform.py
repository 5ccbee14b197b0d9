"""The form by which a spreadsheet form is uploaded."""

from django import forms

from cjnudge.forms import GovukForm


class XlsformForm(GovukForm):
    """One file; what is in it is for surveys.files.spreadsheet_forms to say."""

    title = ""
    submit_label = "Make a draft of it"
    file = forms.FileField(label="The form", help_text="An Excel workbook (.xlsx), at most 2 MB")
