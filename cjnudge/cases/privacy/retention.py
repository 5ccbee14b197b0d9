"""Until when the case rows of a force may be kept, by the safeguards records that cover them."""

import json

from django.utils.timezone import localdate

from cjnudge.cases.models import Snapshot
from cjnudge.cases.privacy.keeping import last_day_kept
from cjnudge.safeguards.queries import covering


class Retention:
    """The last day of each file and snapshot of one force, as its safeguards records stand now.

    A file arrived when the first snapshot with it was imported: bringing the same file into a later snapshot does
    not keep its rows longer.
    """

    def __init__(self, force):
        self.force = force
        self.arrived, self.older = {}, {}
        cases = Snapshot.scoped.for_force(force).filter(key_version__isnull=False)
        for pk, manifest, at, before in cases.values_list("pk", "manifest", "imported_at", "succeeds"):
            self.older[pk] = before
            for part in json.loads(manifest)["parts"]:
                day = self.arrived.get(part["source_sha256"], localdate(at))
                self.arrived[part["source_sha256"]] = min(day, localdate(at))

    def version_for(self, snapshot):
        """The safeguards version that says how long: its own record's, else the one for every data set; or None."""
        found, pk = [], snapshot.pk
        while pk and not found:
            found = [v for v in covering(self.force, "data_set", pk) if v.record.subject_id and _says(v)]
            pk = self.older.get(pk)
        found = found or [v for v in covering(self.force, "data_set") if _says(v)]
        return found[0] if found else None

    def last_days(self, snapshot):
        """{SHA-256 of a source file: the last day its rows are kept in this snapshot, or None for no end}."""
        sources = [part["source_sha256"] for part in json.loads(snapshot.manifest)["parts"]]
        version = None if snapshot.synthetic else self.version_for(snapshot)
        if version is None:
            return dict.fromkeys(sources)
        months, until = version.retain_months, version.retain_until
        return {
            source: last_day_kept(until=until, months=months, arrived_on=self.arrived[source])
            for source in sources
        }

    def last_day(self, snapshot):
        """The first of those days; None where there is no end."""
        return min((day for day in self.last_days(snapshot).values() if day), default=None)


def _says(version):
    return bool(version.retain_until or version.retain_months)
