"""A force's lead at the pages of mappings and uploads."""

import pytest
from django.urls import reverse

from cjnudge.cases.models import Mapping
from tests.people import NOW

COLUMNS = (
    "Crime No",
    "Suspect Surname",
    "Suspect ID",
    "Identified",
    "Result",
    "Result Date",
    "Team",
    "Notes",
)


class Lead:
    """One person's browser at the pages of one force: `get` and `post` take a URL name and follow to the page."""

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
        assert sent.status_code == 302, sent.content.decode()
        return Mapping.scoped.for_force(self.force).get(name=name)


@pytest.fixture
def at_desk(client, force, lead):
    """The lead of the force, signed in."""
    client.force_login(lead)
    return Lead(client, force)


@pytest.fixture
def body_of():
    """body_of(mapping): what its newest version says."""
    from cjnudge.cases.extract.mapping import read_body
    from cjnudge.cases.mapping_queries import newest_version

    return lambda mapping: read_body(newest_version(mapping).body)


__all__ = ["COLUMNS", "NOW", "Lead"]
