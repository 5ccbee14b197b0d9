"""What the pages for whoever answers show: words, fields and where each button leads."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.urls import reverse

from surveys.answering.reading import faults
from surveys.answering.showing import choice_field, fields_of, given, line_field
from surveys.answering.words import ENGLISH
from surveys.bands import ROLE_BANDS, SERVICE_BANDS
from surveys.identity.codes import ELEMENTS
from surveys.identity.tokens import in_groups
from surveys.own_codes import decides_form, has_own_code, hint_of, own_code_faults
from surveys.presenters import respondent_steps as steps
from surveys.presenters.respondent_length import minutes_of
from surveys.queries.promised import languages_of, questionnaire_of, texts_of, words_of

NOTICE = ("purpose", "cases", "who_sees", "limits", "kept", "withdrawal", "contact")
BANDS = ("area", "role", "service")
ORDERS = {"role": tuple(ROLE_BANDS), "service": tuple(SERVICE_BANDS)}


@dataclass(frozen=True)
class Row:
    """One line of the check: a question, its answer in words, and where it is changed."""

    question: str
    answer: str
    address: str


def first_page(door, language):
    """The notice in full, and what the first button starts."""
    wave, words = door.wave, words_of(door.wave, language)
    texts = texts_of(wave, language)
    return {
        "words": words,
        "wave": wave,
        "door": door,
        "languages": _languages(wave, language),
        "statement": questionnaire_of(wave, language)[0].behaviour.statement,
        "minutes": minutes_of(wave, language),
        "promise": words.say(f"promise_{wave.frozen['mode']}"),
        "way_in": words.say("by_link") if door.is_personal else words.say("by_code", area=door.stratum),
        "notice": [
            (words.say(f"notice_{part}"), texts["notice"][part]) for part in NOTICE if part in texts["notice"]
        ],
        "agreement": texts["agreement"],
    }


def _languages(wave, chosen):
    """The languages to choose from, each by the name it has in itself; none where there is one alone."""
    there = languages_of(wave)
    found = [(language, words_of(wave, language)) for language in there] if len(there) > 1 else []
    return [
        {"language": language, "tag": words.tag, "direction": words.direction,
         "name": words.say("language_name"), "current": language == chosen}
        for language, words in found
    ]  # fmt: skip


def question_page(visit, number, *, checking):
    """One page of questions with the answers so far; a text that is too long comes with what to do about it."""
    page = dict(visit.shown)[number]
    amiss = faults(page, visit.contents.texts, visit.words)
    fields = fields_of(page, visit.contents, amiss)
    return frame(visit, "page", number) | {
        "heading": visit.words.say(f"heading_{page.about}"),
        "story": page.story,
        "fields": fields,
        "problems": [(field.fault, field.first_id) for field in fields if field.fault],
        "checking": checking,
    }


def bands_page(visit):
    """Area, role and service, each to be left out at will."""
    fields = [
        choice_field(
            f"q{number}",
            band,
            visit.words.say(f"band_{band}"),
            band_choices(visit.wave, band, visit.words),
            visit.contents.bands.get(band),
        )
        for number, band in enumerate(BANDS, 1)
        if band_choices(visit.wave, band)
    ]
    return frame(visit, steps.ABOUT_YOU) | {"fields": fields, "group": group(visit.wave)}


def own_code_page(visit, *, checking):
    """The elements of the code that links waves, each to be left out at will."""
    typed, words = visit.contents.own_code, visit.words
    amiss = own_code_faults(typed, words)
    fields = [
        line_field(f"q{n}", one.key, words.say(f"code_{one.key}"), hint_of(one, words), typed.get(one.key, ""),
                   amiss.get(one.key, ""))
        for n, one in enumerate(ELEMENTS, 1)
    ]  # fmt: skip
    return frame(visit, steps.OWN_CODE) | {
        "fields": fields,
        "problems": [(f"{field.legend}: {field.fault}", field.first_id) for field in fields if field.fault],
        "decides_cases": decides_form(visit.wave, visit.instrument),
        "checking": checking,
    }


def check_page(visit):
    """Every question with its answer, and what handing in means."""
    rows = [row for number, page in visit.shown for row in _rows(visit, number, page)]
    rows += [_band_row(visit, band) for band in BANDS if band_choices(visit.wave, band)]
    if has_own_code(visit.wave):
        rows.append(_own_code_row(visit))
    withdrawal = texts_of(visit.wave, visit.words.language)["notice"]["withdrawal"]
    return frame(visit, steps.CHECK) | {"rows": rows, "withdrawal": withdrawal}


def _rows(visit, number, page):
    """A Row for each question of a page; a told case is one with everything that was said of it."""
    change = address(number, checking=True)
    said = [(asked.text, given(asked, visit.contents, visit.words)) for asked in page.asked]
    if page.story:
        return [Row(page.story, "\n".join(" ".join(one) for one in said), change)]
    return [Row(*one, change) for one in said]


def thanks_page(wave, ticket, *, kiosk):
    """The thanks, the pages that say what comes of it, and on a kiosk the way on for the next person."""
    return {
        "words": words_of(wave, ticket.language),
        "wave": wave,
        "kiosk": kiosk,
        "next": next_person(ticket) if kiosk else "",
        "officers": reverse("surveys:officers", args=[wave.force.slug]),
    }


def next_person(ticket):
    """The address of the first page of whoever comes next to a kiosk."""
    return reverse("surveys:by_code", args=[ticket.code])


def officers_page(force, waves):
    """The surveys a force's officers can answer now, each with its length, its promise and whom to ask about it."""
    return {"force": force, "surveys": [_open_survey(wave) for wave in waves]}


