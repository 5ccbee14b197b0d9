"""A payload with every section, as a release holds it: made-up figures for tests of pages, charts and files."""

from surveys.release.tables import SCHEMA, cannot, column, interval, row, section, table

COMPONENTS = {
    "C-Ps": "Psychological capability",
    "O-Ph": "Physical opportunity",
    "O-So": "Social opportunity",
    "M-Re": "Reflective motivation",
    "M-Au": "Automatic motivation",
}
ITEMS = {
    "k1": "I know which offences and offenders can be dealt with by an out-of-court resolution.",
    "p2": "The forms and system screens make it straightforward.",
    "r3": "I would be criticised if someone I diverted offended again.",
}
MEAN = ("mean", "Mean (95 % interval)", "interval")
CONVENTION = "Barrier, unclear and enabler are read off the lines 5 and 7: a convention, not a finding."


def sample_payload(**changed):
    """A payload of a closed wave with 245 answers; `changed` are its top fields to set otherwise."""
    return {
        "schema": SCHEMA,
        "title": "Autumn survey",
        "instrument": {
            "key": "oocr_com_b",
            "version": 1,
            "title": "Out-of-court resolutions: what helps and what hinders",
        },
        "occasion": "",
        "mode": "anonymous",
        "synthetic": False,
        "thresholds": {"group": 10, "base": 5},
        "closed_on": "2026-11-30",
        "batch": None,
        "answers": 245,
        "notes": ["Counts are rounded to 5 before any share is computed; groups under ten are hidden."],
        "sections": [make() for make in MAKERS],
    } | changed


def response():
    columns = [
        column("asked", "Asked", "count"),
        column("answered", "Answered", "count"),
        column("rate", "Rate", "percent"),
        column("band", "About", "text"),
    ]
    rows = [
        row("north", "North", [120, 60, 50, "25 to 50 %"]),
        row("south", "South", [160, 105, 66, "50 to 75 %"]),
        row("east", "East", [90, None, None, "over 75 %"]),
        row("other", "Units with fewer than ten asked", [15, None, None, "over 75 %"]),
        row("all", "All", [385, 245, 64, "50 to 75 %"]),
    ]
    return section(
        "response", [table("by_unit", "Answers by unit", "Personal links used of those sent.", columns, rows)]
    )


def profile():
    figures = [(4.3, 4.0, 4.6, "barrier"), (3.9, 3.6, 4.2, "barrier"), (5.6, 5.3, 5.9, "unclear"),
               (6.1, 5.8, 6.4, "unclear"), (7.4, 7.1, 7.7, "enabler")]  # fmt: skip
    overall = [
        row(code, name, [245, interval(*f[:3]), f[3]])
        for (code, name), f in zip(COMPONENTS.items(), figures, strict=True)
    ]
    columns = [column("answered", "Answered", "count"), column(*MEAN), column("reading", "Reading", "text")]
    by_group = [column("answers", "Answers", "count")] + [
        column(code, name, "interval") for code, name in COMPONENTS.items()
    ]
    areas = [
        row("north", "North", [60, *(interval(4.2, 3.5, 4.9) for _ in range(5))]),
        row("south", "South", [105, *(interval(4.5, 4.0, 5.0) for _ in range(5))]),
        row("east", "East", [20, *(interval(4.5, 3.0, 6.0) for _ in range(4)), None], "indicative"),
        row("west", "West", [None] * 6),
        row("not_stated", "Not said", [None] * 6),
    ]
    about = "Means from 0 to 10; high means that it helps."
    return section(
        "profile",
        [
            table("overall", "Everybody", about, columns, overall, [CONVENTION]),
            table("by_area", "By area", about, by_group, areas, ["Fewer than ten, or hidden with them."]),
        ],
    )


def items():
    columns = [
        column("answered", "Answered", "count"),
        column("low", "0 to 4", "percent"),
        column("middle", "5 to 7", "percent"),
        column("high", "8 to 10", "percent"),
        column("outside", "Left out or does not apply", "percent"),
    ]
    shares = {"k1": [240, 46, 33, 21, None], "p2": [220, 60, 27, 13, 10], "r3": [245, None, None, 55, None]}
    rows = [
        row(key, text, shares[key], "Worded the other way round." if key == "r3" else "")
        for key, text in ITEMS.items()
    ]
    about = "Shares of those who marked the statement, as it is worded."
    return section(
        "items",
        [table("items", "Every statement", about, columns, rows), *(marks(key) for key in ITEMS)],
    )


