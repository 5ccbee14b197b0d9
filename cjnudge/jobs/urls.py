from django.urls import path

from cjnudge.jobs import views

app_name = "jobs"
urlpatterns = [
    path("forces/<slug:force>/jobs/", views.jobs, name="jobs"),
    path("forces/<slug:force>/jobs/<uuid:job>/", views.job, name="job"),
    path("forces/<slug:force>/jobs/<uuid:job>/cancel/", views.cancel, name="cancel"),
    path("forces/<slug:force>/jobs/<uuid:job>/retry/", views.retry, name="retry"),
]
