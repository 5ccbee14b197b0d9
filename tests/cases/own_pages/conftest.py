"""A force's lead at the pages of mappings and uploads."""

import re

import pytest
from django.urls import reverse

from cjnudge.cases.extract.mapping import read_body
from cjnudge.cases.models import Mapping
from cjnudge.cases.queries.mappings import newest_version
from tests.cases.doors.conftest import commits_at_once, own_store

__all__ = ["commits_at_once", "own_store"]

COLUMNS = ("Crime No", "Suspect Surname", "Suspect ID", "Date Identified", "Result", "Result Date", "Team")
# What the columns above are, by the form's own names; the surname is confirmed as dropped.
CHOSEN = {
    "Crime No": "crime",
    "Suspect Surname": "on",
    "Suspect ID": "suspect",
    "Date Identified": "entry_on",
    "Result": "outcome",
    "Result Date": "outcome_on",
    "Team": "unit",
}


class Lead:
    """One person's browser at the pages of one force: `get` and `post` take the name of a page of cases."""

    def __init__(self, client, force):
        self.client, self.force = client, force

    def address(self, page, *args):
        return reverse(f"cases:{page}", args=[self.force.slug, *args])

    def get(self, page, *args, **query):
        return self.client.get(self.address(page, *args), query)

    def post(self, page, *args, query="", **data):
        return self.client.post(self.address(page, *args) + query, data)

    def set_up(self, name="Athena", columns=COLUMNS):
        """A mapping set up by pasting its first line."""
        sent = self.post("new_mapping", name=name, source="line", line=",".join(columns))
        assert sent.status_code == 302, text(sent)
        return Mapping.scoped.for_force(self.force).get(name=name)

    def say_columns(self, mapping, chosen=CHOSEN, days="uk", **more):
        """What the columns are, sent from the form as it is shown."""
        return self.post("mapping_columns", mapping.pk, **columns_sent(mapping, chosen, days), **more)

    def ready(self, name="Athena"):
        """A mapping that a file can be read with: columns said, units taken as they are."""
        mapping = self.set_up(name)
        sent = self.say_columns(mapping)
        assert sent.status_code == 302, text(sent)
        return mapping


def columns_sent(mapping, chosen, days):
    """The fields of the form of columns: {name of a field: what is chosen}."""
    version = newest_version(mapping)
    body = read_body(version.body)
    sent = {f"column_{number}": chosen[name] for number, name in enumerate(body.names) if chosen.get(name)}
    for key in (
        "entry_on",
        "outcome_on",
        "recorded_on",
        "first_outcome_on",
        "conditions_on",
        "reoffended_on",
    ):
        sent[f"day_{key}"] = days
    return {"base": version.number, **sent}


def body_of(mapping):
    """What the newest version of a mapping says."""
    return read_body(newest_version(mapping).body)


def text(response):
    """The page's text with its tags and white space folded away."""
    plain = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", plain).replace("&#x27;", "'").replace("&quot;", '"').replace("&amp;", "&")


@pytest.fixture
def at_desk(client, force, lead):
    """The lead of the force, signed in."""
    client.force_login(lead)
    return Lead(client, force)
