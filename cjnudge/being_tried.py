"""What a force's officers may be told of what is being tried there. Whoever tries something registers as a source.

A source says only what its blinding allows: the page that shows it is open to everyone, and this file checks nothing.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Announcement:
    """One thing that is being tried: its title, and what officers may know of it, as plain text."""

    title: str
    text: str


_sources = {}


def register(key, announcements):
    """Let a source speak on every force's page for officers; the same key again replaces it. Call it in ready().

    announcements: a function of (force, on) that gives the Announcements of a day, and only reads.
    """
    _sources[key] = announcements


def announced(force, on):
    """The Announcements of every source on a day, those of one source together."""
    return [one for key in sorted(_sources) for one in _sources[key](force, on)]
