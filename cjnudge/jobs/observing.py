"""A signal at every stage of a job's work, for whoever watches: sent with `job` and `stage`.

The work's own stages come after "claimed" and are followed by "publish" (the result is computed), "commit"
(stored, not yet committed) and "published".
"""

from django.dispatch import Signal

stage_reached = Signal()
