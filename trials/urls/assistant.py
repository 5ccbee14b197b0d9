"""The design assistant, what a plan can find, every field with its reason, and a rehearsal of the result."""

from django.urls import path

from trials.views import assistant, power, rehearsing

TRIAL = "forces/<slug:force>/trials/<uuid:trial>/"
REHEARSAL = f"{TRIAL}rehearsal/"

urlpatterns = [
    path("forces/<slug:force>/trials/assistant/", assistant.assistant, name="assistant"),
    path(f"{TRIAL}power/", power.power, name="power"),
    path(f"{TRIAL}power/effect/", power.worthwhile, name="worthwhile"),
    path(f"{TRIAL}power/ask/", power.ask_power, name="ask_power"),
    path(f"{TRIAL}power/adopt/", power.adopt_power, name="adopt_power"),
    path(f"{TRIAL}power/pilot/", power.make_pilot, name="make_pilot"),
    path(f"{TRIAL}power/fields/", power.reasons, name="reasons"),
    path(f"{TRIAL}power/<uuid:study>/<slug:key>.svg", power.power_chart, name="power_chart"),
    path(REHEARSAL, rehearsing.rehearsal, name="rehearsal"),
    path(f"{REHEARSAL}ask/", rehearsing.ask, name="ask_rehearsal"),
    path(f"{REHEARSAL}delete/", rehearsing.delete, name="delete_rehearsal"),
    path(f"{REHEARSAL}<slug:scenario>/", rehearsing.scenario, name="rehearsed"),
    path(f"{REHEARSAL}<slug:scenario>/<slug:key>.svg", rehearsing.chart, name="rehearsed_chart"),
]
