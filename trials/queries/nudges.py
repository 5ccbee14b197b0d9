"""Reading the register of nudges, always through the force."""

from django.db.models import Q

from surveys.models import TrainingSession
from trials.models import Nudge, NudgePicture, NudgeVersion, SludgeCount, TitleCorrection
from trials.queries.interventions import interventions_of


def nudges_of(force):
    """Every nudge of the force with its versions, newest first; archived ones last."""
    found = Nudge.scoped.for_force(force).select_related("owner", "force").prefetch_related("versions")
    return sorted(found, key=lambda nudge: nudge.archived_at is not None)


def nudge_of(force, nudge_id):
    """One nudge of the force, or None."""
    return Nudge.scoped.for_force(force).select_related("owner", "force").filter(pk=nudge_id).first()


def corrections_of(nudge):
    """What was mended in its title since a version was approved, the oldest first, each with its person."""
    found = TitleCorrection.scoped.for_force(nudge.force).filter(nudge=nudge)
    return list(found.select_related("by").order_by("at"))


def versions_of(nudge):
    """Every version, the newest first."""
    return list(_versions(nudge.force).filter(nudge=nudge))


def version_of(force, nudge_id, version):
    """One version of a nudge of the force, or None."""
    return _versions(force).filter(nudge_id=nudge_id, version=version).first()


def approved_versions(force):
    """The approved versions of nudges that are not archived, by title, newest first: what a trial can be about."""
    found = _versions(force).filter(approved_at__isnull=False, nudge__archived_at__isnull=True)
    return list(found.order_by("nudge__title", "-version"))


def waiting_drafts(force):
    """The versions of nudges not archived that nobody has approved yet."""
    found = _versions(force).filter(approved_at__isnull=True, nudge__archived_at__isnull=True)
    return list(found.order_by("nudge__title"))


def _versions(force):
    versions = NudgeVersion.scoped.for_force(force)
    return versions.select_related("nudge__force", "nudge__owner", "written_by", "approved_by", "force")


def picture_of(version, picture_id):
    """One picture of a version with its bytes, or None."""
    return NudgePicture.scoped.for_force(version.force).filter(version=version, pk=picture_id).first()


def pictures_of(version):
    """The pictures of a version without their bytes, in the order in which the record names them."""
    there = NudgePicture.scoped.for_force(version.force).filter(version=version).defer("data")
    order = [one["sha256"] for one in version.content["pictures"]]
    return sorted(there, key=lambda one: order.index(one.sha256) if one.sha256 in order else len(order))


def sludge_of(nudge):
    """Every count of the work it takes, the oldest first."""
    return list(SludgeCount.scoped.for_force(nudge.force).filter(nudge=nudge).select_related("by"))


def live_since(nudge):
    """The first day on which any version went live anywhere, or None."""
    days = _interventions(nudge).order_by("went_live_on").values_list("went_live_on", flat=True)
    return days.first()


def is_live(nudge):
    """Whether some version is in force somewhere without an end."""
    return _interventions(nudge).filter(ended_on__isnull=True).exists()


def _interventions(nudge):
    return interventions_of(nudge.force).filter(nudge__nudge=nudge)


def live_on(force, on):
    """The interventions of approved versions that are in force on a day, by the title of their nudge."""
    live = interventions_of(force).filter(
        Q(ended_on__isnull=True) | Q(ended_on__gte=on),
        went_live_on__lte=on,
        nudge__approved_at__isnull=False,
        nudge__nudge__archived_at__isnull=True,
    )
    return list(live.order_by("nudge__nudge__title", "went_live_on"))


def owned_by(person, force):
    """The nudges of the force that a person owns."""
    return Nudge.scoped.for_force(force).filter(owner=person)


def sessions_of(force):
    """The training sessions of the force, the newest first."""
    return TrainingSession.scoped.for_force(force)
