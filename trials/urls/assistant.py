"""The design assistant, what a plan can find, every field with its reason."""

from django.urls import path

from trials.views import assistant, power

TRIAL = "forces/<slug:force>/trials/<uuid:trial>/"

urlpatterns = [
    path("forces/<slug:force>/trials/assistant/", assistant.assistant, name="assistant"),
    path(f"{TRIAL}power/", power.power, name="power"),
    path(f"{TRIAL}power/effect/", power.worthwhile, name="worthwhile"),
    path(f"{TRIAL}power/ask/", power.ask_power, name="ask_power"),
    path(f"{TRIAL}power/adopt/", power.adopt_power, name="adopt_power"),
    path(f"{TRIAL}power/pilot/", power.make_pilot, name="make_pilot"),
    path(f"{TRIAL}power/fields/", power.reasons, name="reasons"),
    path(f"{TRIAL}power/<uuid:study>/<slug:key>.svg", power.power_chart, name="power_chart"),
]
