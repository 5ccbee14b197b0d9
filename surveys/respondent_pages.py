"""What the pages for whoever answers show: words, fields and where each button leads."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.urls import reverse

from surveys.answering.reading import faults
from surveys.answering.showing import NOT_ANSWERED, choice_field, fields_of, given, line_field
from surveys.bands import ROLE_BANDS, SERVICE_BANDS
from surveys.freezing import LANGUAGE
from surveys.identity.codes import ELEMENTS
from surveys.identity.tokens import in_groups
from surveys.own_codes import has_own_code, own_code_faults
from surveys.queries import frozen_instrument
from surveys.scales import estimate

NOTICE = (
    ("What it is for", "purpose"),
    ("Who can see what", "who_sees"),
    ("What cannot be promised", "limits"),
    ("How long it is kept", "kept"),
    ("No way back", "withdrawal"),
    ("Whom to ask", "contact"),
)
PROMISE = {
    "anonymous": "This survey is anonymous: your answers are kept without your name and without anything that leads to "
    "you.",
    "confidential": "This survey is confidential, not anonymous: nobody in your force sees one person’s answers. A "
    "code of your own, made of a few letters and numbers, can link them to what you answer another time; you may "
    "leave it out.",
}
BY_LINK = "Your link only counts that it was used, without a date. It works once, when you hand in."
BY_CODE = (
    "Your code stands for {area}, an area of at least ten people. Anyone there may use it, so results will say that "
    "repeat answers cannot be excluded."
)
HEADINGS = {
    "statements": "How far do you agree?",
    "case": "What would you say of this case?",
    "question": "Your own work",
}
BANDS = (
    ("area", "Where do you mostly work?"),
    ("role", "What is your role?"),
    ("service", "How long have you served?"),
)
ORDERS = {"role": tuple(ROLE_BANDS), "service": tuple(SERVICE_BANDS)}


@dataclass(frozen=True)
class Row:
    """One line of the check: a question, its answer in words, and where it is changed."""

    question: str
    answer: str
    address: str


def first_page(door):
    """The notice in full, and what the first button starts."""
    wave = door.wave
    instrument, texts = frozen_instrument(wave), wave.frozen["texts"][LANGUAGE]
    return {
        "wave": wave,
        "door": door,
        "statement": instrument.behaviour.statement,
        "minutes": estimate(instrument, wave.frozen["occasion"]).minutes,
        "promise": PROMISE[wave.frozen["mode"]],
        "way_in": BY_LINK if door.is_personal else BY_CODE.format(area=door.stratum),
        "notice": [(heading, texts["notice"][part]) for heading, part in NOTICE],
        "agreement": texts["agreement"],
    }


def question_page(visit, number, *, checking):
    """One page of questions with the answers so far; a text that is too long comes with what to do about it."""
    page = visit.pages[number - 1]
    amiss = faults(page, visit.contents.texts)
    fields = fields_of(page, visit.contents, amiss)
    return frame(visit, number) | {
        "heading": HEADINGS[page.about],
        "fields": fields,
        "problems": [(field.fault, field.first_id) for field in fields if field.fault],
        "back": address(number - 1) if number > 1 else "",
        "checking": checking,
    }


def bands_page(visit):
    """Area, role and service, each to be left out at will."""
    fields = [
        choice_field(
            f"q{number}", band, words, band_choices(visit.wave, band), visit.contents.bands.get(band)
        )
        for number, (band, words) in enumerate(BANDS, 1)
        if band_choices(visit.wave, band)
    ]
    last = len(visit.pages)
    return frame(visit, last + 1) | {"fields": fields, "back": address(last), "group": group(visit.wave)}


def own_code_page(visit):
    """The elements of the code that links waves, each to be left out at will."""
    typed, amiss = visit.contents.own_code, own_code_faults(visit.contents.own_code)
    fields = [
        line_field(f"q{n}", one.key, one.words, one.hint, typed.get(one.key, ""), amiss.get(one.key, ""))
        for n, one in enumerate(ELEMENTS, 1)
    ]
    return frame(visit, number_of(visit, "surveys:own_code")) | {
        "fields": fields,
        "problems": [(f"{field.legend}: {field.fault}", field.first_id) for field in fields if field.fault],
        "back": reverse("surveys:about_you"),
    }


def check_page(visit):
    """Every question with its answer, and what handing in means."""
    rows = [
        Row(asked.text, given(asked, visit.contents), address(number, checking=True))
        for number, page in enumerate(visit.pages, 1)
        for asked in page.asked
    ]
    rows += [_band_row(visit, band, words) for band, words in BANDS if band_choices(visit.wave, band)]
    if has_own_code(visit.wave):
        rows.append(_own_code_row(visit))
    notice = visit.wave.frozen["texts"][LANGUAGE]["notice"]
    return frame(visit, number_of(visit, "surveys:check")) | {
        "rows": rows,
        "withdrawal": notice["withdrawal"],
        "back": reverse(closing_steps(visit.wave)[-2]),
    }


def thanks_page(wave, ticket, *, kiosk):
    """The thanks, the pages that say what comes of it, and on a kiosk the way on for the next person."""
    return {
        "wave": wave,
        "kiosk": kiosk,
        "next": reverse("surveys:by_code", args=[ticket.code]) if kiosk else "",
        "officers": reverse("surveys:officers", args=[wave.force.slug]),
    }


def officers_page(force, waves):
    """The surveys a force's officers can answer now, each with its length, its promise and whom to ask about it."""
    return {"force": force, "surveys": [_open_survey(wave) for wave in waves]}


