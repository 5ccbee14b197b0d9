"""What a plan says before anybody has changed it, and one plain sentence why for each field."""

from trials.planning.trial_plan import CONTROL, Arm, OutcomeLine, TrialPlan, Worthwhile

MEASURE, MEASURE_VERSION, FOLLOW_UP_DAYS = "oocr_of_eligible_within_w", "1", 120
USUAL_PRACTICE = Arm(key=CONTROL, title="Usual practice")

# What may happen to a unit or case after allocation, and how it is counted: treatment policy throughout, so that the
# answer is about deciding to introduce the nudge, as a board would.
INTERCURRENT = (
    ("The nudge is withdrawn or never delivered in a unit", "Counted in the arm the unit was allocated to"),
    ("An officer or a case moves to another unit", "Counted in the unit where the case entered"),
    ("An outcome is transferred or re-opened", "The latest outcome within the follow-up counts"),
    ("Policy or recording changes during the trial", "Counted as it comes, for all arms alike, and printed"),
)
# DOMAIN 3.3: margins suggested there, as shares.
GUARDRAILS = (
    OutcomeLine(
        key="repeat_suspect_12m",
        title="Suspects named again within 12 months",
        role="guardrail",
        better="lower",
        follow_up_days=365,
        margin=0.03,
    ),
)
# Shown beside the primary always, so that more resolutions without fewer prosecutions is seen.
BESIDE = (
    OutcomeLine(key="charge_within_w", title="Charged within 120 days", role="secondary", better="lower"),
    OutcomeLine(
        key="nfa_within_w", title="No further action within 120 days", role="secondary", better="lower"
    ),
)


def arm_of(nudge):
    """The Arm of one nudge: (id, version, title)."""
    nudge_id, version, title = nudge
    return Arm(key=f"nudge-{nudge_id[:8]}-{version}", title=title, nudges=((nudge_id, version),))


def first_draft(*, title, question, nudges=(), synthetic=False, first_period="", analysis_seed=0):
    """A TrialPlan with every default, an arm a nudge (id, version, title), and gaps where a person must choose."""
    arms = (USUAL_PRACTICE, *(arm_of(nudge) for nudge in nudges))
    return TrialPlan(
        question=question,
        behaviour="",
        population="Every eligible case that enters in a unit of the trial during its months.",
        arms=arms,
        units=(),
        design="cluster_randomised",
        measure=MEASURE,
        measure_version=MEASURE_VERSION,
        follow_up_days=FOLLOW_UP_DAYS,
        first_period=first_period,
        start=13,
        periods=24,
        allocation=None,
        primary_contrast=(arms[1].key, CONTROL) if len(arms) > 1 else (),
        worthwhile=Worthwhile(effect=0.05, reason=""),
        analysis_seed=analysis_seed,
        intercurrent=INTERCURRENT,
        outcomes=(*BESIDE, *GUARDRAILS),
        blinding="Nobody reads outcomes by arm before a planned look. Units know what they were given.",
        synthetic=synthetic,
    )
