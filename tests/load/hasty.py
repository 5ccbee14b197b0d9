"""The site with one fault, for a control: it gives thanks first and stores the answer some seconds later."""

from threading import Timer

from cjnudge.wsgi import application
from surveys.operations.handing_in import HandIn
from surveys.views import answering, visits

__all__ = ["application"]

LATER = 3.0  # seconds: what a queue in memory holds when its process is killed
store = answering.handed_in


def thank_at_once(visit):
    Timer(LATER, store, [visit]).start()
    return HandIn.STORED


answering.handed_in = thank_at_once
visits.was_handed_in = lambda *, door, entry_id: True
