"""Interventions: the list, the calendar, one of them, and what people record of it."""

from django.urls import path

from trials.urls.comparisons import TRIALS
from trials.views import interventions as views
from trials.views import recording

INTERVENTIONS = f"{TRIALS}interventions/"
INTERVENTION = f"{INTERVENTIONS}<uuid:intervention>/"

urlpatterns = [
    path(INTERVENTIONS, views.interventions, name="interventions"),
    path(f"{INTERVENTIONS}calendar/", views.calendar, name="intervention_calendar"),
    path(f"{INTERVENTIONS}new/", recording.new, name="record_intervention"),
    path(INTERVENTION, views.intervention, name="intervention"),
    path(f"{INTERVENTION}correct/", recording.correct, name="correct_intervention"),
    path(f"{INTERVENTION}end/", recording.end, name="end_intervention"),
]
