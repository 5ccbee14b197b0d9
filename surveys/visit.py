"""What one respondent has open: wave, questionnaire, pages and draft."""

from dataclasses import dataclass, replace
from functools import cached_property

from django.utils import timezone

from surveys.answering.paging import labelled, pages, shown
from surveys.answering.ticket import Ticket
from surveys.identity.drafts import DraftKeys
from surveys.operations.drafting import Begun, save_draft
from surveys.operations.handing_in import Door
from surveys.own_codes import form_of
from surveys.presenters.respondent_steps import steps_of
from surveys.queries.promised import questionnaire_of, words_of


class NoVisit(Exception):
    """Nothing can be answered; the page that says why goes by `reason` (surveys/views/visits.py).

    It is "done" where these very answers were handed in.
    """

    def __init__(self, reason, wave=None, door=None):
        super().__init__(reason)
        self.reason, self.wave, self.door = reason, wave, door


@dataclass(frozen=True)
class Visit:
    """One respondent at one page: what the templates and views need."""

    ticket: Ticket
    keys: DraftKeys
    door: Door
    begun: Begun

    @property
    def contents(self):
        return self.begun.contents

    @property
    def expires_on(self):
        return self.begun.expires_on

    @property
    def wave(self):
        return self.door.wave

    @property
    def is_kiosk(self):
        return self.door.kind == "kiosk"

    @cached_property
    def words(self):
        return words_of(self.wave, self.contents.language)

    @cached_property
    def questionnaire(self):
        """(Instrument, Modules) as they were frozen, in English: what is answered is kept in these words."""
        return questionnaire_of(self.wave)

    @property
    def instrument(self):
        """The Instrument in the officer's language."""
        return self._spoken[0]

    @cached_property
    def _spoken(self):
        return questionnaire_of(self.wave, self.words.language)

    @cached_property
    def order(self):
        """What chance decided, with the form of the cases that follows from the own code where one was given."""
        form = form_of(self.wave, self.questionnaire[0], self.contents.own_code)
        drawn = self.contents.order
        return replace(drawn, forms=drawn.forms | {"": form}) if form else drawn

    @cached_property
    def pages(self):
        """Every page there is, in the officer's language."""
        occasion = self.wave.frozen["occasion"]
        asked, said = (
            pages(instrument, occasion, self.order, modules, self.words)
            for instrument, modules in (self.questionnaire, self._spoken)
        )
        return labelled(asked, said)

    @cached_property
    def shown(self):
        """[(number, Page)] of what is asked after the answers so far."""
        return shown(self.pages, self.contents.answers)

    @cached_property
    def steps(self):
        return steps_of(self.wave, self.questionnaire[0], self.shown)

    def save(self, change):
        """Store a change of the draft and give the Visit after it; NoVisit where the draft went meanwhile."""
        saved = save_draft(wave=self.wave, keys=self.keys, change=change, on=timezone.localdate())
        if saved is None:
            raise NoVisit("expired", self.wave)
        return replace(self, begun=Begun(saved, self.expires_on))
