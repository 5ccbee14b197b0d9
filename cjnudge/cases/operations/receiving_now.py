"""Nothing is erased or re-keyed while files are coming in: what they hold was keyed before, or is not yet found."""

from cjnudge.cases.models import Upload
from cjnudge.jobs.kinds import JobProblem

from .uploading import OPEN


class StillReceiving(JobProblem):
    """Files of the force are coming in."""


def refuse_while_receiving(force):
    """StillReceiving where an upload of the force is under way."""
    if Upload.scoped.for_force(force).filter(state__in=OPEN).exists():
        raise StillReceiving(
            "Files of this force are being brought in. Wait until that has ended, or cancel it under Uploads; "
            "nothing was changed."
        )
