"""The pages on which a force says an instrument in another language."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission
from cjnudge.accounts.views.answers import sent
from surveys.forms.translating import LanguageForm, WordsForm
from surveys.instruments.draft_content import print_of
from surveys.instruments.languages import name_of
from surveys.operations import translating
from surveys.presenters import translations as pages
from surveys.queries.translations import translation_of, translations_for
from surveys.views.drafting import back_to, crumbs, done, now, saved
from surveys.views.instruments import found_or_404, manages, of_instrument


@needs(Permission.VIEW_SURVEYS)
@require_safe
def languages(request, force, instrument, version):
    """The languages of one version that can be fielded."""
    found = published_or_404(force, instrument, version)
    rows = pages.list_rows(translations_for(force, instrument, version), found)
    page = {"rows": rows, "instrument": found, "manages": manages(request)}
    page["begin_url"] = of_instrument("language_begin", force, found)
    page["crumbs"] = below(force, found, ("Other languages", ""))
    return render(request, "surveys/translating/languages.html", page)


@needs(Permission.MANAGE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def language_begin(request, force, instrument, version):
    found = published_or_404(force, instrument, version)
    form = LanguageForm(sent(request))
    form.title, form.cancel_url = "Another language", of_instrument("languages", force, found)
    if form.is_valid():
        values = {"instrument": found, "language": form.values(), **now(request)}
        made = translating.begin_translation(force=force, **values)
        return redirect(pages.address("translation", made))
    page = {"form": form, "crumbs": below(force, found, ("Another language", ""))}
    return render(request, "surveys/authoring/form.html", page)


@needs(Permission.MANAGE_SURVEYS)
@require_safe
def translation(request, force, instrument, version, language):
    found, said = both_or_404(force, instrument, version, language)
    page = pages.overview(said, found) | {"crumbs": translation_crumbs(force, found, said)}
    return render(request, "surveys/translating/translation.html", page)


@needs(Permission.MANAGE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def translation_part(request, force, instrument, version, language, part):
    """The texts of one part, each in a box under its English."""
    found, said = both_or_404(force, instrument, version, language)
    there = pages.parts_of(found)
    if part not in there:
        raise Http404
    if said.published_at:
        return redirect(pages.address("translation", said))
    label, english, _ = there[part]
    before = {address: said.words.get(address, "") for address in english}
    form = WordsForm(sent(request), english=english, said=before, seen=print_of(before), language=language)
    form.cancel_url = home = pages.address("translation", said)

    def write(seen, words):
        values = {"instrument": found, "words": words, "seen": seen, **now(request)}
        translating.write_words(translation=said, **values)

    if form.is_valid() and saved(form, write):
        return back_to(request, home, f"“{label}” is saved.")
    page = {"form": form, "label": label, "language": name_of(language), "instrument": found}
    page |= {"meanwhile": meanwhile(form, english)}
    page["crumbs"] = translation_crumbs(force, found, said, (label, ""))
    return render(request, "surveys/translating/part.html", page)


def meanwhile(form, english):
    """[(English, what somebody else saved)] where the form was late, or None."""
    held = getattr(form, "held_now", None)
    return None if held is None else [(english[address], text or "–") for address, text in held.items()]


@needs(Permission.MANAGE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def translation_publish(request, force, instrument, version, language):
    """The second look, and the publication."""
    found, said = both_or_404(force, instrument, version, language)
    if request.method == "POST":
        values = {"instrument": found, **now(request)}
        text = f"New surveys can be answered in {name_of(language)}."
        done(request, lambda: translating.publish_translation(translation=said, **values), text)
        return redirect(pages.address("translation", said))
    page = pages.overview(said, found)
    page["crumbs"] = translation_crumbs(force, found, said, ("Publish", ""))
    return render(request, "surveys/translating/publish.html", page)


@needs(Permission.MANAGE_SURVEYS)
@require_POST
def translation_reopen(request, force, instrument, version, language):
    _, said = both_or_404(force, instrument, version, language)
    text = "It can be changed now. New surveys do not offer it until it is published again."
    done(request, lambda: translating.reopen_translation(translation=said, **now(request)), text)
    return redirect(pages.address("translation", said))


@needs(Permission.MANAGE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def translation_discard(request, force, instrument, version, language):
    found, said = both_or_404(force, instrument, version, language)
    if request.method == "POST":
        gone = done(
            request,
            lambda: translating.discard_translation(translation=said, **now(request)),
            "The translation is discarded.",
        )
        return redirect(
            of_instrument("languages", force, found) if gone else pages.address("translation", said)
        )
    words = {"title": "Discard the translation", "action": "Discard it"}
    page = words | {"cancel_url": pages.address("translation", said), "draft_title": found.title}
    page |= {"losses": pages.losses(said), "crumbs": translation_crumbs(force, found, said, ("Discard", ""))}
    return render(request, "surveys/authoring/confirm.html", page)


def published_or_404(force, key, version):
    """The Instrument of a version that can be fielded."""
    found, row = found_or_404(force, key, version)
    if row is not None and row.published_at is None:
        raise Http404
    return found


def both_or_404(force, key, version, language):
    """(Instrument, Translation) of an address."""
    found = published_or_404(force, key, version)
    said = translation_of(force, key, version, language)
    if said is None:
        raise Http404
    return found, said


def below(force, instrument, *more):
    return crumbs(force, (instrument.title, of_instrument("instrument", force, instrument)), *more)


def translation_crumbs(force, instrument, said, *more):
    """The way to a translation, or to a page below it."""
    home = reverse("surveys:languages", args=[force.slug, instrument.key, instrument.version])
    name = name_of(said.language)
    return below(
        force,
        instrument,
        ("Other languages", home),
        (name, pages.address("translation", said) if more else ""),
        *more,
    )
