"""What must be there before a wave is launched, and the numbers that protect whoever answers. No database in here."""

from dataclasses import dataclass
from datetime import timedelta

# SURVEYS, section 5: with fewer, "anonymous" would promise what a small group cannot keep.
INVITED_FOR_ANONYMOUS = 40
PEOPLE_OF_A_CODE = 10
GROUP = 10  # smaller groups are hidden on every surface
BASE = 5  # counts are rounded to it before any percentage
LEFT_IN_POOL = 20  # never fewer stay behind when a batch is taken out before the close
# Rewriting a pool of 100 takes some 10 ms on PostgreSQL on a busy machine of two cores, and one of 700 took 150: all
# who hand in at once would wait for each other. Fewer than 100 would be fewer among whom an answer is lost.
PEOPLE_A_POOL = 100
MOST_REMINDERS = 2
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
}


@dataclass(frozen=True)
class People:
    """How many a wave can reach: by personal link, and by the stated headcounts of its codes."""

    invited: int
    headcount: int

    @property
    def pools(self):
        """How many pools take the answers."""
        return max(1, (self.invited + self.headcount) // PEOPLE_A_POOL)


def missing(wave, people, *, on):
    """[(step, what is missing)] before a wave can be launched, in the order of the steps; [] when it can be."""
    checks = (_behaviour, _audience, _doors, _mode, _dates, _reminders, _notice)
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
    reached = people.invited + people.headcount
    if wave.mode == "anonymous" and reached < INVITED_FOR_ANONYMOUS:
        yield (
            "mode",
            f"“Anonymous” needs at least {INVITED_FOR_ANONYMOUS} people who are asked; there are {reached}. "
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
