"""The way through a survey: which step follows which, for one officer with these answers."""

from dataclasses import dataclass

from django.urls import reverse

from surveys.own_codes import decides_form, has_own_code

OWN_CODE, ABOUT_YOU, CHECK = "own_code", "about_you", "check"


@dataclass(frozen=True)
class Step:
    """One screen: the name of its address, and of a page of questions its number."""

    name: str
    number: int = 0

    @property
    def address(self):
        return reverse(f"surveys:{self.name}", args=[self.number] if self.number else [])


def steps_of(wave, instrument, shown):
    """The Steps in order; shown: [(number, Page)] of what is asked after the answers so far.

    The own code comes last but one; where it says which short cases somebody gets, right before these.
    """
    asked = [Step("page", number) for number, _ in shown]
    if not has_own_code(wave):
        return (*asked, Step(ABOUT_YOU), Step(CHECK))
    if not decides_form(wave, instrument):
        return (*asked, Step(ABOUT_YOU), Step(OWN_CODE), Step(CHECK))
    first = next((place for place, (_, page) in enumerate(shown) if page.about == "case"), len(asked))
    return (*asked[:first], Step(OWN_CODE), *asked[first:], Step(ABOUT_YOU), Step(CHECK))


def place_of(steps, name, number=0):
    """The number, from 1, that a screen shows of itself; None where it is not on the way."""
    step = Step(name, number)
    return steps.index(step) + 1 if step in steps else None


def before(steps, name, number=0):
    """The address of the step before, or "" at the first."""
    place = place_of(steps, name, number)
    return steps[place - 2].address if place and place > 1 else ""


def after(steps, name, number=0):
    """The address of the step after; of the check where there is none, or where the step is not on the way."""
    place = place_of(steps, name, number)
    return steps[place].address if place and place < len(steps) else Step(CHECK).address
