"""A draft of an instrument as the pages of its authors show it."""

from django.urls import reverse

from cjnudge.behaviour import COMPONENTS
from surveys.instruments import bridges
from surveys.instruments.draft_content import LISTS, PARTS, part_of, print_of, problems_of, words
from surveys.instruments.languages import name_of
from surveys.instruments.value import from_value
from surveys.operations.publishing import still_missing
from surveys.presenters.instruments import length
from surveys.queries.instruments import version_before
from surveys.queries.translations import translations_for
from surveys.scales.instrument import PART_KINDS
from surveys.scales.wording import advice

LABELS = {
    "about": "What it is",
    "behaviour": "The behaviour",
    "notice": "The notice and the agreement",
    "scale": "The scale",
    "items": "Statements",
    "questions": "Other questions",
    "scenarios": "Short cases",
}
ONE = {"items": "statement", "questions": "question", "scenarios": "short case"}
LIST_WORDS = {
    "items": "How far an officer agrees with each is what is scored. At most 20; three about each thing say more than "
    "one.",
    "questions": "Numbers, choices and words of their own, outside the scale. They come last.",
    "scenarios": "Cases to judge. They are scored by the rules that the force records, once it has.",
}
FREEZES = (
    "the behaviour statement, the notice and the sentence by which officers agree",
    "every statement, question and short case, their order, and what each is about",
    "the scale and its words",
)
STILL_POSSIBLE = (
    "fielding it, as often as you like",
    "translating it",
    "writing a new version: you then say of each changed statement what it stands for in this one",
)


def address(name, draft, *more):
    return reverse(f"surveys:{name}", args=[draft.force.slug, draft.pk, *more])


def of_version(name, version, *more):
    """The address of a page about a version, whether it is published or not."""
    return reverse(f"surveys:{name}", args=[version.force.slug, version.key, version.version, *more])


def part_address(draft, part):
    """The page on which a part is changed."""
    name, _, entry = part.partition("/")
    if entry:
        return address("draft_entry", draft, name, entry)
    return address("draft_list" if name in LISTS else "draft_part", draft, name)


def own_line(version):
    """One entry of the list of what a force wrote and published."""
    return {"version": version, "title": title_of(version), "length": length_of(version.content)}


def draft_line(draft):
    return {"draft": draft, "title": title_of(draft), "url": address("draft", draft)}


def overview(draft):
    """Context of a draft's first page."""
    return {
        "draft": draft,
        "title": title_of(draft),
        "steps": steps(draft),
        "length": length_of(draft.content),
        "advice": advice_rows(draft),
        "missing": still_missing(draft),
        "file_url": of_version("instrument_file", draft),
        "preview_url": of_version("instrument_preview", draft, 0),
        "languages": [
            name_of(one.language) for one in translations_for(draft.force, draft.key, draft.version)
        ],
    }


def title_of(draft):
    return draft.content["title"] or "An instrument without a title"


def steps(draft):
    """The checklist of the parts, as components/task_list.html takes it."""
    found = {}
    for problem in problems_of(draft.content):
        place = part_of(problem, draft.content).partition("/")[0]
        found.setdefault(place, words(problem))
    tasks = [_task(draft, part, found.get(part, "")) for part in PARTS]
    before = version_before(draft)
    if before:
        still_open = bridges.undecided(before.content, draft.content, draft.bridge)
        tasks.append(
            _step("What it stands for", address("draft_bridge", draft), bool(still_open), bridge_hint(before))
        )
    return tasks


def bridge_hint(before):
    return f"Which statements mean the same as in version {before.version}"


def _task(draft, part, lacking):
    hint = lacking
    if not lacking and part in LISTS:
        hint = counted(draft.content, part)
    return _step(LABELS[part], part_address(draft, part), bool(lacking), hint)


def _step(label, url, to_do, hint):
    return {"label": label, "url": url, "state": "To do" if to_do else "Done", "hint": hint}


def counted(content, name):
    number = len(content[name])
    return f"{number} {ONE[name]}{'' if number == 1 else 's'}" if number else "None"


