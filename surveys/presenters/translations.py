"""A translation as the pages of its authors show it: part by part, each beside the English."""

from django.urls import reverse

from surveys.answering import words as page_words
from surveys.instruments.languages import name_of
from surveys.queries.translations import english_of, english_of_modules, lacking

# The parts of a questionnaire: {key: (label, starts of the addresses)}.
PARTS = {
    "notice": ("Title, notice and scale", ("title", "behaviour.", "notice.", "scale.")),
    "items": ("Statements", ("item.",)),
    "questions": ("Other questions", ("question.",)),
    "scenarios": ("Short cases", ("scenario.",)),
}
# The words of the pages themselves, in the groups of surveys/answering/words.py.
PAGES = {
    "page-frame": ("Buttons and errors", "FRAME"),
    "page-start": ("The first page", "START"),
    "page-questions": ("Above the questions", "QUESTIONS"),
    "page-closing": ("The last pages before handing in", "CLOSING_STEPS"),
    "page-bands": ("Names of roles and years", "BAND_WORDS"),
    "page-leaving": ("Leaving and coming back", "LEAVING"),
    "page-after": ("After handing in", "AFTERWARDS"),
    "page-promises": ("What a survey adds to the notice", "PROMISES"),
    "page-nothing": ("When nothing can be answered", "NOTHING_HERE"),
}
REST = "page-rest"


def parts_of(instrument):
    """{key: (label, {address: English}, whether it must be whole)} of everything that can be translated."""
    english = english_of(instrument)
    found = {
        key: (label, {a: text for a, text in english.items() if a.startswith(starts)}, True)
        for key, (label, starts) in PARTS.items()
    }
    placed = set()
    for key, (label, group) in PAGES.items():
        addresses = {f"page.{one}" for one in getattr(page_words, group, ())} - placed
        placed |= addresses
        found[key] = (label, {a: text for a, text in english.items() if a in addresses}, True)
    rest = {a: text for a, text in english.items() if a.startswith("page.") and a not in placed}
    found[REST] = ("What else officers read", rest, True)
    for address, text in english_of_modules().items():
        module = address.split(".")[1]
        _, texts, _ = found.setdefault(f"module-{module}", (f"Optional: {module}", {}, False))
        texts[address] = text
    return {key: part for key, part in found.items() if part[1]}


def address(name, translation, *more):
    args = [translation.force.slug, translation.instrument_key, translation.instrument_version]
    return reverse(f"surveys:{name}", args=[*args, translation.language, *more])


def overview(translation, instrument):
    """Context of a translation's first page."""
    missing = set(lacking(instrument, translation.words))
    steps = [
        _step(translation, key, label, english, missing, whole)
        for key, (label, english, whole) in parts_of(instrument).items()
    ]
    number = len(missing)
    return {
        "translation": translation,
        "instrument": instrument,
        "language": name_of(translation.language),
        "steps": steps,
        "missing": number,
        "can_publish": number == 0 and translation.published_at is None,
        "preview_url": _preview(translation),
    }


def _step(translation, key, label, english, missing, whole):
    lacks = missing if whole else {a for a in english if not translation.words.get(a)}
    open_ones = sum(a in lacks for a in english)
    hint = f"{open_ones} of {len(english)} still to do" if open_ones else f"{len(english)} texts"
    state = "Done" if not open_ones else "To do" if whole else "If asked"
    url = "" if translation.published_at else address("translation_part", translation, key)
    return {"label": label, "url": url, "state": state, "hint": hint}


def _preview(translation):
    args = [translation.force.slug, translation.instrument_key, translation.instrument_version, 0]
    return reverse("surveys:instrument_preview", args=args) + f"?in={translation.language}"


def list_rows(translations, instrument):
    """[(language, state, address)] of what there is."""
    return [
        (name_of(one.language), _state(one, instrument), address("translation", one)) for one in translations
    ]


def _state(translation, instrument):
    if translation.published_at:
        return "Published"
    number = len(lacking(instrument, translation.words))
    return f"{number} texts still to do" if number else "Complete, not published"


def losses(translation):
    number = len(translation.words)
    return [f"{number} text{'' if number == 1 else 's'} in {name_of(translation.language)}"]
