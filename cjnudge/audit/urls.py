from django.urls import path

from cjnudge.audit import views

app_name = "audit"
urlpatterns = [path("forces/<slug:force>/audit/", views.events, name="events")]
