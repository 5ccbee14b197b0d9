"""What officers wrote, as the pages of readers and checkers show it."""

from surveys.presenters.waves import address
from surveys.queries import texts
from surveys.queries.waves import codes_of

FEW_WROTE = "Fewer than {group} wrote something here, so none of it is read or shown."
FEW_CHECKED = "Nothing is shown before two people have let at least {group} of the texts through."
STANDING = {1: "You are the first of two who look at it.", 2: "Somebody else has let these words through."}


def texts_page(wave, reader, *, checks):
    """Context for readers. checks: whether the reader has declared, and so may take a text off."""
    shown = texts.shown_texts(wave, reader)
    return {
        "wave": wave,
        "questions": [_question(wave, asked, shown[asked.key]) for asked in texts.open_questions(wave)],
        "any_shown": any(shown.values()),
        "removable": _removable(wave, reader, shown) if checks else [],
        "by_code": codes_of(wave).exists(),
    }


def _question(wave, asked, shown):
    few = FEW_WROTE if asked.written < texts.group(wave) else FEW_CHECKED
    return {
        "words": asked.words,
        "about": texts.about_how_many(wave, asked.written),
        "shown": shown or [],
        "why_none": "" if shown else few.format(group=texts.group(wave)),
    }


def _removable(wave, checker, shown):
    """[(words, address)] of every text that is on the page."""
    visible = {key for key, found in shown.items() if found}
    every = [text for text in texts.checkable_texts(wave, checker) if text.question in visible]
    pairs = [(texts.shown_words(text), address("text_take_off", wave, text.pk)) for text in every]
    return [pair for pair in pairs if pair[0] is not None]


def checking_page(wave, checker):
    """Context for a checker who has declared: how much waits for them, and what they can still undo."""
    every = texts.checkable_texts(wave, checker)
    waiting = texts.waiting_for(wave, checker)
    undoable = [text for text in every if texts.can_undo(text, checker)]
    return {
        "wave": wave,
        "waiting": len(waiting),
        "next_url": address("text_check", wave, waiting[0].pk) if waiting else "",
        "undoable": [_decided(wave, text) for text in undoable],
        "settled": len(every) - len(waiting) - len(undoable),
        "any": bool(every),
        "group": texts.group(wave),
    }


def _decided(wave, text):
    check = text.checks.all()[0]
    return {
        "decision": check.get_decision_display(),
        "words": check.words,
        "url": address("text_check", wave, text.pk),
    }


def next_after(wave, checker):
    """Where a checker goes on: the next text that waits for them, or the page that says that there is none."""
    waiting = texts.waiting_for(wave, checker)
    return address("text_check", wave, waiting[0].pk) if waiting else address("texts_check", wave)


def text_page(wave, text, checker):
    """Context for one text that a checker looks at: what they see of it, and which decision it is."""
    checks = list(text.checks.all())
    words = {asked.key: asked.words for asked in texts.checkable_questions(wave)}
    page = {"wave": wave, "question": words[text.question], "seen": seen_of(text)}
    if texts.can_undo(text, checker):
        decided = {"decision": checks[0].get_decision_display(), "words": checks[0].words}
        return page | {"decided": decided, "undo_url": address("text_undo", wave, text.pk)}
    return page | {"standing": STANDING[len(checks) + 1], "left": len(texts.waiting_for(wave, checker))}


def seen_of(text):
    """The words that a checker gets to see: those of the first one for the second, else as they were written."""
    checks = [check for check in text.checks.all() if check.words]
    return checks[-1].words if checks else text.text
