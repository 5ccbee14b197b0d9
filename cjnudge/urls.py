from django.urls import include, path

from cjnudge import home

urlpatterns = [
    path("", home.home, name="home"),
    path("accessibility/", home.accessibility, name="accessibility"),
    path("privacy/", home.privacy, name="privacy"),
    path("healthz", home.healthz, name="healthz"),
    path("", include("cjnudge.accounts.urls")),
    path("", include("cjnudge.audit.urls")),
    path("", include("cjnudge.jobs.urls")),
    path("", include("cjnudge.safeguards.urls")),
    path("", include("cjnudge.cases.urls")),
    path("", include("surveys.urls")),
    path("", include("trials.urls")),
]

handler403 = "cjnudge.errors.not_allowed"
handler404 = "cjnudge.errors.page_not_found"
