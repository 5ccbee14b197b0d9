"""The allocation of a trial, its files, and the page on which a case is enrolled."""

from django.urls import path

from trials.urls.comparisons import TRIAL
from trials.views import allocation, enrolling

ALLOCATION = f"{TRIAL}allocation/"

urlpatterns = [
    path(ALLOCATION, allocation.allocation, name="allocation"),
    path(f"{ALLOCATION}draw/", allocation.draw, name="draw_allocation"),
    path(f"{ALLOCATION}allocation.json", allocation.allocation_json, name="allocation_json"),
    path(f"{ALLOCATION}plan.json", allocation.plan_json, name="allocation_plan"),
    path(f"{ALLOCATION}verify_alone.py", allocation.verifier, name="allocation_verifier"),
    path(f"{TRIAL}enrol/", enrolling.enrol_case, name="enrol"),
]
