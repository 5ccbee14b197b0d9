from django.urls import path

from cjnudge.cases.views import (
    data,
    disclosing,
    mapping_columns,
    mapping_labels,
    mapping_layout,
    mappings,
    practice,
    quality,
    retention,
    rule_writing,
    rules,
    typed,
    typing,
    uploading,
    uploads,
    words,
)

app_name = "cases"
urlpatterns = [
    path("measures/", words.measures, name="measures"),
    path("measures/<slug:measure>/", words.measure, name="measure"),
    path("glossary/", words.glossary, name="glossary"),
    path("forces/<slug:force>/data/", data.snapshots, name="snapshots"),
    path("forces/<slug:force>/data/<uuid:snapshot>/", data.snapshot, name="snapshot"),
    path("forces/<slug:force>/data/<uuid:snapshot>/manifest.json", data.manifest, name="manifest"),
    path(
        "forces/<slug:force>/data/<uuid:snapshot>/counts.csv",
        disclosing.download_counts,
        name="download_counts",
    ),
    path("forces/<slug:force>/data/<uuid:snapshot>/quality/", quality.quality, name="quality"),
    path(
        "forces/<slug:force>/data/<uuid:snapshot>/quality/<slug:key>.svg",
        quality.quality_chart,
        name="quality_chart",
    ),
    path(
        "forces/<slug:force>/data/<uuid:snapshot>/quality/tables.csv",
        quality.quality_tables,
        name="quality_tables",
    ),
    path("forces/<slug:force>/practice/", practice.practice, name="practice"),
    path("forces/<slug:force>/practice/clear/", practice.clear, name="clear_practice"),
    path("forces/<slug:force>/data/rules/", rules.rules, name="rules"),
    path("forces/<slug:force>/data/rules/example.json", rules.rules_example, name="rules_example"),
    path("forces/<slug:force>/data/rules/versions/<int:number>/", rules.rules_version, name="rules_version"),
    path(
        "forces/<slug:force>/data/rules/versions/<int:number>/rules.json", rules.rules_file, name="rules_file"
    ),
    path("forces/<slug:force>/data/rules/start/", rule_writing.rules_start, name="rules_start"),
    path("forces/<slug:force>/data/rules/draft/", rules.rules_draft, name="rules_draft"),
    path("forces/<slug:force>/data/rules/draft/changes/", rules.rules_changes, name="rules_changes"),
    path("forces/<slug:force>/data/rules/draft/add/", rule_writing.rule_add, name="rule_add"),
    path("forces/<slug:force>/data/rules/draft/<int:rule>/", rule_writing.rule_edit, name="rule_edit"),
    path("forces/<slug:force>/data/rules/draft/<int:rule>/move/", rule_writing.rule_move, name="rule_move"),
    path(
        "forces/<slug:force>/data/rules/draft/<int:rule>/delete/",
        rule_writing.rule_delete,
        name="rule_delete",
    ),
    path("forces/<slug:force>/data/rules/draft/discard/", rule_writing.rules_discard, name="rules_discard"),
    path("forces/<slug:force>/data/rules/draft/approve/", rule_writing.rules_approve, name="rules_approve"),
    path("forces/<slug:force>/data/layout/", mapping_layout.extract_layout, name="extract_layout"),
    path(
        "forces/<slug:force>/data/layout/cases.csv", mapping_layout.extract_template, name="extract_template"
    ),
    path("forces/<slug:force>/data/mappings/", mappings.mappings, name="mappings"),
    path("forces/<slug:force>/data/mappings/new/", mappings.new_mapping, name="new_mapping"),
    path("forces/<slug:force>/data/mappings/<uuid:mapping>/", mappings.mapping, name="mapping"),
    path(
        "forces/<slug:force>/data/mappings/<uuid:mapping>/versions/<int:number>/",
        mappings.mapping_version,
        name="mapping_version",
    ),
    path(
        "forces/<slug:force>/data/mappings/<uuid:mapping>/versions/<int:number>/mapping.json",
        mappings.mapping_json,
        name="mapping_json",
    ),
    path(
        "forces/<slug:force>/data/mappings/<uuid:mapping>/header/",
        mappings.mapping_header,
        name="mapping_header",
    ),
    path(
        "forces/<slug:force>/data/mappings/<uuid:mapping>/columns/",
        mapping_columns.mapping_columns,
        name="mapping_columns",
    ),
    path(
        "forces/<slug:force>/data/mappings/<uuid:mapping>/labels/",
        mapping_labels.mapping_labels,
        name="mapping_labels",
    ),
    path(
        "forces/<slug:force>/data/mappings/<uuid:mapping>/labels/<slug:field>/",
        mapping_labels.mapping_label_field,
        name="mapping_label_field",
    ),
    path(
        "forces/<slug:force>/data/mappings/<uuid:mapping>/upload/",
        uploading.upload_cases,
        name="upload_cases",
    ),
    path("forces/<slug:force>/data/uploads/", uploads.uploads, name="uploads"),
    path("forces/<slug:force>/data/uploads/new/", uploading.upload, name="upload"),
    path("forces/<slug:force>/data/uploads/new/<slug:feed>/", uploading.upload_counts, name="upload_counts"),
    path("forces/<slug:force>/data/uploads/<uuid:upload>/", uploads.one_upload, name="one_upload"),
    path(
        "forces/<slug:force>/data/uploads/<uuid:upload>/refusals.csv",
        uploads.upload_refusals,
        name="upload_refusals",
    ),
    path("forces/<slug:force>/data/uploads/<uuid:upload>/cancel/", uploads.cancel, name="cancel_upload"),
    path("forces/<slug:force>/data/typed/", typed.typed, name="typed"),
    path("forces/<slug:force>/data/typed/new/", typing.typed_new, name="typed_new"),
    path("forces/<slug:force>/data/typed/<uuid:typed>/", typed.typed_counts, name="typed_counts"),
    path(
        "forces/<slug:force>/data/typed/<uuid:typed>/template.csv",
        typed.typed_template,
        name="typed_template",
    ),
    path("forces/<slug:force>/data/typed/<uuid:typed>/change/", typing.typed_change, name="typed_change"),
    path(
        "forces/<slug:force>/data/typed/<uuid:typed>/units/<int:unit>/", typing.typed_unit, name="typed_unit"
    ),
    path("forces/<slug:force>/data/typed/<uuid:typed>/table/", typing.typed_table, name="typed_table"),
    path(
        "forces/<slug:force>/data/typed/<uuid:typed>/snapshot/", typing.typed_snapshot, name="typed_snapshot"
    ),
    path("forces/<slug:force>/data/typed/<uuid:typed>/correct/", typing.typed_correct, name="typed_correct"),
    path("forces/<slug:force>/data/typed/<uuid:typed>/discard/", typing.typed_discard, name="typed_discard"),
    path("forces/<slug:force>/data/retention/", retention.retention, name="retention"),
    path("forces/<slug:force>/data/retention/erase/", retention.erase, name="erase"),
    path("forces/<slug:force>/data/retention/keys/", retention.renew_keys, name="renew_keys"),
]
