"""What people and files write is shown as text: names of mappings and columns, labels, titles, file names, reasons.

No hostile text may stand in a page as it was written, and none may become an element, an attribute or an address.
"""

import pytest
from django.template import engines

from cjnudge.cases.extract.mapping import MappingBody
from cjnudge.cases.models import Upload
from cjnudge.cases.operations.mappings import start_mapping, write_mapping_version
from tests.cases.own_pages.payloads import PAYLOADS
from tests.frontend.markup import read
from tests.people import NOW

pytestmark = pytest.mark.django_db
PAGES = ("mappings", "mapping", "mapping_columns", "mapping_header", "mapping_labels", "unit", "outcome", "upload",
         "uploads", "one_upload", "cancel_upload", "snapshots")  # fmt: skip
OF_A_MAPPING = ("mapping", "mapping_columns", "mapping_header", "mapping_labels")
NEVER = {
    "audio",
    "base",
    "embed",
    "iframe",
    "marquee",
    "math",
    "object",
    "style",
    "svg",
    "template",
    "video",
    "xss",
}
ONCE = {"body": 1, "script": 2, "img": 1, "title": 1}  # what the frame of every page has
OWN_ADDRESS = ("/", "#", "?")


class Written:
    """A force's mapping and upload in which every text is one of the given ones."""

    def __init__(self, force, by, texts):
        self.texts, slug = texts, "written"
        version = start_mapping(force=force, name=texts[0][:80], body=body_of(texts), by=by, at=NOW)
        changed = body_of(list(reversed(texts)))
        version = write_mapping_version(
            mapping=version.mapping, base=1, body=changed, reason=" ".join(texts)[:300], by=by, at=NOW
        )
        self.mapping, self.slug = version.mapping, slug
        self.upload = self._upload(version, "refused")
        self.open = self._upload(version, "received")

    def _upload(self, version, state):
        problems = [
            {"file": text, "line": 2, "column": text, "reason": text, "remedy": text} for text in self.texts
        ]
        labels = dict.fromkeys(self.texts, 3)
        findings = {"total": 900, "problems": problems, "unmatched": {"outcome": labels, "unit": labels}}
        return Upload.objects.create(
            force=version.force, feed="case_extract", mapping_version=version, door="page", state=state,
            title=self.texts[1], findings=findings, started_at=NOW, heard_at=NOW,
            files=[{"name": text, "bytes": 1, "rows": 1} for text in self.texts],
        )  # fmt: skip

    def address(self, desk, page):
        if page in ("unit", "outcome"):
            return f"{desk.address('mapping_label_field', self.mapping.pk, page)}?upload={self.upload.pk}"
        if page in OF_A_MAPPING:
            return desk.address(page, self.mapping.pk)
        named = {"cancel_upload": [self.open.pk], "one_upload": [self.upload.pk]}
        return desk.address(page, *named.get(page, []))


def body_of(texts):
    """A mapping ready for use whose columns and labels are these texts."""
    needed = ("entry_on", "outcome", "outcome_on", "unit")
    columns = {text: needed[number] if number < 4 else "drop" for number, text in enumerate(texts)}
    return MappingBody(
        columns=columns,
        confirmed_drops=tuple(texts[4:]),
        days={"entry_on": "iso", "outcome_on": "iso"},
        labels={"outcome": dict.fromkeys(texts, "8"), "unit": {text: text[:100] for text in texts}},
    )


def holes(page):
    """What of a page's elements nobody who wrote its templates can have meant."""
    elements = read(page)
    tags = [element.tag for element in elements]
    found = sorted(NEVER & set(tags)) + [tag for tag, number in ONCE.items() if tags.count(tag) != number]
    for element in elements:
        found += [
            name
            for name in element.attrs
            if name.startswith("on") or name in ("style", "srcdoc", "formaction")
        ]
        addresses = [element.attrs.get(name) for name in ("href", "action", "hx-get", "hx-post")]
        found += [one for one in addresses if one and not one.startswith(OWN_ADDRESS)]
    return found


def reflected(page):
    """The hostile texts that stand in a page just as they were written; one without < or quotes is harmless so."""
    return [text for text in PAYLOADS if set(text) & set("<\"'") and text in page]


def test_there_are_sixty_different_payloads():
    assert len(set(PAYLOADS)) == len(PAYLOADS) == 60


@pytest.mark.parametrize("page", PAGES)
def test_hostile_text_is_shown_as_text(at_desk, lead, page):
    written = Written(at_desk.force, lead, PAYLOADS)
    answer = at_desk.client.get(written.address(at_desk, page))
    assert answer.status_code == 200
    shown = answer.content.decode()
    assert reflected(shown) == [] and holes(shown) == []


def test_hostile_name_and_column_are_taken_or_refused_and_shown_as_text(at_desk):
    """As a person would send them: through the forms."""
    found = {text: sent_and_shown(at_desk, text) for text in PAYLOADS}
    assert {text: page for text, page in found.items() if reflected(page) or holes(page)} == {}


def sent_and_shown(desk, text):
    """The page that answers a mapping whose name and column are a text."""
    quoted = text.replace('"', '""')
    answer = desk.post("new_mapping", name=text[:80], source="line", line=f'Team,"{quoted}"')
    shown = desk.client.get(answer["Location"]) if answer.status_code == 302 else answer
    assert shown.status_code == 200
    return shown.content.decode()


def test_hostile_refusals_are_inert_in_a_spreadsheet(at_desk, lead):
    written = Written(at_desk.force, lead, ["=HYPERLINK(1)", "+1", "-1", "@x", *PAYLOADS])
    lines = at_desk.get("upload_refusals", written.upload.pk).content.decode()
    assert "'=HYPERLINK(1)" in lines and ",=HYPERLINK" not in lines and "\n=HYPERLINK" not in lines


def test_check_finds_what_is_not_escaped():
    """The same texts without escaping are all seen."""
    template = engines["django"].from_string("{% autoescape off %}<p>{{ text }}</p>{% endautoescape %}")
    written = [text for text in PAYLOADS if set(text) & set("<\"'")]
    assert len(written) >= 45
    assert all(reflected(template.render({"text": text})) for text in written)
