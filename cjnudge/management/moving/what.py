"""Which records travel with a force, and which stay behind with the reason. A model in neither list fails a test."""

from collections.abc import Callable
from dataclasses import dataclass, field

from cjnudge.accounts.models import Unit
from cjnudge.cases.models import MappingVersion, RuleSetVersion, Snapshot
from cjnudge.cases.models.mappings import Mapping
from surveys.models import (
    CaseRules,
    InstrumentVersion,
    Release,
    ReleaseChart,
    Reply,
    SupportContact,
    TrainingSession,
    Translation,
    Wave,
)
from trials.models import (
    Approval,
    Change,
    Chart,
    Conduct,
    DeclineCount,
    Draw,
    Enrolment,
    Exposure,
    Intervention,
    Nudge,
    NudgePicture,
    NudgeVersion,
    PlanAuthor,
    PlannedLook,
    PlanVersion,
    PowerStudy,
    Run,
    Seed,
    SludgeCount,
    TitleCorrection,
    Trial,
)


@dataclass(frozen=True)
class Travels:
    """Records of one model. `belongs` is the way to the force; `only` narrows the queryset.

    instead: {field: what stands in its place}, for what may not leave; a function is given the record.
    """

    model: type
    belongs: str = "force"
    only: Callable = field(default=lambda rows: rows)
    instead: dict = field(default_factory=dict)

    @property
    def key(self):
        return self.model._meta.label_lower

    def of(self, force):
        """The force's records that travel, in an order that does not depend on when they were made."""
        return self.only(self.model.objects.filter(**{self.belongs: force})).order_by("pk")


def _with_results(waves):
    return waves.filter(state="closed", rehearses__isnull=True, releases__isnull=False).distinct()


def _of_such(path):
    return lambda rows: rows.filter(
        **{
            f"{path}state": "closed",
            f"{path}rehearses__isnull": True,
            f"{path}releases__isnull": False,
        }
    ).distinct()


# How many answered, exactly, is on no page, and so in no file.
WAVE = {"contact": "", "uptake": {}, "strata": {}, "answers_in": None, "mails_refused": 0, "mails_unsure": 0}
# The rows stay, as after an erasure: what was computed from them keeps its own cells. File names may name people.
SNAPSHOT = {"file_names": {}, "quality": {}, "erased_because": "moved"}

TRAVELS = (
    Travels(Unit),
    Travels(Mapping),
    Travels(MappingVersion),
    Travels(RuleSetVersion),
    Travels(Snapshot, instead=SNAPSHOT),
    Travels(InstrumentVersion),
    Travels(Translation),
    Travels(CaseRules),
    Travels(SupportContact),
    Travels(TrainingSession),
    Travels(Wave, only=_with_results, instead=WAVE),
    Travels(Release, only=_of_such("wave__"), instead={"of_answers": 0}),
    Travels(ReleaseChart, belongs="release__force", only=_of_such("release__wave__")),
    Travels(Reply, belongs="wave__force", only=_of_such("wave__")),
    Travels(Nudge),
    Travels(TitleCorrection),
    Travels(NudgeVersion),
    Travels(NudgePicture),
    Travels(SludgeCount),
    Travels(Trial),
    Travels(Intervention),
    Travels(Conduct),
    Travels(PlanVersion),
    Travels(PlanAuthor),
    Travels(PowerStudy),
    Travels(Approval),
    Travels(Change),
    Travels(Seed, instead={"secret": b""}),
    Travels(Draw),
    Travels(
        Enrolment,
        instead={"reference": lambda row: str(row.pk), "link": b"", "key_version": 0, "attributes": {}},
    ),
    Travels(Exposure),
    Travels(DeclineCount),
    Travels(Run),
    Travels(Chart),
    Travels(PlannedLook),
)

STAYS = {
    "accounts.force": "the other installation makes its own, with its own administrator",
    "accounts.user": "people are invited anew: an id and a name stand for those who are named as authors",
    "accounts.membership": "people are invited anew",
    "accounts.invitation": "people are invited anew",
    "accounts.notice": "people are told anew by the other installation",
    "accounts.tries": "of this installation",
    "audit.auditevent": "goes along as a file: a chain cannot be grown in the middle of another",
    "audit.audithead": "its hash goes along",
    "jobs.job": "work of this installation",
    "safeguards.safeguardsrecord": "a lawful basis is recorded where the data are",
    "safeguards.safeguardsversion": "a lawful basis is recorded where the data are",
    "cases.consultation": "who looked at what, here",
    "cases.keyversion": "keys never travel",
    "cases.part": "case rows",
    "cases.typedcounts": "the grid of a snapshot whose rows stay",
    "cases.upload": "files that came in here",
    "surveys.station": "codes of waves that are over",
    "surveys.pool": "raw answers",
    "surveys.response": "raw answers",
    "surveys.freetext": "raw answers",
    "surveys.draft": "raw answers",
    "surveys.surveyinvitation": "people",
    "surveys.letter": "people",
    "surveys.textchecker": "of raw answers",
    "surveys.textcheck": "of raw answers",
    "trials.guest": "people are invited anew",
    "trials.notcompared": "about snapshots whose rows stay",
    "trials.trialrehearsal": "a try-out on made-up counts, and no result",
    "trials.alert": "between this installation and its safety monitor",
    "trials.panelaudit": "its cases stay",
    "trials.panelcase": "single cases",
    "trials.panelgrade": "of single cases",
}
