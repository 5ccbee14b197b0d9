"""Trials and comparisons: the list, one of them, its plans and its results."""

from django.urls import path

from trials.views import reading, results, sealing, writing

TRIALS = "forces/<slug:force>/trials/"
TRIAL = f"{TRIALS}<uuid:trial>/"
PLAN = f"{TRIAL}plans/<int:version>/"
RUN = f"{TRIAL}runs/<uuid:run>/"

urlpatterns = [
    path(TRIALS, reading.trials, name="trials"),
    path(f"{TRIALS}new/", writing.new, name="new"),
    path(TRIAL, reading.trial, name="trial"),
    path(f"{TRIAL}plan/", writing.write_plan, name="write_plan"),
    path(f"{TRIAL}archive/", writing.archive, name="archive"),
    path(PLAN, reading.plan, name="plan"),
    path(f"{PLAN}seal/", sealing.seal, name="seal"),
    path(f"{PLAN}analyse/", sealing.analyse, name="analyse"),
    path(RUN, results.result, name="result"),
    path(f"{RUN}charts/<slug:key>.svg", results.chart, name="chart"),
    path(f"{RUN}result.json", results.result_json, name="result_json"),
    path(f"{RUN}result.csv", results.result_csv, name="result_csv"),
]