def marks(key):
    columns = [column("answers", "Answers", "count"), column("share", "Share", "percent")]
    rows = [
        row("0-2", "0 to 2", [60, 25]),
        row("3-4", "3 to 4", [50, 21]),
        row("5", "5", [40, 17]),
        row("6-7", "6 to 7", [40, 17]),
        row("8-10", "8 to 10", [50, 21]),
    ]
    return table(f"item.{key}", ITEMS[key], "Neighbouring marks stand together.", columns, rows)


def barriers():
    columns = [
        column("rank", "Place", "number"),
        column(*MEAN),
        column("reading", "Reading", "text"),
        column("headroom", "Room above the mean, %", "interval"),
        column("association", "Goes together with the behaviour (r)", "interval"),
        column("potential", "Room × r", "interval"),
    ]
    rows = [
        row("O-Ph", COMPONENTS["O-Ph"], [1, interval(3.9, 3.6, 4.2), "barrier", interval(61, 58, 64),
            interval(0.41, 0.3, 0.51), interval(0.25, 0.18, 0.32)]),
        row("C-Ps", COMPONENTS["C-Ps"], [2, interval(4.3, 4.0, 4.6), "barrier", interval(57, 54, 60),
            interval(0.35, 0.23, 0.46), interval(0.2, 0.13, 0.27)]),
        row("M-Au", COMPONENTS["M-Au"], [cannot("no place"), interval(7.4, 7.1, 7.7), "enabler",
            interval(26, 23, 29), cannot("Too few told of both."), cannot("Too few told of both.")]),
    ]  # fmt: skip
    functions = [
        row("O-Ph", COMPONENTS["O-Ph"], ["Training; Restriction; Environmental restructuring; Enablement"]),
        row("C-Ps", COMPONENTS["C-Ps"], ["Education; Training; Enablement"]),
    ]
    ideas = [
        row("O-Ph.1", "form burden, double keying, approvals", ["O-Ph", "pre-filled short form", "12.1; 12.5"]),
        row("C-Ps.1", "unsure what is eligible", ["C-Ps", "one-page decision aid", "4.1; 11.3"]),
    ]  # fmt: skip
    return section(
        "barriers",
        [
            table("ranked", "Largest first", "Headroom times association with b1.", columns, rows,
                  [CONVENTION, "Both are what the same officers said at the same time."]),
            table("functions", "Functions", "Behaviour Change Wheel, 2014 edition (not checked at its source)",
                  [column("functions", "Functions", "text")], functions),
            table("ideas", "Ideas", "What has been tried for such a barrier.",
                  [column("components", "Components", "text"), column("nudges", "Nudges", "text"),
                   column("techniques", "Techniques", "text")], ideas, ["Ideas, none shown to work here."]),
        ],
    )  # fmt: skip


def training():
    columns = [column("answers", "Answers", "count"), column("share", "Share", "percent")]
    rows = [
        row("1", "never", [80, 33]),
        row("2", "over 24 months ago", [75, 31]),
        row("3", "12 to 24 months ago", [None, None]),
        row("4", "under 12 months ago", [None, None]),
    ]
    return section(
        "training",
        [
            table("t1.1", "When did you last have training?", "Of those who said.", columns, rows),
            table("t1.3", "How useful was it?", "0 to 10.", [column("answered", "Answered", "count"),
                  column(*MEAN)], [row("all", "All", [160, interval(5.6, 5.2, 6.0)])]),
            table("learning", "Learning", "Before and straight after, linked by own code.",
                  [column("before", "Before", "number"), column("after", "After", "number"),
                   column("change", "Change", "interval")],
                  [row("after.C-Ps", COMPONENTS["C-Ps"], [4.2, 5.8, interval(1.6, 1.0, 2.2)])],
                  ["What happens to cases, the fourth level, is for a trial."]),
        ],
    )  # fmt: skip


def knowledge():
    columns = [
        column("answered", "Answered", "count"),
        column("agree", "Agree with the rules", "percent"),
        column("unsure", "Not sure", "percent"),
        column("rule", "By the force's rules", "text"),
    ]
    rows = [
        row("c1", "A person, 23, admits taking a phone charger …", [240, 63, 13, "could be dealt with out of court"]),
        row("c3", "A person, 30, admits carrying a lock knife …", [235, None, None, "could not be"]),
    ]  # fmt: skip
    overall = [
        row("agreement", "Share agreeing, officer by officer (%)", [interval(61, 56, 66)]),
        row("d_prime", "Telling fitting cases from others (d′)", [interval(1.1, 0.8, 1.4)]),
        row("criterion", "Leaning (criterion)", [cannot("It needs cases of both kinds.")]),
    ]
    return section(
        "knowledge",
        [
            table("scenarios", "Case by case", "Against the force's rules, version 2.", columns, rows),
            table("overall", "Altogether", "Over everybody.", [column("value", "Figure", "interval")], overall),
        ],
    )  # fmt: skip


