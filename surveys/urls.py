from django.urls import path

from surveys import views

app_name = "surveys"
urlpatterns = [
    path("forces/<slug:force>/surveys/instruments/", views.instruments, name="instruments"),
    path(
        "forces/<slug:force>/surveys/instruments/<slug:instrument>/<int:version>/",
        views.instrument,
        name="instrument",
    ),
]
