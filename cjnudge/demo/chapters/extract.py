"""A force's own extract, made up for the practice space: its mapping, its rules, its snapshot and how good it is."""

import tempfile
from pathlib import Path

from django.conf import settings
from django.urls import reverse

from cjnudge.accounts.permissions import Role
from cjnudge.cases.eligibility import Condition, Rule, RuleSet
from cjnudge.cases.extract.mapping import read_body
from cjnudge.cases.models import Mapping, MappingVersion, Upload
from cjnudge.cases.operations.mappings import start_mapping
from cjnudge.cases.operations.receiving import Receiving
from cjnudge.cases.operations.rule_sets import approve_rules, start_rules, token
from cjnudge.cases.operations.uploading import approved_rules, begin_upload
from cjnudge.cases.reading.files import CHUNK
from cjnudge.cases.storage.parts import canonical
from cjnudge.cases.synthetic import NAME, mapping_body, write_extract
from cjnudge.demo.cast import Chapter
from cjnudge.jobs.models import Job
from cjnudge.periods import add_months

TITLE = "Synthetic extract"
# Large enough that a month of a district may be shown, small enough that nobody waits for it.
ROWS = 20_000
MONTHS = 18
SEED = 20231  # that of the other synthetic cases: everybody's practice space tells the same story
# What the made-up records system says is taken over as it is: an example of rules, and no force's matrix.
RULES = RuleSet(
    (
        Rule("not eligible", "Indictable only.", (Condition("indictable_only", "is", "yes"),)),
        Rule("eligible", "The system says suitable.", (Condition("stated_eligibility", "is", "eligible"),)),
        Rule(
            "conditional", "The system says refer.", (Condition("stated_eligibility", "is", "conditional"),)
        ),
        Rule("not eligible", "The system says unsuitable."),
    )
)


def tell(cast):
    upload = Upload.scoped.for_force(cast.practice).filter(title=TITLE).first() or brought_in(cast)
    cast.jobs += Job.scoped.for_force(cast.practice).filter(pk=upload.job_id)
    cast.results.append(lambda: told(upload))


def brought_in(cast):
    """The upload of the extract, received and given to a worker."""
    approve(cast)
    as_at = add_months(cast.at.date(), 0)
    with tempfile.TemporaryDirectory(prefix="extract-", dir=settings.DATA_DIR) as folder:
        path = Path(folder) / f"synthetic-extract-{as_at}.csv"
        write_extract(
            path, first_month=add_months(as_at, -MONTHS), months=MONTHS, as_at=as_at, seed=SEED, rows=ROWS
        )
        return receive(cast, path, as_at)


def receive(cast, path, as_at):
    """The file goes through the mapping like any other, piece by piece."""
    lead = cast.people[Role.LEAD]
    upload = begin_upload(
        force=cast.practice, feed="case_extract", door="command", mapping_version=mapping(cast), as_at=as_at,
        title=TITLE, by=lead, at=cast.at,
    )  # fmt: skip
    receiving = Receiving(upload)
    receiving.open(path.name)
    with path.open("rb") as stream:
        while piece := stream.read(CHUNK):
            receiving.feed(piece)
    receiving.close()
    return receiving.finish(by=lead)


def mapping(cast):
    """The newest version of the mapping; written now where there is none."""
    found = Mapping.scoped.for_force(cast.practice).filter(name=NAME).first()
    if found:
        return (
            MappingVersion.scoped.for_force(cast.practice).filter(mapping=found).order_by("-number").first()
        )
    body = read_body(canonical(mapping_body()))
    return start_mapping(force=cast.practice, name=NAME, body=body, by=cast.people[Role.LEAD], at=cast.at)


def approve(cast):
    """Rules that one person wrote and another approved; those that are there stay."""
    if approved_rules(cast.practice) is None:
        reason = "An example for practice."
        lead, second = cast.people[Role.LEAD], cast.people[Role.EVALUATOR]
        draft = start_rules(force=cast.practice, rules=RULES, reason=reason, by=lead, at=cast.at)
        approve_rules(draft=draft, base=token(draft), by=second, at=cast.at)


def told(upload):
    """What the demonstration says of the extract's quality."""
    upload.refresh_from_db()
    snapshot = upload.snapshot
    findings = [section["findings"][0] for section in snapshot.quality["sections"] if section["findings"]]
    return {
        "title": f"Practice: an extract of {snapshot.rows:,} synthetic cases, and how good the data are",
        "synthetic": True,
        "verdict": " ".join(findings[:3]),
        "estimate": None,
        "snapshot_hash": snapshot.hash,
        "path": reverse("cases:quality", args=[snapshot.force.slug, snapshot.pk]),
    }


CHAPTER = Chapter(order=50, title="A force's own extract, made up", tell=tell)