def vignettes():
    columns = [column("effect", "Difference in points", "interval"), column("p", "p", "text")]
    rows = [
        row("ethnicity.black", "ethnicity: Black, against white", [interval(-2, -8, 4), "0.51"]),
        row("record.one", "record: one, against none", [interval(-14, -20, -8), "under 0.01"]),
    ]
    audit = [
        row("ethnicity", "ethnicity", ["No difference by ethnicity was found; under 9 points could hide."])
    ]
    return section(
        "vignettes",
        [
            table("effects", "Each detail", "Share who would deal with it out of court.", columns, rows),
            table("audit", "Details that must not matter", "", [column("found", "Found", "text")], audit),
        ],
        ["For the whole force only."],
    )  # fmt: skip


def compared():
    columns = [
        column("before", "Earlier", "number"),
        column("after", "Now", "number"),
        column("change", "Change", "interval"),
        column("p", "p (Holm)", "text"),
    ]
    rows = [
        row("C-Ps", COMPONENTS["C-Ps"], [4.0, 4.3, interval(0.3, -0.2, 0.8), "0.34"]),
        row("O-Ph", COMPONENTS["O-Ph"], [None, 3.9, None, None]),
    ]
    linking = [row("matched", "Linked", [120]), row("match_rate", "Match rate", [cannot("hidden")])]
    return section(
        "compared",
        [
            table("components", "Each component", "Spring survey against this one.", columns, rows),
            table("linking", "Linked answers", "By own codes.", [column("count", "Answers", "count")], linking),
        ],
        ["A difference between two surveys does not say what made it."],
    )  # fmt: skip


def weighted():
    columns = [column("plain", "As answered", "interval"), column("weighted", "Weighted", "interval")]
    rows = [row("C-Ps", COMPONENTS["C-Ps"], [interval(4.3, 4.0, 4.6), interval(4.4, 4.0, 4.8)])]
    margins = [
        row("area.north", "North", [33, 31, 33]),
        row("area.south", "South", [44, 48, 44]),
    ]
    shares = [column("asked", "Of those asked", "percent"), column("answered", "Of the answers", "percent"),
              column("after", "After weighting", "percent")]  # fmt: skip
    return section(
        "weighted",
        [
            table("scores", "Side by side", "Weights are kept to 0.3 to 3.", columns, rows),
            table("margins", "Margins", "Shares of those who say theirs.", shares, margins),
        ],
    )


def reliability():
    columns = [
        column("alpha", "Cronbach's alpha", "interval"),
        column("omega", "Omega", "number"),
        column("spearman_brown", "Spearman–Brown", "number"),
    ]
    rows = [
        row("C-Ps", COMPONENTS["C-Ps"], [interval(0.74, 0.67, 0.8), 0.75, cannot("For two items.")]),
        row("O-Ph", COMPONENTS["O-Ph"], [*[cannot("Too few answers.")] * 2, cannot("For two items.")]),
    ]  # fmt: skip
    rest = [row("k1", ITEMS["k1"], [0.55, 0.68, ""]), row("p2", ITEMS["p2"], [0.4, 0.6, "floor"])]
    of_items = [
        column("item_rest", "Item–rest r", "number"),
        column("alpha_without", "Alpha without it", "number"),
        column("flags", "Flags", "text"),
    ]
    note = "A low value is no proof of a bad index."
    return section(
        "reliability",
        [
            table("domains", "Each component", "From 30 answers on.", columns, rows, [note]),
            table("items", "Each statement", "Within its component.", of_items, rest),
        ],
    )


def quality():
    columns = [column("answers", "Answers", "count"), column("share", "Share", "percent")]
    rows = [row("straight", "All statements marked alike", [None, None]), row("any", "Any of these", [20, 8])]
    scores = [column("everyone", "Everybody", "interval"), column("without", "Without them", "interval")]
    return section(
        "quality",
        [
            table("flags", "Looks", "Answers that look as if given without reading.", columns, rows),
            table("scores", "With and without", "Nothing is deleted.", scores,
                  [row("C-Ps", COMPONENTS["C-Ps"], [interval(4.3, 4.0, 4.6), interval(4.3, 4.0, 4.6)])]),
        ],
    )  # fmt: skip


MAKERS = (
    response, profile, items, barriers, training, knowledge, vignettes, compared, weighted, reliability, quality
)  # fmt: skip
