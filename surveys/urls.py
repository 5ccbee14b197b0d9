from django.urls import path

from surveys.views import answering, entrance, instruments, officers

app_name = "surveys"
urlpatterns = [
    path("forces/<slug:force>/surveys/instruments/", instruments.instruments, name="instruments"),
    path(
        "forces/<slug:force>/surveys/instruments/<slug:instrument>/<int:version>/",
        instruments.instrument,
        name="instrument",
    ),
    # For whoever answers: no account, and after "Start" no address that names who was asked.
    path("officers/<slug:of>/", officers.officers, name="officers"),
    path("s/", entrance.enter, name="enter"),
    path("s/code/<str:code>/", entrance.by_code, name="by_code"),
    path("s/<str:token>/", entrance.by_link, name="by_link"),
    path("answer/", answering.answer, name="answer"),
    path("answer/<int:number>/", answering.page, name="page"),
    path("answer/about-you/", answering.about_you, name="about_you"),
    path("answer/check/", answering.check, name="check"),
    path("answer/thanks/", answering.thanks, name="thanks"),
    path("answer/leave/", answering.leave, name="leave"),
    path("answer/clear/", answering.clear, name="clear"),
    path("answer/cleared/", answering.cleared, name="cleared"),
]
