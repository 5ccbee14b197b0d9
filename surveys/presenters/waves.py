"""A wave as the pages of leads and evaluators show it."""

from datetime import date

from django.urls import reverse

from surveys import rules
from surveys.bands import ROLE_BANDS
from surveys.freezing import texts
from surveys.identity.tokens import in_groups
from surveys.lifecycle import Action, Mode, State, may
from surveys.operations.fielding import UNCOVERED, areas_of, as_promised, people_of, still_missing
from surveys.presenters.instruments import NOTICE
from surveys.presenters.respondent_length import minutes_of
from surveys.queries.instruments import instrument_of
from surveys.queries.options import languages_of, modules_of
from surveys.queries.rounding import about_answers
from surveys.queries.waves import codes_of, number_invited

PARTS = (*NOTICE, ("The short cases", "cases"))
COLOURS = {State.DRAFT: "grey", State.OPEN: "blue", State.CLOSED: "green", State.WITHDRAWN: "grey"}
NOT_COUNTED = "Counted tomorrow"
TOO_FEW = f"Fewer than {rules.GROUP} invited: not shown"
MORE = "Short cases, languages, results before the close, researchers, an earlier survey"
FREEZES = (
    "the instrument, word for word",
    "the promise: anonymous or confidential",
    "the notice and the sentence by which officers agree",
    "the numbers that protect officers, such as groups of fewer than ten being hidden",
    "the areas and bands that officers may choose from",
    "the codes of stations and kiosks",
    "short cases and what is right in them, languages, days of early results and a promised extract, where there are "
    "any",
)
STILL_POSSIBLE = (
    "moving the closing date to a later day, once, before it has passed",
    "adding people to the list",
    "sending somebody a new link in place of a lost one",
    "closing the survey early",
    "withdrawing the survey, which destroys every answer",
)


def address(name, wave, *more):
    return reverse(f"surveys:{name}", args=[wave.force.slug, wave.pk, *more])


def day(value):
    return f"{value:%-d %B %Y}" if value else "Not set"


def list_rows(waves):
    """One dictionary a wave for the list."""
    return [
        {"wave": wave, "url": address("wave", wave), "dates": dates(wave), **state_of(wave)} for wave in waves
    ]


def state_of(wave):
    return {"state": State(wave.state).label, "colour": COLOURS[State(wave.state)]}


def dates(wave):
    return f"{day(wave.opens_on)} to {day(wave.closes_on)}" if wave.opens_on else "Not set"


def wave_page(wave, *, on, manages):
    """Context of a wave's page in any state. on: today; manages: whether the reader may change it."""
    page = {"wave": wave, "facts": facts(wave), "manages": manages, **state_of(wave)}
    page["tries_out_url"] = address("wave", wave.rehearses) if wave.rehearses else ""
    page["rehearsals"] = list_rows(wave.rehearsals.select_related("force"))
    page["can"] = {action.name.lower(): manages and may(wave.state, action) for action in Action}
    if wave.state == State.DRAFT:
        return page | {"steps": steps(wave, on=on)}
    if wave.state == State.OPEN:
        over = on > wave.closes_on
        page["can"] |= {"extend": page["can"]["extend"] and not over and not wave.extended_from}
        return page | {"status": status(wave, on), **uptake(wave), "codes": code_rows(wave)}
    return page | {"ended": ended(wave)}


def facts(wave):
    """[(name, value)] of how the wave is set up."""
    instrument, areas = instrument_of(wave), areas_of(wave)
    return [
        ("Instrument", f"{instrument.title}, version {instrument.version}{occasion(wave)}"),
        ("Length", minutes_in_words(minutes_of(as_promised(wave)))),
        ("Behaviour", instrument.behaviour.statement),
        ("Units", ", ".join(areas.values()) or "Not chosen"),
        ("Role bands", ", ".join(ROLE_BANDS[key] for key in wave.role_bands) or "Not chosen"),
        ("Personal links", {None: "Not chosen", True: "Yes", False: "No, codes only"}[wave.personal_links]),
        ("Promise", Mode(wave.mode).label if wave.mode else "Not chosen"),
        ("First and last day", dates(wave)),
        ("Reminders", reminders(wave)),
        ("Whom officers may ask", wave.contact or "Not written"),
        ("Answers are kept", f"{wave.kept_years} year{'' if wave.kept_years == 1 else 's'} after the close"),
        *more_facts(wave),
    ]


def more_facts(wave):
    """The rows of what was chosen beside the rest; nothing where a survey is plain."""
    chosen = [
        ("Training session", wave.session and f"{wave.session.title}, {day(wave.session.held_on)}"),
        ("Short cases", "; ".join(one.title for one in modules_of(wave))),
        ("Ethics review", wave.ethics_reference),
        ("Languages beside English", ", ".join(language_names(wave))),
        ("Results before the close", " and ".join(day(date.fromisoformat(one)) for one in wave.batch_days)),
        ("Extract for researchers", wave.promises_extract and "Promised in the notice"),
        ("Compared with", wave.follows and wave.follows.title),
    ]
    return [(name, value) for name, value in chosen if value]


def minutes_in_words(minutes):
    """As officers read it on the first page."""
    return f"About {minutes} minute{'' if minutes == 1 else 's'}"


def language_names(wave):
    """Each language by the name that its own translation gives it."""
    words = wave.frozen["languages"] if wave.frozen else languages_of(wave)
    return [words.get(tag, {}).get("page.language_name", tag) for tag in wave.languages]


