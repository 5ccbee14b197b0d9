"""The bands by which a wave is addressed and in which an officer may describe their own work.

Broad on purpose: a band of fewer than ten people would be hidden everywhere. A key is never renamed.
"""

ROLE_BANDS = {
    "constable": "Constable",
    "sergeant": "Sergeant",
    "inspector_or_above": "Inspector or above",
    "staff": "Police staff, including PCSOs",
}
SERVICE_BANDS = {
    "under_2": "Under 2 years",
    "2_to_9": "2 to 9 years",
    "10_or_more": "10 years or more",
}
