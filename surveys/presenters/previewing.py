"""An instrument as an officer meets it, before any survey asks it: the very pages, with nobody behind them.

Nothing is stored and nothing can be answered: the pages have no form, and the survey that they show is in no table.
"""

from dataclasses import dataclass
from functools import cached_property
from random import Random

from surveys.answering.contents import Contents
from surveys.answering.paging import draw_order
from surveys.answering.ticket import Ticket
from surveys.answering.words import ENGLISH_TAG
from surveys.freezing import frozen_value
from surveys.identity.drafts import DraftKeys
from surveys.lifecycle import Mode
from surveys.models import Wave
from surveys.operations.drafting import Begun
from surveys.operations.handing_in import Door
from surveys.presenters import respondent as respondent_pages
from surveys.rules import DRAFT_KEPT
from surveys.visit import Visit

RESUME = "ABCD2345"  # a code of the usual shape, that opens nothing
AREAS = {"first": "One of your areas", "second": "Another of your areas"}


class Preview(Visit):
    """A Visit of nobody. Every page is shown, also those that depend on an answer before."""

    @cached_property
    def shown(self):
        return list(enumerate(self.pages, 1))

    @property
    def last(self):
        """The number of the last page, that of the bands; the notice is 0."""
        return len(self.pages) + 1


def preview_of(force, instrument, *, occasion="", language=ENGLISH_TAG, words=None, on):
    """The Preview of an Instrument, finished or not. words: {address: text} of the language; on: today."""
    wave = Wave(
        force=force, title=instrument.title, instrument_key=instrument.key, mode=Mode.ANONYMOUS,
        instrument_version=instrument.version, occasion=occasion, opens_on=on, closes_on=on,
    )  # fmt: skip
    languages = {language: words} if words is not None else {}
    wave.frozen = frozen_value(wave, instrument, AREAS, 1, languages=languages)
    # The same order each time: what is shown is an example of what chance decides for each officer.
    order = draw_order(instrument, occasion, Random(0))  # noqa: S311
    return Preview(
        ticket=Ticket("", "", RESUME, bytes(32), language),
        keys=DraftKeys(bytes(32)),
        door=Door(wave, "personal", ""),
        begun=Begun(Contents(order, language=language), on + DRAFT_KEPT),
    )


@dataclass(frozen=True)
class Shown:
    """One page: its template and what it takes."""

    template: str
    context: dict


def page_of(preview, number):
    """The Shown page of a number, from 0 (the notice) to preview.last."""
    if number == 0:
        return Shown("start", respondent_pages.first_page(preview.door, preview.contents.language))
    if number == preview.last:
        return Shown("about_you", respondent_pages.bands_page(preview))
    return Shown("page", respondent_pages.question_page(preview, number, checking=False))
