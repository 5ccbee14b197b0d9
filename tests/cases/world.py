"""What the addresses of cases name: a snapshot of the force and a measure."""

import tempfile
from pathlib import Path

from cjnudge.cases.extract.mapping import suggest
from cjnudge.cases.layout import header
from cjnudge.cases.operations import import_files
from cjnudge.cases.operations.mappings import start_mapping
from cjnudge.cases.operations.uploading import begin_upload
from tests.cases.eligibility.written import approved, drafted
from tests.cases.files import write
from tests.cases.keyed_snapshots import case_snapshot
from tests.cases.typed.grids import grid
from tests.people import NOW


def build(world):
    with tempfile.TemporaryDirectory() as folder:
        path = write(
            Path(folder),
            "own.csv",
            "force,territorial,basis,financial_year,quarter,outcome_types,n",
            "Hertfordshire,yes,closed,2023/24,,1,70",
            "Hertfordshire,yes,closed,2023/24,,2+3+6+7+8+22,30",
        )
        snapshot, _ = import_files(
            feed="published_counts", paths=[path], force=world.force, by=world.people["lead"], at=NOW
        )
    world["snapshot"] = str(snapshot.pk)
    build_quality(world, snapshot)
    world["own_cases"] = str(case_snapshot(world.force, world.people["lead"], rehearsal_only=True).pk)
    build_rules(world)
    build_upload(world)
    world["typed"] = str(grid(world.force, world.people["lead"]).pk)
    world["typed_unit"] = 1
    world["measure"] = "oocr_share_positive"


def build_rules(world):
    """An approved version of the eligibility rules, and the lead's draft of the next."""
    lead, evaluator = world.people["lead"], world.people["evaluator"]
    world["rules"] = approved(world.force, lead, evaluator).number
    drafted(world.force, lead)
    world["rule"] = 1


def build_quality(world, snapshot):
    """A section of the snapshot's quality with a chart, which yearly counts have not."""
    chart = {"title": "Cases by month", "alt": "A chart.", "svg": "<svg/>"}
    section = {
        "key": "volumes",
        "title": "Volumes",
        "sentences": [],
        "findings": [],
        "tables": [],
        "chart": chart,
    }
    snapshot.quality = {**snapshot.quality, "sections": [*snapshot.quality["sections"], section]}
    snapshot.save(update_fields=["quality"])
    world["quality_section"] = "volumes"


def build_upload(world):
    """A mapping of the documented layout, and an upload that waits for its files."""
    lead = world.people["lead"]
    version = start_mapping(force=world.force, name="Layout", body=suggest(header()), by=lead, at=NOW)
    about = {"feed": "case_extract", "mapping_version": version, "as_at": NOW.date(), "rehearsal_only": True}
    upload = begin_upload(force=world.force, door="page", by=lead, at=NOW, **about)
    world.update(mapping=str(version.mapping_id), mapping_number=version.number, upload=str(upload.pk))
    world.update(mapping_field="outcome", upload_feed="unit_counts")
