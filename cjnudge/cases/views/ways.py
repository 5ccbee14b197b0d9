"""What a person can open from the page of data: each way with its sentence, as far as the role may go."""

from django.urls import NoReverseMatch, resolve, reverse

from cjnudge.accounts.permissions import role_allows
from cjnudge.cases.queries import mappings as mapping_queries

BRING_IN = (
    (
        "Upload files",
        "cases:upload",
        "An extract of cases, or counts. Nothing is stored when a cell is faulty.",
    ),
    ("Type counts", "cases:typed", "For a force that has no extract: a table of units and months."),
)
SET_UP = (
    ("Mappings", "cases:mappings", "How the columns and labels of an extract are read."),
    ("Eligibility rules", "cases:rules", "Which cases could have an out-of-court resolution."),
)
LOOK_AFTER = (
    ("Uploads", "cases:uploads", "Every attempt to bring files in, and what became of it."),
    ("Keys and retention", "cases:retention", "How long case rows are kept, and the keys of pseudonyms."),
)


def ways(request, force, entries):
    """[(label, url, sentence)] of the pages that are there and that the role may open."""
    found = [(label, url_of(request, force, name), sentence) for label, name, sentence in entries]
    return [way for way in found if way[1]]


def url_of(request, force, name):
    """The address of a page of the force, or "" where it is not there or the role may not open it.

    The view itself says who may: a list kept here would go stale.
    """
    try:
        url = reverse(name, args=[force.slug])
    except NoReverseMatch:
        return ""
    return url if role_allows(request.membership.role, resolve(url).func.access) else ""


def first_step(request, force):
    """What an empty page says to do next: {"title", "text", "action", "url", "role"}."""
    step = _first_in_practice() if force.is_practice else _first_of_force(force)
    url = url_of(request, force, step.pop("page"))
    return step | {"url": url, "role": "" if url else "A constabulary lead"}


def _first_in_practice():
    return {
        "title": "Nothing here yet",
        "text": "A practice space holds synthetic cases only: made up, and marked so everywhere.",
        "action": "Fill with synthetic cases",
        "page": "cases:practice",
    }


def _first_of_force(force):
    if mapping_queries.newest_versions(force).exists():
        return {
            "title": "No snapshot of its own yet",
            "text": "A mapping is set up: upload the extract that your records system gives you.",
            "action": "Upload files",
            "page": "cases:upload",
        }
    return {
        "title": "No snapshot of its own yet",
        "text": "Say once how the extract of your records system is to be read, then upload it. A force without an "
        "extract types its counts.",
        "action": "Set up a mapping",
        "page": "cases:new_mapping",
    }
