"""What was delivered in a trial, and why cases were not resolved out of court."""

from django.urls import path

from trials.urls.comparisons import TRIAL
from trials.views import delivery

DELIVERY = f"{TRIAL}delivery/"

urlpatterns = [
    path(DELIVERY, delivery.delivery, name="delivery"),
    path(f"{DELIVERY}log/", delivery.log, name="log_delivery"),
    path(f"{DELIVERY}<uuid:exposure>/end/", delivery.end, name="end_delivery"),
    path(f"{DELIVERY}reasons/", delivery.declines, name="upload_declines"),
    path(f"{DELIVERY}reasons/<slug:kind>.csv", delivery.template, name="declines_template"),
]
