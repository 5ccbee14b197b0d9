"""The addresses of instruments, below forces/<force>/surveys/instruments/."""

from django.urls import path

from surveys.views import authoring, instruments, previewing, publishing, translating, xlsform

VERSION = "<slug:instrument>/<int:version>/"
DRAFT = "drafts/<uuid:draft>/"
LIST = f"{DRAFT}lists/<slug:name>/"
ENTRY = f"{LIST}entries/<slug:entry>/"
LANGUAGES = f"{VERSION}languages/"
LANGUAGE = f"{LANGUAGES}<slug:language>/"

urlpatterns = [
    path("", instruments.instruments, name="instruments"),
    path("upload/", publishing.instrument_upload, name="instrument_upload"),
    path("<slug:instrument>/next-version/", publishing.instrument_next, name="instrument_next"),
    path(VERSION, instruments.instrument, name="instrument"),
    path(f"{VERSION}copy/", publishing.instrument_copy, name="instrument_copy"),
    path(f"{VERSION}file/", instruments.instrument_file, name="instrument_file"),
    path("form/", xlsform.xlsform_upload, name="xlsform_upload"),
    path(f"{VERSION}form/", xlsform.xlsform_file, name="xlsform_file"),
    path(f"{DRAFT}form/", xlsform.xlsform_became, name="xlsform_became"),
    path(f"{VERSION}as-an-officer/<int:number>/", previewing.instrument_preview, name="instrument_preview"),
    path(DRAFT, authoring.draft, name="draft"),
    path(f"{DRAFT}parts/<slug:part>/", authoring.draft_part, name="draft_part"),
    path(LIST, authoring.draft_list, name="draft_list"),
    path(f"{LIST}new/", authoring.draft_entry_new, name="draft_entry_new"),
    path(ENTRY, authoring.draft_entry, name="draft_entry"),
    path(f"{ENTRY}move/", authoring.draft_entry_move, name="draft_entry_move"),
    path(f"{ENTRY}take-out/", authoring.draft_entry_remove, name="draft_entry_remove"),
    path(f"{DRAFT}upload/", publishing.draft_upload, name="draft_upload"),
    path(f"{DRAFT}stands-for/", publishing.draft_bridge, name="draft_bridge"),
    path(f"{DRAFT}publish/", publishing.draft_publish, name="draft_publish"),
    path(f"{DRAFT}discard/", publishing.draft_discard, name="draft_discard"),
    path(LANGUAGES, translating.languages, name="languages"),
    path(f"{VERSION}begin-language/", translating.language_begin, name="language_begin"),
    path(LANGUAGE, translating.translation, name="translation"),
    path(f"{LANGUAGE}parts/<slug:part>/", translating.translation_part, name="translation_part"),
    path(f"{LANGUAGE}publish/", translating.translation_publish, name="translation_publish"),
    path(f"{LANGUAGE}reopen/", translating.translation_reopen, name="translation_reopen"),
    path(f"{LANGUAGE}discard/", translating.translation_discard, name="translation_discard"),
]