def length_of(content):
    """How long it takes, in words; that of an instrument with a part of no kind cannot be told."""
    kinds = {part["kind"] for question in content["questions"] for part in question["parts"]}
    if not kinds <= set(PART_KINDS):
        return "not known before every question says how it is answered"
    return length(from_value(content))


def advice_rows(draft):
    """[(what it is about, words, address)] of whatever deserves another look."""
    content = draft.content
    return [
        (_named(content, one.place), one.words, part_address(draft, one.place))
        for one in advice(from_value(content))
    ]


def _named(content, place):
    name, _, entry = place.partition("/")
    if not entry:
        return LABELS[name]
    return next(entry_title(name, held) for held in content[name] if held["id"] == entry)


def list_page(draft, name):
    """Context of the page of items, questions or scenarios."""
    entries = draft.content[name]
    last = len(entries) - 1
    rows = [
        {
            "title": entry_title(name, entry),
            "detail": detail(name, entry),
            "url": address("draft_entry", draft, name, entry["id"]),
            "move_url": address("draft_entry_move", draft, name, entry["id"]),
            "remove_url": address("draft_entry_remove", draft, name, entry["id"]),
            "up": at > 0,
            "down": at < last,
        }
        for at, entry in enumerate(entries)
    ]
    return {
        "draft": draft,
        "rows": rows,
        "label": LABELS[name],
        "one": ONE[name],
        "about": LIST_WORDS[name],
        "new_url": address("draft_entry_new", draft, name),
        "back_url": address("draft", draft),
    }


def entry_title(name, entry):
    """The words by which an author knows an entry."""
    if name == "questions":
        return entry["parts"][0]["text"] if entry["parts"] else entry["about"] or entry["id"]
    return entry["text"] or entry["id"]


def detail(name, entry):
    if name == "items":
        component = COMPONENTS.get(entry["component"])
        about = component.name if component else "not said what it is about"
        return f"{entry['id']}: {about}{', in reverse' if entry['reversed'] else ''}"
    if name == "questions":
        number = len(entry["parts"])
        return f"{entry['id']}: {number} thing{'' if number == 1 else 's'} to answer"
    return f"{entry['id']}: form {entry['form']}"


def rows_of(held):
    """[(name, value)] of a part's value, for whoever must see what somebody else wrote meanwhile."""
    return [
        (name.replace("_", " ").capitalize(), _said(value)) for name, value in held.items() if name != "id"
    ]


def _said(value):
    if isinstance(value, list):
        return "; ".join(_said(one) for one in value) or "–"
    if isinstance(value, dict):
        return ", ".join(f"{name} {_said(one)}" for name, one in value.items() if one not in ("", [], None))
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value) or "–"


def publish_page(draft):
    """Context of the second look before a draft is published."""
    before = version_before(draft)
    return {
        "draft": draft,
        "title": title_of(draft),
        "seen": print_of(draft.content),
        "missing": still_missing(draft),
        "freezes": FREEZES,
        "still_possible": STILL_POSSIBLE,
        "advice": advice_rows(draft),
        "length": length_of(draft.content),
        "bridge": bridge_rows(before, draft) if before else [],
        "other_scale": before is not None and before.content["scale"] != draft.content["scale"],
        "preview_url": of_version("instrument_preview", draft, 0),
    }


def bridge_rows(before, draft):
    """[(statement here, what it stands for)] of the changed and new ones."""
    old = {item["id"]: item["text"] for item in before.content["items"]}
    said = bridges.whole(before.content, draft.content, draft.bridge)
    return [
        (item["text"], f"“{old[said[item['id']]]}”" if old.get(said[item["id"]]) else "Nothing before")
        for item in bridges.open_items(before.content, draft.content)
    ]


def losses(draft):
    """What is lost when a draft is discarded."""
    content = draft.content
    counts = [counted(content, name) for name in LISTS if content[name]]
    found = [
        f"the draft of “{title_of(draft)}”, version {draft.version}: {', '.join(counts) or 'nothing yet'}"
    ]
    if draft.version > 1:
        return [*found, "what was said of its changed statements; the published versions stay"]
    return [*found, "what was translated of it"]