def _open_survey(wave):
    instrument, notice = frozen_instrument(wave), wave.frozen["texts"][LANGUAGE]["notice"]
    return {
        "wave": wave,
        "minutes": estimate(instrument, wave.frozen["occasion"]).minutes,
        "promise": PROMISE[wave.frozen["mode"]],
        "who_sees": notice["who_sees"],
        "contact": notice["contact"],
        "by_link": wave.personal_links,
    }


def leave_page(visit):
    """The code to come back with, and where the survey is entered again; a personal link stands in the mail alone."""
    where = settings.SITE_ADDRESS.rstrip("/") + reverse("surveys:enter")
    return frame(visit, 0) | {"survey_code": in_groups(visit.ticket.code), "where": where}


def frame(visit, number):
    """What every page of a visit shows around its questions. number: of this page, from 1."""
    return {
        "wave": visit.wave,
        "kiosk": visit.is_kiosk,
        "statement": visit.instrument.behaviour.statement,
        "number": number,
        "total": len(visit.pages) + len(closing_steps(visit.wave)),
        "resume": in_groups(visit.ticket.resume),
        "last_day": visit.expires_on - timedelta(days=1),
    }


def closing_steps(wave):
    """The names of the addresses that follow the last question, in order."""
    own_code = ["surveys:own_code"] if has_own_code(wave) else []
    return ["surveys:about_you", *own_code, "surveys:check"]


def number_of(visit, step):
    """The number of the page at one of the closing steps."""
    return len(visit.pages) + closing_steps(visit.wave).index(step) + 1


def after_bands(wave):
    """The name of the address that comes after the bands."""
    return closing_steps(wave)[1]


def first_amiss(visit):
    """The address of the first page that cannot be handed in as it stands, or ""."""
    for number, page in enumerate(visit.pages, 1):
        if faults(page, visit.contents.texts):
            return address(number, checking=True)
    amiss = has_own_code(visit.wave) and own_code_faults(visit.contents.own_code)
    return reverse("surveys:own_code") if amiss else ""


def address(number, *, checking=False, last=None):
    """Of page `number`; with `last`, the number of the last page of questions, on to what comes after it."""
    if last is not None and number > last:
        return reverse("surveys:about_you")
    return reverse("surveys:page", args=[number]) + ("?check=1" if checking else "")


def is_answered(asked, contents):
    """Whether the officer has said anything there."""
    return asked.key in contents.answers or asked.key in contents.texts


def band_choices(wave, band):
    """{key: name} that this wave offers, in a fixed order: the stored order of a JSON object means nothing."""
    offered = wave.frozen["bands"].get(band, {})
    order = ORDERS.get(band, ())
    keys = sorted(offered, key=lambda key: (order.index(key) if key in order else len(order), offered[key]))
    return {key: offered[key] for key in keys}


def bands_of(wave, sent):
    """{band: key} of what was chosen, and nothing that was not offered."""
    chosen = {band: sent.get(band, "") for band, _ in BANDS}
    return {band: key for band, key in chosen.items() if key in band_choices(wave, band)}


def group(wave):
    """The smallest group of which results are shown, as promised at the launch."""
    return wave.frozen["thresholds"]["group"]


def _own_code_row(visit):
    """Whether something was given, and not what: others may see the screen."""
    parts = len(visit.contents.own_code)
    return Row("Your own code", f"{parts} of {len(ELEMENTS)} given", reverse("surveys:own_code"))


def _band_row(visit, band, words):
    chosen = band_choices(visit.wave, band).get(visit.contents.bands.get(band), NOT_ANSWERED)
    return Row(words, chosen, reverse("surveys:about_you"))
