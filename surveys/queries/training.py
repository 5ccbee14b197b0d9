"""Training sessions, and the short cases for which a force may record what is right."""

from surveys.lifecycle import State
from surveys.models import TrainingSession, Wave
from surveys.queries.instruments import instruments_for
from surveys.queries.options import rules_of
from surveys.scales import all_modules


def session_of(force, session_id):
    """One training session of the force, or None."""
    return TrainingSession.scoped.for_force(force).filter(pk=session_id).first()


def surveys_about(session):
    """The surveys about a session that were not withdrawn, by occasion and title."""
    found = Wave.scoped.for_force(session.force).filter(session=session).exclude(state=State.WITHDRAWN)
    return found.select_related("force").order_by("occasion", "title")


def sources_of(force):
    """Every instrument and module with short cases that the force can field, by title."""
    found = [one for one in (*instruments_for(force), *all_modules()) if one.scenarios]
    return sorted(found, key=lambda one: (one.title, one.version))


def source_of(force, key, version):
    """The one with this key and version, or None."""
    return next((one for one in sources_of(force) if (one.key, one.version) == (key, version)), None)


def recorded(force, source):
    """The newest CaseRules of a source, or None."""
    return rules_of(force, source.key, source.version)
