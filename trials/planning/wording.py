"""The fields of a plan in words: how each is called, its default, and one plain sentence why."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """`label` of a field, `default` as it stands before anybody changes it, `why` in one sentence."""

    label: str
    default: str
    why: str

    @property
    def hint(self):
        return f"{self.default} {self.why}" if self.default else self.why


FIELDS = {
    "question": Words("Question", "", "One sentence that a number can answer, ending in a question mark."),
    "behaviour": Words(
        "Behaviour", "", "Who should do what, when and where instead of what: a nudge acts on nothing else."
    ),
    "population": Words(
        "Cases the trial is about",
        "Default: every eligible case that enters in a unit of the trial during its months.",
        "Choosing cases later, or by what happened to them, would undo the comparison.",
    ),
    "exclusions": Words(
        "Cases left out", "Default: none.", "Only what is known before the decision may exclude a case."
    ),
    "blinding": Words(
        "Who knows what",
        "Default: nobody reads outcomes by arm before a planned look.",
        "Units see what they were given, so only the figures can be kept from people.",
    ),
    "intercurrent": Words(
        "What happens when…",
        "Default: the treatment policy, so that a case counts where it was allocated whatever happens afterwards.",
        "A board decides to introduce a nudge, not that it will always be used.",
    ),
    "arms": Words(
        "Arms",
        "Default: usual practice and one nudge.",
        "Every further arm takes units away from the others.",
    ),
    "units": Words(
        "Units",
        "Default: every unit of the force that exists today.",
        "What is drawn is drawn among these names, and nothing can be added after the draw.",
    ),
    "design": Words(
        "Design",
        "Default: units drawn at random.",
        "Only chance makes the arms alike in everything that nobody thought of.",
    ),
    "measure": Words(
        "Primary outcome",
        "Default: eligible cases resolved out of court within 120 days.",
        "It counts what officers could decide, with the same follow-up for every case.",
    ),
    "first_period": Words(
        "First month of the figures",
        "Default: twelve months before the first start.",
        "A year of baseline shows how units differ before anything was changed.",
    ),
    "start": Words(
        "Month in which the first unit starts",
        "Default: month 13, after a year of baseline.",
        "Earlier months are compared with later ones.",
    ),
    "periods": Words(
        "Months in all",
        "Default: 24, a year of baseline and a year of trial.",
        "The same season stands on both sides.",
    ),
    "washout": Words(
        "Months of washout",
        "Default: 0.",
        "Months in which training is still going on would water the effect down.",
    ),
    "step_periods": Words(
        "Months between two steps",
        "Default: 2 in a stepped wedge, none otherwise.",
        "A step has to last until the nudge is in use.",
    ),
    "summary": Words(
        "Whose average",
        "Default: every unit counts the same.",
        "The question is what a unit would gain, whatever its size.",
    ),
    "allocation": Words(
        "How units are allocated",
        "Default: units paired or grouped where strata are given, else drawn freely.",
        "What is balanced by the draw needs no adjusting afterwards.",
    ),
    "primary_contrast": Words(
        "The comparison the verdict rests on",
        "Default: the first nudge against usual practice.",
        "One verdict, one comparison: the others are adjusted for being several.",
    ),
    "worthwhile": Words(
        "Smallest effect worth having",
        "Default: 5 points.",
        "Whether a trial can answer depends on how small an effect it must find.",
    ),
    "worthwhile_reason": Words(
        "Why not less?", "", "Somebody else must be able to see that the figure was not chosen to fit."
    ),
    "override_reason": Words(
        "Why run it below 80 % power?",
        "Default: not run.",
        "A trial that would probably miss the effect costs as much as one that finds it.",
    ),
    "is_pilot": Words(
        "This is a pilot",
        "Default: no.",
        "A pilot describes delivery and burden and gives no verdict, so that it needs no power.",
    ),
    "outcomes": Words(
        "Further outcomes",
        "Default: charges, no further action and suspects named again.",
        "More resolutions without fewer charges is another answer than it looks.",
    ),
    "margin": Words(
        "Largest harm still acceptable",
        "Default: 3 points more suspects named again.",
        "A guardrail holds when harm beyond this is ruled out.",
    ),
    "harm": Words(
        "How heavy an offence counts",
        "Default: none, as no weights come with the software.",
        "A further homicide and a further theft are not the same harm, and the plan fixes beforehand how they differ.",
    ),
    "survey": Words(
        "Surveys before and after",
        "Default: none.",
        "Which two surveys are compared is fixed before anybody has answered the second one.",
    ),
    "subgroups": Words(
        "Subgroups", "Default: none.", "Each is tested jointly, and a null there is no evidence either way."
    ),
    "looks": Words(
        "Looks before the end",
        "Default: none.",
        "Every look spends some of the chance of a false finding.",
    ),
    "stop_rules": Words(
        "Stop rules", "Default: none.", "Harm is watched by one person, so that nobody else has to look."
    ),
    "safety_monitor": Words(
        "Safety monitor",
        "Default: nobody.",
        "One named person is told when a stop rule fires, without any figure in the message.",
    ),
    "amendment_reason": Words(
        "Why is the sealed plan changed?", "", "It is printed on the plan and on every result, for ever."
    ),
}
DESIGN_HINTS = {
    "individually_randomised": "Each case gets its arm when it is enrolled.",
    "cluster_randomised": "Units are drawn into the arms once, before the start.",
    "stepped_wedge": "Every unit gets the nudge in the end; the order of starting is drawn.",
    "difference_in_differences": "Some units start and others do not, and nothing is drawn.",
    "controlled_series": "One place starts, and others show what would have come anyway.",
    "staggered_adoption": "Units start at different times of their own choosing.",
    "interrupted_series": "One long series before and after, without anything to compare with.",
    "before_after": "Before against after, without anything to compare with.",
}
METHOD_LABELS = {
    "simple": "Drawn freely, with fixed numbers an arm",
    "stratified": "Drawn within strata",
    "matched_pairs": "Drawn within pairs",
    "constrained": "Drawn among the best-balanced schemes",
    "minimisation": "One after another, each to the arm that keeps the balance",
    "stepped": "The order of starting is drawn",
}
ROLE_LABELS = {
    "": "Not in this plan",
    "secondary": "Secondary",
    "guardrail": "Guardrail",
    "exploratory": "Exploratory",
}
SUMMARIES = {
    "unit_average": "Every unit counts the same",
    "precision_weighted": "Units count by how precisely their figure is known: the average of neither units nor cases",
}
