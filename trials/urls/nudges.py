"""The register of nudges."""

from django.urls import path

from trials.views import nudge_deciding, nudge_drafts, nudge_facts, nudge_titles, nudge_writing, nudges

NUDGES = "forces/<slug:force>/nudges/"
FINISHED = f"{NUDGES}finished/<slug:key>/"
NUDGE = f"{NUDGES}<uuid:nudge>/"
VERSION = f"{NUDGE}versions/<int:version>/"
PICTURE = f"{VERSION}pictures/<uuid:picture>/"

urlpatterns = [
    path(NUDGES, nudges.nudges, name="nudges"),
    path(f"{NUDGES}new/", nudge_writing.nudge_new, name="nudge_new"),
    path(
        f"{NUDGES}new/<uuid:wave>/<slug:component>/",
        nudge_writing.nudge_from_barrier,
        name="nudge_from_barrier",
    ),
    path(f"{NUDGES}techniques/", nudges.techniques, name="nudge_techniques"),
    path(FINISHED, nudge_writing.nudge_finished, name="nudge_finished"),
    path(f"{FINISHED}copy/", nudge_writing.nudge_copy, name="nudge_copy"),
    path(NUDGE, nudges.nudge, name="nudge"),
    path(f"{NUDGE}compare/", nudges.compare, name="nudge_compare"),
    path(f"{NUDGE}next-version/", nudge_writing.nudge_next, name="nudge_next"),
    path(f"{NUDGE}title/", nudge_drafts.nudge_retitle, name="nudge_retitle"),
    path(f"{NUDGE}title/correction/", nudge_titles.nudge_correct_title, name="nudge_correct_title"),
    path(f"{VERSION}discard/", nudge_drafts.nudge_discard, name="nudge_discard"),
    path(f"{NUDGE}archive/", nudge_deciding.nudge_archive, name="nudge_archive"),
    path(f"{NUDGE}work/", nudge_facts.nudge_sludge, name="nudge_sludge"),
    path(VERSION, nudges.version, name="nudge_version"),
    path(f"{VERSION}parts/<slug:part>/", nudge_writing.nudge_part, name="nudge_part"),
    path(f"{VERSION}approve/", nudge_deciding.nudge_approve, name="nudge_approve"),
    path(f"{VERSION}nudge.<slug:kind>", nudges.version_file, name="nudge_file"),
    path(f"{VERSION}pictures/add/", nudge_facts.nudge_picture_add, name="nudge_picture_add"),
    path(PICTURE, nudge_facts.nudge_picture, name="nudge_picture"),
    path(f"{PICTURE}remove/", nudge_facts.nudge_picture_remove, name="nudge_picture_remove"),
]
