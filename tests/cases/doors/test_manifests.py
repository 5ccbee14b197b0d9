"""The manifests of counts keep their bytes; those of cases say how their rows were read."""

from datetime import date
from types import SimpleNamespace

from cjnudge.cases.sources import feed
from cjnudge.cases.storage.snapshots import CaseReading, hash_of, manifest_of

PART = SimpleNamespace(
    source_sha256="a" * 64, hash="b" * 64, contents={"rows": 2, "total": 100, "options": {"place": "X"}}
)
GIVEN = {"force": None, "as_at": date(2023, 6, 30), "synthetic": False, "rehearsal_only": False}
# As it was written before there were extracts of cases: every hash in a plan or a result rests on these bytes.
EARLIER = (
    '{"as_at":"2023-06-30","feed":"published_counts","feed_version":1,"force":"","format":1,"mapping_version":0,'
    '"options":{"place":"X"},"parts":[{"part_sha256":"'
    + "b" * 64
    + '","rows":2,"source_sha256":"'
    + "a" * 64
    + '",'
    '"total":100}],"published":true,"rehearsal_only":false,"synthetic":false}'
)


def test_manifest_of_counts_keeps_its_bytes():
    manifest = manifest_of(feed=feed("published_counts"), made=[PART], **GIVEN)
    assert manifest == EARLIER
    assert hash_of(manifest) == ("5622ae9d7f5e25884485ed1272d52be39872cef56a157e115648a27f9914ebd4")


def test_manifest_of_cases_says_how_they_were_read():
    mapping = SimpleNamespace(number=3, hash="c" * 64)
    rules = SimpleNamespace(number=2)
    reading = CaseReading(mapping, 4, rules, "d" * 64)
    manifest = manifest_of(feed=feed("case_extract"), made=[PART], reading=reading, **GIVEN)
    assert '"mapping":{"sha256":"' + "c" * 64 + '","version":3}' in manifest
    assert '"key_version":4' in manifest and '"rules":{"sha256":"' + "d" * 64 + '","version":2}' in manifest
