"""The cookie comes back as it was given, and anything else is no ticket."""

from base64 import urlsafe_b64encode

import pytest

from surveys.answering.ticket import LONGEST, Ticket, read_ticket

TICKET = Ticket("t" * 43, "", "34679ACD", bytes(range(32)))


def test_ticket_comes_back_from_its_cookie():
    assert read_ticket(TICKET.as_cookie()) == TICKET
    assert len(TICKET.as_cookie()) < LONGEST


@pytest.mark.parametrize(
    "text",
    [
        "",
        None,
        "x",
        "é",
        "null",
        '["a"]',
        '["a","b","c","00"]',
        '["a","b","c",7]',
        "{}",
        "[" * 200,
        "7",
        '"abcd"',
    ],
)
def test_anything_else_is_no_ticket(text):
    assert read_ticket(text) is None
    assert text is None or read_ticket(urlsafe_b64encode(text.encode()).decode()) is None
