from .allocations import DeclineCount, Draw, Enrolment, Exposure, Seed
from .chart import Chart
from .conduct import Approval, Change, Conduct, Guest, PlanAuthor
from .following import Alert, PanelAudit, PanelCase, PanelGrade, PlannedLook
from .interventions import Intervention, NotCompared
from .nudges import Nudge, NudgePicture, NudgeVersion, SludgeCount, TitleCorrection
from .plan_version import PlanVersion
from .power import PowerStudy, TrialRehearsal
from .run import Run
from .trial import Trial

__all__ = [
    "Alert",
    "Approval",
    "Change",
    "Chart",
    "Conduct",
    "DeclineCount",
    "Draw",
    "Enrolment",
    "Exposure",
    "Guest",
    "Intervention",
    "NotCompared",
    "Nudge",
    "NudgePicture",
    "NudgeVersion",
    "PanelAudit",
    "PanelCase",
    "PanelGrade",
    "PlanAuthor",
    "PlanVersion",
    "PlannedLook",
    "PowerStudy",
    "Run",
    "Seed",
    "SludgeCount",
    "TitleCorrection",
    "Trial",
    "TrialRehearsal",
]
