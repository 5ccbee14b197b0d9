from django.urls import path

from cjnudge.cases.views import data, practice, words

app_name = "cases"
urlpatterns = [
    path("measures/", words.measures, name="measures"),
    path("measures/<slug:measure>/", words.measure, name="measure"),
    path("glossary/", words.glossary, name="glossary"),
    path("forces/<slug:force>/data/", data.snapshots, name="snapshots"),
    path("forces/<slug:force>/data/<uuid:snapshot>/", data.snapshot, name="snapshot"),
    path("forces/<slug:force>/data/<uuid:snapshot>/manifest.json", data.manifest, name="manifest"),
    path("forces/<slug:force>/practice/", practice.practice, name="practice"),
    path("forces/<slug:force>/practice/clear/", practice.clear, name="clear_practice"),
]
