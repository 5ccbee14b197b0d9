from django.urls import path

from surveys.views import instruments

app_name = "surveys"
urlpatterns = [
    path("forces/<slug:force>/surveys/instruments/", instruments.instruments, name="instruments"),
    path(
        "forces/<slug:force>/surveys/instruments/<slug:instrument>/<int:version>/",
        instruments.instrument,
        name="instrument",
    ),
]
