import pytest

pytestmark = pytest.mark.django_db


def test_columns_are_suggested(at_desk, body_of):
    m = at_desk.set_up()
    for name, args in (
        ("mappings", ()),
        ("mapping", (m.pk,)),
        ("mapping_columns", (m.pk,)),
        ("mapping_labels", (m.pk,)),
        ("mapping_label_field", (m.pk, "outcome")),
        ("extract_layout", ()),
        ("upload", ()),
        ("uploads", ()),
        ("mapping_header", (m.pk,)),
        ("snapshots", ()),
    ):
        r = at_desk.get(name, *args)
        print(name, r.status_code)
    print(body_of(m), body_of(m).faults())