def _open_survey(wave):
    notice = texts_of(wave)["notice"]
    return {
        "wave": wave,
        "minutes": minutes_of(wave),
        "promise": ENGLISH.say(f"promise_{wave.frozen['mode']}"),
        "who_sees": notice["who_sees"],
        "contact": notice["contact"],
        "by_link": wave.personal_links,
        "by_code": wave.stations.exists(),
    }


def leave_page(visit):
    """The code to come back with, and where the survey is entered again; a personal link stands in the mail alone."""
    where = settings.SITE_ADDRESS.rstrip("/") + reverse("surveys:enter")
    return frame(visit, "") | {"survey_code": in_groups(visit.ticket.code), "where": where}


def frame(visit, name, number=0):
    """What every page of a visit shows around its questions. name, number: of its step."""
    return {
        "words": visit.words,
        "wave": visit.wave,
        "kiosk": visit.is_kiosk,
        "statement": visit.instrument.behaviour.statement,
        "action": steps.Step(name, number).address if name else "",
        "number": steps.place_of(visit.steps, name, number),
        "total": len(visit.steps),
        "back": steps.before(visit.steps, name, number),
        "resume": in_groups(visit.ticket.resume),
        "last_day": visit.expires_on - timedelta(days=1),
    }


def first_amiss(visit):
    """The address of the first page that cannot be handed in as it stands, or ""."""
    for number, page in visit.shown:
        if faults(page, visit.contents.texts):
            return address(number, checking=True)
    amiss = has_own_code(visit.wave) and own_code_faults(visit.contents.own_code)
    return reverse("surveys:own_code") if amiss else ""


def first_unanswered(visit):
    """The address of the first page with something not yet answered; of the check where there is none."""
    for step in visit.steps:
        if step.name == "page" and not _is_answered(dict(visit.shown)[step.number], visit.contents):
            return step.address
        if step.name == steps.OWN_CODE and _decides_what_follows(visit):
            return step.address
    return reverse("surveys:check")


def _is_answered(page, contents):
    """Whether the officer has said anything to each of its questions."""
    return all(asked.key in contents.answers or asked.key in contents.texts for asked in page.asked)


def _decides_what_follows(visit):
    """Whether the own code comes before the short cases, and neither it nor a case was answered yet."""
    cases = [asked.key for _, page in visit.shown if page.about == "case" for asked in page.asked]
    answered = visit.contents.own_code or any(key in visit.contents.answers for key in cases)
    return decides_form(visit.wave, visit.instrument) and not answered


def address(number, *, checking=False):
    """Of page `number`."""
    return reverse("surveys:page", args=[number]) + ("?check=1" if checking else "")


def band_choices(wave, band, words=ENGLISH):
    """{key: name} that this wave offers, in a fixed order: the stored order of a JSON object means nothing."""
    offered = wave.frozen["bands"].get(band, {})
    order = ORDERS.get(band, ())
    keys = sorted(offered, key=lambda key: (order.index(key) if key in order else len(order), offered[key]))
    return {key: words.band(band, key, offered[key]) for key in keys}


def bands_of(wave, sent):
    """{band: key} of what was chosen, and nothing that was not offered."""
    chosen = {band: sent.get(band, "") for band in BANDS}
    return {band: key for band, key in chosen.items() if key in band_choices(wave, band)}


def group(wave):
    """The smallest group of which results are shown, as promised at the launch."""
    return wave.frozen["thresholds"]["group"]


def _own_code_row(visit):
    """Whether something was given, and not what: others may see the screen."""
    said = visit.words.say("own_code_given", parts=len(visit.contents.own_code), all=len(ELEMENTS))
    return Row(visit.words.say("own_code"), said, f"{reverse('surveys:own_code')}?check=1")


def _band_row(visit, band):
    choices = band_choices(visit.wave, band, visit.words)
    chosen = choices.get(visit.contents.bands.get(band), visit.words.say("not_answered"))
    return Row(visit.words.say(f"band_{band}"), chosen, reverse("surveys:about_you"))
