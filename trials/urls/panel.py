"""A scrutiny panel's audits of a trial."""

from django.urls import path

from trials.urls.comparisons import TRIAL
from trials.views import panel

AUDITS = f"{TRIAL}panel/"
AUDIT = f"{AUDITS}<uuid:audit>/"

urlpatterns = [
    path(AUDITS, panel.audits, name="audits"),
    path(f"{AUDITS}draw/", panel.draw, name="draw_audit"),
    path(AUDIT, panel.audit, name="audit"),
    path(f"{AUDIT}cases/<int:number>/", panel.grade, name="grade_case"),
    path(f"{AUDIT}close/", panel.close, name="close_audit"),
]
