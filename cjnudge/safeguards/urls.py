from django.urls import path

from cjnudge.safeguards import views

app_name = "safeguards"
urlpatterns = [
    path("forces/<slug:force>/safeguards/", views.records, name="records"),
    path("forces/<slug:force>/safeguards/add/", views.add, name="add"),
    path("forces/<slug:force>/safeguards/templates/", views.blanks, name="blanks"),
    path("forces/<slug:force>/safeguards/templates/<slug:blank>/", views.blank, name="blank"),
    path("forces/<slug:force>/safeguards/<uuid:record>/", views.record, name="record"),
    path("forces/<slug:force>/safeguards/<uuid:record>/change/", views.change, name="change"),
    path(
        "forces/<slug:force>/safeguards/<uuid:record>/versions/<int:number>/", views.version, name="version"
    ),
]
