"""What a plan says before anybody has changed it, and one plain sentence why for each field."""

from trials.planning.scales import CRIMES, HARM
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
# Every outcome that can stand beside the primary, with the margins that DOMAIN 3.3 suggests (as shares) and the role it
# has before anybody changes it. Charges and no further action are always there, so that more resolutions without fewer
# prosecutions are seen. Nothing is suggested for missing ethnicity: two points, as for serious offences; nor for the
# level of crime: ten per cent of the months before, as for harm.
_SUGGESTED = (
    ("charge_within_w", "Charged within 120 days", "secondary", "lower", 120, None),
    ("nfa_within_w", "No further action within 120 days", "secondary", "lower", 120, None),
    ("repeat_suspect_6m", "Suspects named again within 6 months", "guardrail", "lower", 183, 0.03),
    ("repeat_suspect_12m", "Suspects named again within 12 months", "guardrail", "lower", 365, 0.03),
    ("serious_share", "Serious offences among out-of-court resolutions", "guardrail", "lower", 120, 0.02),
    (
        "victim_consulted",
        "Victim consulted, among out-of-court resolutions",
        "guardrail",
        "higher",
        120,
        0.05,
    ),
    (
        "conditions_breached",
        "Conditions breached, among resolutions with them",
        "guardrail",
        "lower",
        120,
        0.05,
    ),
    ("ethnicity_missing", "Ethnicity not recorded", "", "lower", 120, 0.02),
    (
        HARM,
        "Harm of suspects’ further crimes within 12 months, against the months before",
        "",
        "lower",
        365,
        0.10,
    ),
    (CRIMES, "Crimes that come in, against the months before", "", "lower", 0, 0.10),
    ("officer_minutes", "Officer minutes a case", "", "lower", 120, None),
    ("days_to_outcome", "Days from entry to the outcome", "", "lower", 120, None),
    ("comb_capability", "Capability, from the survey", "", "higher", 0, None),
    ("comb_opportunity", "Opportunity, from the survey", "", "higher", 0, None),
    ("comb_motivation", "Motivation, from the survey", "", "higher", 0, None),
)
SUGGESTED = tuple(
    OutcomeLine(key=key, title=title, role=role, better=better, follow_up_days=days, margin=margin)
    for key, title, role, better, days, margin in _SUGGESTED
)
FROM_SURVEYS = tuple(line.key for line in SUGGESTED if line.key.startswith("comb_"))


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
        outcomes=tuple(line for line in SUGGESTED if line.role),
        blinding="Nobody reads outcomes by arm before a planned look. Units know what they were given.",
        synthetic=synthetic,
    )
