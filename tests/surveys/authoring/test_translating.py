"""A force says an instrument in another language, part by part; only a whole translation is offered."""

import pytest
from django.urls import reverse

from surveys.instruments.draft_content import print_of
from surveys.instruments.languages import name_of, tag_of
from surveys.models import Translation
from surveys.operations import translating
from surveys.operations.authoring import ChangedMeanwhile, PartRefused
from surveys.presenters.translations import parts_of
from surveys.queries.instruments import load_for
from surveys.queries.translations import english_of, english_of_modules, lacking
from surveys.refusals import Refused
from surveys.scales import load_instrument
from tests.people import NOW
from tests.surveys.authoring.drafts import begun, copied, next_version, published, written

pytestmark = pytest.mark.django_db
OOCR = load_instrument("oocr_com_b")


def backwards(english):
    """Other words for every text, as a language would have them; what stands in braces stays."""
    return {
        address: f"cy {address} {text}" if "{" in text else f"cy {address}"
        for address, text in english.items()
    }


def put(said, lead, words, seen=None):
    before = {address: said.words.get(address, "") for address in words}
    seen = print_of(before) if seen is None else seen
    values = {"words": words, "seen": seen, "by": lead, "at": NOW}
    return translating.write_words(translation=said, instrument=OOCR, **values)


@pytest.fixture
def said(force, lead):
    return begun(force, lead)


@pytest.fixture
def whole(said, lead):
    return put(said, lead, backwards(english_of(OOCR)))


def test_language_is_begun_once(force, lead, said):
    assert begun(force, lead) == said
    assert Translation.objects.count() == 1


def test_only_a_whole_translation_is_published(said, lead):
    with pytest.raises(Refused, match="must still be translated"):
        translating.publish_translation(translation=said, instrument=OOCR, by=lead, at=NOW)
    english = english_of(OOCR)
    last = list(english)[-1]
    said = put(said, lead, backwards({a: text for a, text in english.items() if a != last}))
    assert lacking(OOCR, said.words) == [last]
    with pytest.raises(Refused, match="^1 text must"):
        translating.publish_translation(translation=said, instrument=OOCR, by=lead, at=NOW)
    said = put(said, lead, backwards({last: english[last]}))
    done = translating.publish_translation(translation=said, instrument=OOCR, by=lead, at=NOW)
    assert done.published_at == NOW


def test_optional_modules_are_not_needed(whole):
    assert lacking(OOCR, whole.words) == []
    assert not set(whole.words) & set(english_of_modules())


def test_published_translation_is_changed_only_after_it_was_taken_back(whole, lead):
    done = translating.publish_translation(translation=whole, instrument=OOCR, by=lead, at=NOW)
    for change in (
        lambda: put(done, lead, {"title": "Arolwg"}),
        lambda: translating.discard_translation(translation=done, by=lead, at=NOW),
    ):
        with pytest.raises(Refused, match="take it back first"):
            change()
    translating.reopen_translation(translation=done, by=lead, at=NOW)
    assert put(done, lead, {"title": "Arolwg"}).words["title"] == "Arolwg"


def test_words_that_no_page_could_show_are_refused_at_their_text(said, lead):
    key = next(address for address, text in english_of(OOCR).items() if "{" in text)
    with pytest.raises(PartRefused) as refused:
        put(said, lead, {key: "no braces", "title": "x" * 5000, "item.k1.text": "fine"})
    assert {address for address, _ in refused.value.problems} == {key, "title"}
    assert Translation.objects.get().words == {}


def test_second_translator_of_a_part_is_told(said, lead, evaluator):
    seen = print_of({"title": ""})
    put(said, evaluator, {"title": "Un"})
    with pytest.raises(ChangedMeanwhile) as told:
        put(said, lead, {"title": "Dau"}, seen=seen)
    assert told.value.held == {"title": "Un"}
    assert put(said, lead, {"item.k1.text": "Dau"}).words == {"title": "Un", "item.k1.text": "Dau"}


def test_address_that_is_no_text_is_not_kept(said, lead):
    assert put(said, lead, {"item.zz.text": "x", "title": "Arolwg"}).words == {"title": "Arolwg"}


def test_what_was_said_before_is_offered_again(force, lead, whole):
    """The words of the pages, and whatever another instrument says word for word."""
    other = begun(force, lead, key="com_b_brief")
    brief = english_of(load_instrument("com_b_brief"))
    same = set(brief.values()) & set(english_of(OOCR).values())
    assert {brief[address] for address in other.words} == same and len(same) > 100
    assert "item.cph.text" not in other.words
    assert begun(force, lead, key="com_b_brief", language="pl").words == {}


