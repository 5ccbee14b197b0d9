from django.urls import include, path

from surveys.views import (
    afterwards,
    answering,
    entrance,
    officers,
    rehearsing,
    replies,
    results,
    running,
    setting_up,
    texts,
    waves,
)

app_name = "surveys"
urlpatterns = [
    path("forces/<slug:force>/surveys/instruments/", include("surveys.views.instrument_addresses")),
    path("forces/<slug:force>/surveys/", waves.waves, name="waves"),
    path("forces/<slug:force>/surveys/new/", waves.wave_new, name="wave_new"),
    path("forces/<slug:force>/surveys/<uuid:wave>/", waves.wave, name="wave"),
    path(
        "forces/<slug:force>/surveys/<uuid:wave>/steps/<slug:step>/", setting_up.wave_step, name="wave_step"
    ),
    path("forces/<slug:force>/surveys/<uuid:wave>/people/", setting_up.wave_people, name="wave_people"),
    path(
        "forces/<slug:force>/surveys/<uuid:wave>/people/empty-file/",
        setting_up.wave_people_template,
        name="wave_people_template",
    ),
    path(
        "forces/<slug:force>/surveys/<uuid:wave>/people/clear/",
        setting_up.wave_people_clear,
        name="wave_people_clear",
    ),
    path("forces/<slug:force>/surveys/<uuid:wave>/codes/", setting_up.wave_codes, name="wave_codes"),
    path(
        "forces/<slug:force>/surveys/<uuid:wave>/codes/<uuid:code>/remove/",
        setting_up.wave_code_remove,
        name="wave_code_remove",
    ),
    path("forces/<slug:force>/surveys/<uuid:wave>/check/", running.wave_check, name="wave_check"),
    path("forces/<slug:force>/surveys/<uuid:wave>/launch/", running.wave_launch, name="wave_launch"),
    path("forces/<slug:force>/surveys/<uuid:wave>/extend/", running.wave_extend, name="wave_extend"),
    path(
        "forces/<slug:force>/surveys/<uuid:wave>/replace-link/",
        running.wave_replace_link,
        name="wave_replace_link",
    ),
    path("forces/<slug:force>/surveys/<uuid:wave>/withdraw/", running.wave_withdraw, name="wave_withdraw"),
    path("forces/<slug:force>/surveys/<uuid:wave>/close/", running.wave_close, name="wave_close"),
    path("forces/<slug:force>/surveys/<uuid:wave>/try-out/", rehearsing.wave_rehearse, name="wave_rehearse"),
    path("forces/<slug:force>/surveys/<uuid:wave>/delete/", rehearsing.wave_delete, name="wave_delete"),
    path("forces/<slug:force>/surveys/<uuid:wave>/texts/", texts.texts, name="texts"),
    path("forces/<slug:force>/surveys/<uuid:wave>/texts/check/", texts.texts_check, name="texts_check"),
    path(
        "forces/<slug:force>/surveys/<uuid:wave>/texts/check/<uuid:text>/",
        texts.text_check,
        name="text_check",
    ),
    path(
        "forces/<slug:force>/surveys/<uuid:wave>/texts/check/<uuid:text>/undo/",
        texts.text_undo,
        name="text_undo",
    ),
    path(
        "forces/<slug:force>/surveys/<uuid:wave>/texts/check/<uuid:text>/take-off/",
        texts.text_take_off,
        name="text_take_off",
    ),
    path("forces/<slug:force>/surveys/<uuid:wave>/results/", results.results, name="results"),
    path(
        "forces/<slug:force>/surveys/<uuid:wave>/results/<int:number>/",
        results.results,
        name="results_numbered",
    ),
    path(
        "forces/<slug:force>/surveys/<uuid:wave>/results/<int:number>/charts/<slug:key>/",
        results.results_chart,
        name="results_chart",
    ),
    path(
        "forces/<slug:force>/surveys/<uuid:wave>/results/<int:number>/tables/",
        results.results_tables,
        name="results_tables",
    ),
    path(
        "forces/<slug:force>/surveys/<uuid:wave>/results/<int:number>/tables/<slug:section>/<str:table>/",
        results.results_table,
        name="results_table",
    ),
    path("forces/<slug:force>/surveys/<uuid:wave>/replies/", replies.replies, name="replies"),
    path("forces/<slug:force>/surveys/<uuid:wave>/replies/new/", replies.reply_new, name="reply_new"),
    path(
        "forces/<slug:force>/surveys/<uuid:wave>/replies/preview/",
        replies.replies_preview,
        name="replies_preview",
    ),
    path(
        "forces/<slug:force>/surveys/<uuid:wave>/replies/publish/",
        replies.replies_publish,
        name="replies_publish",
    ),
    path(
        "forces/<slug:force>/surveys/<uuid:wave>/replies/withdraw/",
        replies.replies_withdraw,
        name="replies_withdraw",
    ),
    path(
        "forces/<slug:force>/surveys/<uuid:wave>/replies/<uuid:reply>/",
        replies.reply_edit,
        name="reply_edit",
    ),
    path(
        "forces/<slug:force>/surveys/<uuid:wave>/replies/<uuid:reply>/move/",
        replies.reply_move,
        name="reply_move",
    ),
    path(
        "forces/<slug:force>/surveys/<uuid:wave>/replies/<uuid:reply>/remove/",
        replies.reply_remove,
        name="reply_remove",
    ),
    path("forces/<slug:force>/surveys/support/", replies.support, name="support"),
    # For whoever answers: no account, and after "Start" no address that names who was asked.
    path("officers/<slug:of>/", officers.officers, name="officers"),
    path("s/", entrance.enter, name="enter"),
    path("s/code/<str:code>/", entrance.by_code, name="by_code"),
    path("s/<str:token>/", entrance.by_link, name="by_link"),
    path("answer/", answering.answer, name="answer"),
    path("answer/<int:number>/", answering.page, name="page"),
    path("answer/about-you/", answering.about_you, name="about_you"),
    path("answer/own-code/", answering.own_code, name="own_code"),
    path("answer/check/", answering.check, name="check"),
    path("answer/thanks/", afterwards.thanks, name="thanks"),
    path("answer/cases/", afterwards.cases, name="cases"),
    path("answer/leave/", answering.leave, name="leave"),
    path("answer/clear/", afterwards.clear, name="clear"),
    path("answer/cleared/", afterwards.cleared, name="cleared"),
]
