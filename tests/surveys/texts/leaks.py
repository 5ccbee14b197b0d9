"""Where words could turn up that nobody may read: pages, files, the trail, logs, mails, the cache, other tables."""

import re
from urllib.parse import urldefrag

from django.core import mail
from django.core.cache import caches
from django.test import Client

from surveys.models import FreeText
from tests.surveys.linkage.dumping import dump

LINK = re.compile(r'href="(/[^"]*)"')


def found(words, *, people, addresses, log):
    """[(where, word)] of every word that turned up. people: whose browsers read; addresses: where they begin."""
    places = [*pages(people, addresses), *tables(), ("log", log), ("mail", mails()), ("cache", cached())]
    return sorted({(where, word) for where, text in places for word in words if word in text})


def pages(people, addresses):
    """(address, text) of every page and file that somebody reaches by links; None is nobody signed in."""
    for person in people:
        browser = Client()
        if person:
            browser.force_login(person)
        waiting, seen = list(addresses), set()
        while waiting:
            address = waiting.pop()
            if address in seen or "/texts/check/" in address:  # checkers read there, and they alone
                continue
            seen.add(address)
            answered = browser.get(address)
            text = b"".join(answered) if answered.streaming else answered.content
            yield address, text.decode(errors="replace")
            waiting += [urldefrag(link)[0] for link in LINK.findall(text.decode(errors="replace"))]


def tables():
    """(table, text) of everything that is stored, the texts themselves apart."""
    own = FreeText._meta.db_table
    return [(table, repr(rows)) for table, rows in dump().items() if table != own]


def mails():
    return " ".join(f"{sent.subject} {sent.body} {sent.to}" for sent in mail.outbox)


def cached():
    """Whatever the caches hold, as far as they can be read."""
    return " ".join(repr(getattr(cache, "_cache", "")) for cache in caches.all())