def test_new_version_keeps_what_still_fits(force, lead):
    first = published(copied(force, lead), lead)
    said = translating.begin_translation(
        force=force, instrument=load_for(force, first.key), language="cy", by=lead, at=NOW
    )
    said.words = {"title": "Arolwg", "item.cph.text": "Gallaf", "page.start": "Dechrau"}
    said.save()
    second = next_version(first, lead)
    written(second, "items/cph", lead, text="I can do this.")
    kept = Translation.objects.get(instrument_version=2)
    assert (kept.words, kept.published_at) == ({"title": "Arolwg", "page.start": "Dechrau"}, None)
    assert Translation.objects.get(instrument_version=1).words == said.words


def test_every_text_stands_in_exactly_one_part():
    everything = english_of(OOCR) | english_of_modules()
    placed = [address for _, english, _ in parts_of(OOCR).values() for address in english]
    assert sorted(placed) == sorted(everything)


@pytest.mark.parametrize(
    "typed, tag",
    [("cy", "cy"), (" PL ", "pl"), ("pt-br", "pt-BR"), ("zh-hans", "zh-Hans"), ("es-419", "es-419"), ("en", ""),
     ("en-GB", ""), ("c", ""), ("cy<b>", ""), ("", ""), ("cymraeg!", ""), ("cy\n", "cy")],
)  # fmt: skip
def test_tag_is_that_of_a_language_or_nothing(typed, tag):
    assert tag_of(typed) == tag


def test_language_is_called_by_its_name():
    assert (name_of("cy"), name_of("pl"), name_of("pt-BR"), name_of("xx")) == (
        "Welsh (cy)", "Polish (pl)", "Brazilian Portuguese (pt-BR)", "xx",
    )  # fmt: skip


def test_lead_translates_on_the_pages(client, force, lead):
    client.force_login(lead)

    def at(name, *more):
        return reverse(f"surveys:{name}", args=[force.slug, "oocr_com_b", 1, *more])

    assert at("language_begin") in client.get(at("languages")).content.decode()
    refused = client.post(at("language_begin"), {"language": "other", "tag": "en"})
    assert "tag" in refused.context["form"].errors
    home = client.post(at("language_begin"), {"language": "cy"})["Location"]
    assert home == at("translation", "cy")
    for part, (label, english, _) in parts_of(OOCR).items():
        form = client.get(at("translation_part", "cy", part)).context["form"]
        words = backwards(english)
        sent = {form.names[address]: words[address] for address in english} | {"seen": form["seen"].value()}
        answer = client.post(at("translation_part", "cy", part), sent)
        assert answer.status_code == 302, (label, answer.context["form"].errors)
    page = client.get(home).content.decode()
    assert "Every text is translated." in page and "To do" not in page
    assert client.post(at("translation_publish", "cy"))["Location"] == home
    assert Translation.objects.get().published_at
    assert client.get(at("translation_part", "cy", "items"))["Location"] == home
    preview = client.get(at("instrument_preview", 1) + "?in=cy").content.decode()
    assert 'lang="cy"' in preview and "cy item.k1.text" in preview and "cy page.continue" in preview
    client.post(at("translation_reopen", "cy"))
    assert "Complete, not published" in client.get(at("languages")).content.decode()
    page = client.get(at("translation_discard", "cy")).content.decode()
    assert "texts in Welsh (cy)" in page
    client.post(at("translation_discard", "cy"))
    assert not Translation.objects.exists()


def test_late_translator_sees_both_texts(client, force, lead, evaluator, said):
    client.force_login(lead)
    address = reverse("surveys:translation_part", args=[force.slug, "oocr_com_b", 1, "cy", "items"])
    form = client.get(address).context["form"]
    put(said, evaluator, {"item.k1.text": "Gan rywun arall"})
    sent = {form.names["item.k1.text"]: "Gennyf i", "seen": form["seen"].value()}
    page = client.post(address, sent).content.decode()
    assert "Gan rywun arall" in page and "Gennyf i" in page


def test_draft_is_not_translated_before_it_is_published(client, force, lead):
    draft = copied(force, lead)
    client.force_login(lead)
    assert client.get(reverse("surveys:languages", args=[force.slug, draft.key, 1])).status_code == 404
