"""Planning a trial before its data: its plan part by part, judging, sealing, its protocol and its guests."""

from django.urls import path

from trials.urls.comparisons import PLAN, TRIAL, TRIALS
from trials.views import guests, planned, planning, planning_judged

urlpatterns = [
    path(f"{TRIALS}new-trial/", planning.new_trial, name="new_trial"),
    path(f"{TRIALS}invited/", guests.invited, name="invited"),
    path(f"{TRIAL}planning/", planning.planning, name="planning"),
    path(f"{TRIAL}planning/<slug:part>/", planning.planning_part, name="planning_part"),
    path(f"{PLAN}judge/", planning_judged.judge_plan, name="judge_plan"),
    path(f"{PLAN}fix/", planning_judged.seal_planned, name="seal_planned"),
    path(f"{TRIAL}protocol/", planned.protocol, name="protocol"),
    path(f"{TRIAL}protocol.docx", planned.protocol_file, name="protocol_docx"),
    path(f"{TRIAL}guests/", guests.guests, name="guests"),
    path(f"{TRIAL}guests/<uuid:guest>/end/", guests.end, name="end_guest"),
]
