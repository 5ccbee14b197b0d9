from django.urls import include, path

from cjnudge import home

urlpatterns = [
    path("", home.home, name="home"),
    path("", include("cjnudge.accounts.urls")),
    path("", include("cjnudge.audit.urls")),
    path("", include("cjnudge.jobs.urls")),
    path("", include("cjnudge.safeguards.urls")),
    path("", include("cjnudge.cases.urls")),
    path("", include("surveys.urls")),
    path("", include("trials.urls")),
]
