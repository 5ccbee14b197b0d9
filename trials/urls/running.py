"""A trial while it runs: start, monitor, changes, alarms, close, stop."""

from django.urls import path

from trials.views import running, running_steps

TRIAL = "forces/<slug:force>/trials/<uuid:trial>/"

urlpatterns = [
    path(f"{TRIAL}start/", running_steps.start, name="start"),
    path(f"{TRIAL}monitor/", running.monitor, name="monitor"),
    path(f"{TRIAL}changes/", running.changes, name="changes"),
    path(f"{TRIAL}changes/<slug:kind>/", running_steps.change, name="change"),
    path(f"{TRIAL}open-figures/", running_steps.open_withheld, name="open_figures"),
    path(f"{TRIAL}alarms/", running.alerts, name="alerts"),
    path(f"{TRIAL}alarms/<uuid:alert>/", running_steps.alert, name="alert"),
    path(f"{TRIAL}close/", running_steps.close, name="close"),
    path(f"{TRIAL}stop/", running_steps.stop, name="stop"),
]
