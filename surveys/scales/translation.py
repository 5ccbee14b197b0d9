"""Every text that officers read, by its address, and the same questionnaire in another language.

An address names a place: `item.k1.text`, `question.t1.2.choice.3`, `notice.purpose`, `page.continue`; a choice is
named by its place, so that an answer is kept in English whatever language it was given in. What only leads read
(what an instrument is for, where it comes from) is not translated.
"""

import re
from dataclasses import fields, replace

from cjnudge.characters import holds_unseen

LONGEST = 2000  # characters of one text: what the reader of an instrument's file takes
_DETAIL = re.compile(r"{\w+}")


def texts(instrument, page=None):
    """{address: English text} in the order of the questionnaire; `page` are the words of the pages {key: English}."""
    return _collected(_instrument, instrument) | {f"page.{key}": text for key, text in (page or {}).items()}


def module_texts(module):
    """The same of an optional module, under `module.<its key>.`."""
    return _collected(_module, module)


def missing(instrument, words, page=None):
    """The addresses that have no words yet, in the order of the questionnaire."""
    return [address for address in texts(instrument, page) if not words.get(address, "").strip()]


def faults(english, words):
    """{address: what to mend} of words that cannot be shown; `english` is what `texts` gives."""
    found = {address: _fault(text, words[address]) for address, text in english.items() if words.get(address)}
    return {address: remedy for address, remedy in found.items() if remedy} | _alike(english, words)


def translated(instrument, words):
    """The Instrument in other words; what has none stays in English. Ids, conditions and numbers stay."""
    return _instrument(instrument, _speaker(words))


def translated_module(module, words):
    """The Module in other words, likewise."""
    return _module(module, _speaker(words))


def _collected(walk, value):
    found = {}

    def keep(address, text):
        if text:
            found[address] = text
        return text

    walk(value, keep)
    return found


def _speaker(words):
    return lambda address, text: text and (words.get(address, "").strip() or text)


def _instrument(one, say):
    """The instrument with say(address, text) in place of every text that officers read."""
    return replace(
        one,
        title=say("title", one.title),
        behaviour=replace(one.behaviour, statement=say("behaviour.statement", one.behaviour.statement)),
        notice=_fields(one.notice, "notice", [field.name for field in fields(one.notice)], say),
        scale=replace(
            _fields(one.scale, "scale", ("low_label", "high_label"), say),
            outside=_numbered(one.scale.outside, "scale.outside", say),
        ),
        items=tuple(_fields(item, f"item.{item.id}", ("text", "definition"), say) for item in one.items),
        questions=tuple(_question(question, say) for question in one.questions),
        scenarios=tuple(_with_choices(case, f"scenario.{case.id}", ("text",), say) for case in one.scenarios),
    )


def _question(question, say):
    parts = enumerate(question.parts, 1)
    address = f"question.{question.id}"
    return replace(
        question,
        parts=tuple(_with_choices(part, f"{address}.{n}", ("text", "hint"), say) for n, part in parts),
    )


def _module(module, say):
    start = f"module.{module.key}"
    return replace(
        _fields(module, start, ("notice", "debrief"), say),
        scenarios=tuple(
            _with_choices(case, f"{start}.scenario.{case.id}", ("text",), say) for case in module.scenarios
        ),
        attributes=tuple(_attribute(one, f"{start}.attribute.{one.key}", say) for one in module.attributes),
        stories=tuple(_fields(one, f"{start}.story.{one.id}", ("text",), say) for one in module.stories),
        decision=module.decision and _decision(module.decision, f"{start}.decision", say),
    )


def _attribute(one, start, say):
    return replace(one, levels=tuple((key, say(f"{start}.{key}", text)) for key, text in one.levels))


def _decision(decision, start, say):
    asked = _fields(decision, start, ("question", "divert", "charge", "weighed", "confidence"), say)
    return replace(asked, reasons=_numbered(decision.reasons, f"{start}.reason", say))


def _with_choices(entry, start, names, say):
    found = _fields(entry, start, names, say)
    return replace(found, choices=_numbered(entry.choices, f"{start}.choice", say))


def _fields(entry, start, names, say):
    return replace(entry, **{name: say(f"{start}.{name}", getattr(entry, name)) for name in names})


def _numbered(words, start, say):
    return tuple(say(f"{start}.{number}", text) for number, text in enumerate(words, 1))


def _fault(english, text):
    if len(text) > LONGEST:
        return f"Shorten it to {LONGEST} characters."
    if holds_unseen(text, lines=True):
        return "It holds a character that cannot be seen: type the text anew."
    if sorted(_DETAIL.findall(english)) != sorted(_DETAIL.findall(text)):
        return f"Keep what stands in braces as it is: {', '.join(_DETAIL.findall(english)) or 'none stands there'}."
    return ""


def _alike(english, words):
    """Two answers to one question that read the same: nobody could tell which one they gave."""
    seen, found = {}, {}
    for address in english:
        start, _, number = address.rpartition(".")
        said = words.get(address, "").strip()
        if said and number.isdigit():
            twin = seen.setdefault((start, said.casefold()), address)
            if twin != address:
                found[address] = (
                    f"It reads as answer {twin.rpartition('.')[2]} does: word the two differently."
                )
    return found
