"""Results of trials that were planned before their data, and the archive of those that have ended."""

from django.urls import path

from trials.views import finished_trials, trial_results

TRIALS = "forces/<slug:force>/trials/"
RESULTS = f"{TRIALS}<uuid:trial>/results/"
RESULT = f"{RESULTS}<uuid:run>/"

urlpatterns = [
    path(f"{TRIALS}finished/", finished_trials.finished, name="finished_trials"),
    path(
        "forces/<slug:force>/nudges/<uuid:nudge>/trials/", finished_trials.nudge_trials, name="nudge_trials"
    ),
    path(RESULTS, trial_results.trial_results, name="trial_results"),
    path(f"{RESULTS}publish/", trial_results.publish, name="publish_result"),
    path(RESULT, trial_results.trial_result, name="trial_result"),
    path(f"{RESULT}charts/<slug:key>.svg", trial_results.trial_chart, name="trial_chart"),
    path(f"{RESULT}figures.csv", trial_results.trial_figures, name="trial_figures"),
    path(
        f"{RESULT}figures-for-others.csv", trial_results.trial_figures_outside, name="trial_figures_outside"
    ),
    path(f"{RESULT}report.docx", trial_results.trial_pack_file, name="trial_pack"),
    path(f"{RESULT}full.zip", trial_results.trial_bundle, name="trial_bundle"),
    path(f"{RESULT}public.zip", trial_results.trial_public_bundle, name="trial_public_bundle"),
]