def occasion(wave):
    return f", {wave.occasion}" if wave.occasion else ""


def reminders(wave):
    found = [day(one) for one in (wave.first_reminder_on, wave.second_reminder_on) if one]
    return " and ".join(found) or "None"


def steps(wave, *, on):
    """The checklist of a draft, as components/task_list.html takes it."""
    lacking = {}
    for step, text in rules.missing(wave, people_of(wave), on=on):
        lacking.setdefault(step, text)
    found = [
        task(label, address("wave_step", wave, step), lacking.get(step))
        for step, label in rules.STEPS.items()
        if step not in rules.OPTIONAL
    ]
    found.append(more_task(wave, lacking.get("more")))
    after = list(rules.STEPS).index("doors") + 1
    return [*found[:after], *people_and_codes(wave, lacking), *found[after:]]


def people_and_codes(wave, lacking):
    """The two steps that have pages of their own."""
    invited, codes = number_invited(wave), codes_of(wave).count()
    if wave.personal_links:
        hint = lacking.get("people") or f"{invited:,} on the list"
        yield task("The list of people", address("wave_people", wave), lacking.get("people"), hint)
    hint = lacking.get("codes") or (f"{codes} made" if codes else "None: they are not needed beside links")
    yield task("Codes for stations and kiosks", address("wave_codes", wave), lacking.get("codes"), hint)


def task(label, url, lacking, hint=""):
    state = "To do" if lacking else "Done"
    return {"label": label, "url": url, "state": state, "hint": hint or lacking or ""}


def more_task(wave, lacking):
    """The optional step: neither done nor to do where nothing of it was asked for."""
    found = task(rules.STEPS["more"], address("wave_step", wave, "more"), lacking, "" if lacking else MORE)
    return found if lacking or more_facts(wave) else found | {"state": "Optional"}


def status(wave, on):
    """[(name, value)] of an open wave: nothing that moves with a single answer."""
    found = [("People who get a link", f"{number_invited(wave):,}")] if wave.personal_links else []
    found.append(("Last day", day(wave.closes_on)))
    if wave.extended_from:
        found.append(("Moved", f"The last day was {day(wave.extended_from)} before"))
    if on < wave.opens_on:
        found.append(("Opens", f"{day(wave.opens_on)}: until then links and codes say so"))
    if wave.mails_refused:
        found.append(("Addresses that the mail server refused", f"{wave.mails_refused:,}"))
    if wave.mails_unsure:
        found.append(("Mails that may not have gone", f"{wave.mails_unsure:,}, because a worker was stopped"))
    return found


def uptake(wave):
    """The bands of the day: rows for units and codes, and the day they were counted on."""
    seen = wave.uptake
    units = [(name, seen["units"].get(key, TOO_FEW)) for key, name in areas_of(wave).items()] if seen else []
    if seen.get("all"):
        units.append(("All together", seen["all"]))
    codes = (
        [(code_name(code), seen["codes"].get(str(code.pk), NOT_COUNTED)) for code in codes_of(wave)]
        if seen
        else []
    )
    return {
        "unit_rows": units if wave.personal_links else [],
        "code_uptake": codes,
        "counted_on": day(date.fromisoformat(seen["on"])) if seen else "",
    }


def code_rows(wave):
    """[[area, how it is used, people, code]]."""
    return [[c.area, c.get_kind_display(), f"{c.headcount:,}", in_groups(c.code)] for c in codes_of(wave)]


def code_name(code):
    return f"{code.area} ({code.kind})"


def ended(wave):
    """[(name, value)] of a wave that has ended; a number of answers under the threshold is not shown."""
    when = [("Ended", f"{wave.ended_at:%-d %B %Y}")]
    if wave.state == State.WITHDRAWN:
        return [*when, ("Answers", "Every answer was destroyed when the survey was withdrawn")]
    about = about_answers(wave)
    if about is None:
        return [*when, ("Answers", f"Fewer than {rules.GROUP}: nothing of them can be shown")]
    return [*when, ("Answers", f"About {about:,}, rounded to {rules.BASE} at random, as in the results")]


def check_page(wave, *, on):
    """Everything that will freeze, in the words officers will read, and what is still missing."""
    lacking = still_missing(wave, on)
    instrument = instrument_of(wave)
    words = texts(wave, instrument, modules_of(wave))
    people = people_of(wave)
    return {
        "wave": wave,
        "facts": facts(wave),
        "reach": [
            ("People who get a link", f"{people.invited:,}"),
            ("People who may use a code", f"{people.headcount:,}"),
        ],
        "missing": lacking,
        "uncovered": UNCOVERED in lacking,
        "notice": [(heading, words["notice"][part]) for heading, part in PARTS if part in words["notice"]],
        "agreement": words["agreement"],
        "codes": code_rows(wave),
        "freezes": FREEZES,
        "still_possible": STILL_POSSIBLE,
    }


def losses(wave):
    """What is lost when a wave is withdrawn."""
    if wave.state == State.DRAFT:
        return [
            "how the survey is set up can no longer be changed or launched",
            "the list of people, after 30 days",
        ]
    return [
        "every answer that officers have handed in, for good: nobody can get one back",
        "every answer that somebody has begun",
        "every link and every code: who opens one is told that the survey was withdrawn",
        "the list of people, after 30 days",
    ]
