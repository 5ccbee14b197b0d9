"""Whatever is sent to an author's pages, or stands in a file: a draft as it was, a draft as sent, or words."""

import random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from surveys.files.instruments import NotReadable, content_of_file
from surveys.instruments.draft_content import problems_of
from surveys.instruments.value import from_value
from surveys.models import InstrumentVersion
from surveys.operations import authoring
from surveys.refusals import Refused
from surveys.scales import all_instruments
from surveys.scales.wording import advice
from surveys.scales.writing import to_toml
from tests.people import NOW
from tests.surveys.authoring.drafts import copied
from tests.surveys.authoring.test_pages import filled

pytestmark = pytest.mark.django_db
ODD = (
    "", " ", "\x00", "\u202e", "-1", "0", "999999999999999999999", "1e9", "NaN", "on", "x" * 3000, "\n" * 50, "a\nb\na",
    "${b1} > 3", "${", "before", "C-Ps", "need", "text", "{{ 7 }}", "'\"><b>", "[]", "None", "Ａ",
)  # fmt: skip
MUTATIONS, POSTS = 300, 60


def test_odd_posts_are_answered_in_words(client, force, lead):
    draft = copied(force, lead, key="oocr_training")
    client.force_login(lead)
    base = reverse("surveys:draft", args=[force.slug, draft.pk])
    pages = [f"{base}parts/{part}/" for part in ("about", "behaviour", "notice", "scale")]
    pages += [
        f"{base}lists/{name}/entries/{one}/"
        for name, one in (("items", "k1"), ("questions", "b1"), ("scenarios", "sa1"))
    ]
    pages += [f"{base}lists/{name}/new/" for name in ("items", "questions", "scenarios")]
    chance = random.Random(20261123)
    for number in range(POSTS):
        address = pages[number % len(pages)]
        sent = filled(client.get(address))
        for name in chance.sample(sorted(sent), k=min(3, len(sent))):
            sent[name] = chance.choice(ODD)
        assert client.post(address, sent).status_code in (200, 302), (address, sent)
        assert client.get(base).status_code == 200, (address, sent)
    draft.refresh_from_db()
    assert from_value(draft.content).key == draft.key


def mutated(data, chance):
    """The bytes with a few of them changed, doubled, or taken out."""
    found = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(found))
        what = chance.randrange(4)
        if what == 0:
            found[at] = chance.randrange(256)
        elif what == 1:
            del found[at : at + chance.randint(1, 40)]
        elif what == 2:
            found[at:at] = found[at : at + chance.randint(1, 200)]
        else:
            lines = bytes(found).split(b"\n")
            del lines[chance.randrange(len(lines))]
            found = bytearray(b"\n".join(lines))
    return bytes(found)


def test_mutated_files_become_a_draft_or_are_refused_in_words(force, lead):
    chance, files = random.Random(7), [to_toml(one).encode() for one in all_instruments()]
    drafts = refused = 0
    for number in range(MUTATIONS):
        try:
            content = content_of_file(mutated(files[number % len(files)], chance))
            made = authoring.new_draft(force=force, content=content, by=lead, at=NOW)
        except (NotReadable, Refused) as wrong:
            assert str(wrong)
            refused += 1
            continue
        problems_of(made.content), advice(from_value(made.content))
        drafts += 1
    assert drafts > 20 and refused > 100


def test_unfinished_drafts_of_mutated_files_show_all_their_pages(client, force, lead):
    client.force_login(lead)
    chance, shown = random.Random(11), 0
    data = to_toml(all_instruments()[1]).encode()
    while shown < 5:
        file = SimpleUploadedFile("x.toml", mutated(data, chance))
        answer = client.post(reverse("surveys:instrument_upload", args=[force.slug]), {"file": file})
        if answer.status_code != 302:
            continue
        made = InstrumentVersion.objects.exclude(content={}).last()
        base = answer["Location"]
        preview = reverse("surveys:instrument_preview", args=[force.slug, made.key, 1, 1])
        for address in (base, f"{base}publish/", f"{base}lists/items/", f"{base}lists/questions/", preview):
            assert client.get(address).status_code in (200, 404), address
        shown += 1
