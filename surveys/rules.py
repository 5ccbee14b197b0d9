"""What must be there before a wave is launched, and the numbers that protect whoever answers. No database in here."""

from dataclasses import dataclass
from datetime import date, timedelta

from surveys.scales import load_module

# SURVEYS, section 5: with fewer, "anonymous" would promise what a small group cannot keep.
INVITED_FOR_ANONYMOUS = 40
PEOPLE_OF_A_CODE = 10
CHECKERS = 2  # look at a text before others may read it
GROUP = 10  # smaller groups are hidden on every surface
BASE = 5  # counts are rounded to it before any percentage
LEFT_IN_POOL = 20  # never fewer stay behind when a batch is taken out before the close
# Rewriting a pool of 100 takes some 10 ms on PostgreSQL on a busy machine of two cores, and one of 700 took 150: all
# who hand in at once would wait for each other. Fewer than 100 would be fewer among whom an answer is lost.
PEOPLE_A_POOL = 100
MOST_REMINDERS = 2
# Two looks before the close are enough to see that a survey works; each one more is another pair of figures that
# could be subtracted from each other.
MOST_BATCHES = 2
OFFICERS_FOR_VIGNETTES = 100  # SURVEYS, section 2: results are told from so many officers on
ANSWERS_FOR_EXTRACT = 100  # SURVEYS, section 6
LIST_KEPT = timedelta(days=30)  # after the close
DRAFT_KEPT = timedelta(hours=72)
MOST_YEARS = 3
THRESHOLDS = {
    "group": GROUP,
    "base": BASE,
    "invited_for_anonymous": INVITED_FOR_ANONYMOUS,
    "people_of_a_code": PEOPLE_OF_A_CODE,
    "left_in_pool": LEFT_IN_POOL,
}

# In the order in which they are asked; a step's key stands in the address of its page.
STEPS = {
    "behaviour": "The behaviour",
    "audience": "The audience",
    "doors": "Personal links",
    "mode": "The promise",
    "dates": "Dates and reminders",
    "notice": "The notice",
    "more": "More, if you want it",
}
OPTIONAL = ("more",)  # a survey can be launched without ever opening these


@dataclass(frozen=True)
class People:
    """How many a wave can reach: by personal link, and by the stated headcounts of its codes."""

    invited: int
    headcount: int

    @property
    def reached(self):
        return self.invited + self.headcount

    @property
    def pools(self):
        """How many pools take the answers."""
        return max(1, self.reached // PEOPLE_A_POOL)


def missing(wave, people, *, on):
    """[(step, what is missing)] before a wave can be launched, in the order of the steps; [] when it can be."""
    checks = (_behaviour, _audience, _doors, _mode, _dates, _reminders, _notice)
    checks += (_vignettes, _batches, _extract, _session)
    return [found for check in checks for found in check(wave, people, on)]


def _behaviour(wave, people, on):
    if not wave.behaviour_agreed:
        yield "behaviour", "Say that the behaviour is the one you want to ask about."


def _audience(wave, people, on):
    if not wave.units:
        yield "audience", "Choose the units whose officers are asked."
    if not wave.role_bands:
        yield "audience", "Choose the role bands that are asked."


def _doors(wave, people, on):
    if wave.personal_links is None:
        yield "doors", "Choose how officers get in: by personal links, by a code, or by both."
    elif wave.personal_links and not people.invited:
        yield "people", "Upload the list of people who get a personal link."
    elif not wave.personal_links and not people.headcount:
        yield "codes", "Make at least one code, for an area of at least ten people."


def _mode(wave, people, on):
    if not wave.mode:
        yield "mode", "Choose what officers are promised: anonymous or confidential."
    if wave.mode == "anonymous" and people.reached < INVITED_FOR_ANONYMOUS:
        yield (
            "mode",
            f"“Anonymous” needs at least {INVITED_FOR_ANONYMOUS} people who are asked; there are {people.reached}. "
            "Ask more people, or promise “confidential”.",
        )


def _dates(wave, people, on):
    if not wave.opens_on or not wave.closes_on:
        yield "dates", "Say when the survey opens and when it closes."
    elif wave.opens_on < on:
        yield "dates", "The opening date has passed: choose today or a later day."


def _reminders(wave, people, on):
    dates = [day for day in (wave.first_reminder_on, wave.second_reminder_on) if day]
    if dates and not wave.personal_links:
        yield "dates", "Reminders go to personal links only: take them out, or add personal links."
    if wave.opens_on and wave.closes_on and not all(wave.opens_on < d <= wave.closes_on for d in dates):
        yield "dates", "A reminder must fall after the opening date and not after the closing date."
    if (
        wave.second_reminder_on
        and not (wave.first_reminder_on or wave.second_reminder_on) < wave.second_reminder_on
    ):
        yield "dates", "The second reminder must come after the first."


def _notice(wave, people, on):
    if not wave.contact:
        yield "notice", "Name whom officers may ask about the survey."


def _vignettes(wave, people, on):
    if not any(load_module(*chosen).kind == "vignettes" for chosen in wave.modules):
        return
    if not wave.ethics_reference:
        yield "more", "Give the reference of the ethics review: the cases with details that vary need one."
    if people.reached < OFFICERS_FOR_VIGNETTES:
        yield (
            "more",
            f"The cases with details that vary need at least {OFFICERS_FOR_VIGNETTES} people who are asked; there "
            f"are {people.reached}. Ask more people, or take the cases out.",
        )


def _batches(wave, people, on):
    days = [date.fromisoformat(day) for day in wave.batch_days]
    if len(days) > MOST_BATCHES or days != sorted(set(days)):
        yield "more", f"Name at most {MOST_BATCHES} days for results before the close, the earlier one first."
    if wave.opens_on and wave.closes_on and not all(wave.opens_on < day < wave.closes_on for day in days):
        yield "more", "Results before the close come after the first day of the survey and before its last."


def _extract(wave, people, on):
    if wave.promises_extract and people.reached < ANSWERS_FOR_EXTRACT:
        yield (
            "more",
            f"An extract for researchers needs at least {ANSWERS_FOR_EXTRACT} answers, and {people.reached} people "
            "are asked. Take it out, or ask more people.",
        )


def _session(wave, people, on):
    if wave.occasion and not wave.session_id:
        yield "more", "Choose the training session that the survey is about."
