"""What the Home Office calls its outcome types, in short: for lists to choose from."""

# Home Office, "Crime outcomes in England and Wales", outcome framework; shortened.
TITLES = {
    0: "Not yet assigned",
    1: "Charge or summons",
    2: "Caution, youth",
    3: "Caution, adult",
    4: "Taken into consideration",
    5: "Offender has died",
    6: "Penalty notice for disorder",
    7: "Cannabis or khat warning",
    8: "Community resolution",
    9: "Prosecution not in the public interest (CPS)",
    10: "Formal action not in the public interest (police)",
    11: "Suspect under the age of criminal responsibility",
    12: "Suspect too ill to prosecute",
    13: "Victim or key witness dead or too ill",
    14: "Evidential difficulties: suspect not identified, victim does not support",
    15: "Evidential difficulties: suspect identified, victim supports",
    16: "Evidential difficulties: suspect identified, victim does not support",
    17: "Prosecution time limit expired",
    18: "No suspect identified",
    19: "National Fraud Intelligence Bureau filed",
    20: "Passed to another body or agency",
    21: "Further investigation not in the public interest (police)",
    22: "Diversionary, educational or intervention activity",
}
