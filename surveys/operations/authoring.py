"""An instrument of a force's own, from the copy to the last word before it is published."""

from cjnudge.accounts.models import Force
from cjnudge.audit.chain import Event, audited, record
from surveys.instruments.bridges import without_decisions
from surveys.instruments.draft_content import (
    LISTS,
    MOST_ENTRIES,
    endless,
    free_id,
    moved,
    of_everything,
    plain,
    print_of,
    problems_at,
    problems_of,
    read,
    value_at,
    with_entry,
    with_value,
    without_entry,
    words,
)
from surveys.instruments.own_keys import own_key
from surveys.instruments.value import from_value, to_value
from surveys.models import InstrumentVersion, Translation
from surveys.refusals import Refused
from surveys.scales.translation import texts
from surveys.scales.writing import tables_of

COPIED = "Copied from “{title}”, version {version}, and changed by the force. {adapted}"
GONE = "This draft is no longer there: it was published or discarded meanwhile."


class PartRefused(Exception):
    """A part that breaks a rule; `problems` is [(field of the form, what to do)]."""

    def __init__(self, problems):
        super().__init__(problems)
        self.problems = problems


class ChangedMeanwhile(Exception):
    """Somebody else saved the part since this page was opened. held: what stands there now; by: who, or None."""

    def __init__(self, held, by):
        super().__init__("changed meanwhile")
        self.held, self.by = held, by


@audited
def copy_instrument(*, force, instrument, title, by, at):
    """A draft of the force's own with every word of an Instrument, under another title and a key of its own."""
    origin = {"key": instrument.key, "version": instrument.version}
    content = plain(to_value(instrument))
    adapted = COPIED.format(title=instrument.title, version=instrument.version, adapted=instrument.adapted)
    content |= {"title": title, "adapted": adapted.strip()}
    return new_draft(force=force, content=content, copied_from=origin, by=by, at=at)


@audited
def new_draft(*, force, content, by, at, copied_from=None, languages=None):
    """A draft of this content, finished or not. content: as surveys.instruments.value writes it; its key is not kept.

    languages: {tag: {address: words}} that came with it. Refused where two things have one id, or none that can be
    used, as an id cannot be changed on the pages; and where a scale has no end in sight.
    """
    Force.objects.select_for_update().get(pk=force.pk)  # two copies at once get two keys
    taken = set(InstrumentVersion.scoped.for_force(force).values_list("key", flat=True))
    content = _sound(own_key(content.get("title", ""), taken), 1, content)
    origin = copied_from or {}
    made = InstrumentVersion.objects.create(
        force=force, key=content["key"], version=1, content=content, copied_from=origin,
        made_by=by, made_at=at, changed_by=by,
    )  # fmt: skip
    for tag, said in (languages or {}).items():
        Translation.objects.create(
            force=force, instrument_key=made.key, instrument_version=1, language=tag, words=said,
            made_by=by, made_at=at, changed_by=by,
        )  # fmt: skip
    record(Event.INSTRUMENT_COPIED, by=by, at=at, force=force, subject=made, after={"from": origin})
    return made


def _sound(key, version, content):
    """The content with every field there; Refused for ids that no page could name, and ends that none could show."""
    found, problems = read(key, version, tables_of(content))
    amiss = [words(one) for one in problems if one.field == "id"]
    amiss += endless(found)
    amiss += [f"Keep to {MOST_ENTRIES} {name}." for name in LISTS if len(found[name]) > MOST_ENTRIES]
    if amiss:
        raise Refused(" ".join(amiss))
    return found


@audited
def write_part(*, draft, part, values, seen, by, at):
    """Store the values of one part. seen: draft_content.print_of what its writer had before their eyes.

    PartRefused names what breaks a rule that was not broken before; ChangedMeanwhile keeps what somebody else wrote.
    """
    held = held_draft(draft)
    try:
        before = value_at(held.content, part)
    except KeyError as gone:
        raise Refused("Somebody took this out meanwhile. What you typed was not saved.") from gone
    if print_of(before) != seen:
        raise ChangedMeanwhile(before, held.changed_by)
    content = with_value(held.content, part, values)
    _refuse_new_problems(held.content, content, part)
    return _store(held, _as_read(held, content), part, by, at)


@audited
def add_entry(*, draft, name, values, by, at):
    """One item, question or scenario more at the end; the id of the new one."""
    held = held_draft(draft)
    if len(held.content[name]) >= MOST_ENTRIES:
        raise Refused(f"There are {MOST_ENTRIES} already: take one out first.")
    entry_id = free_id(held.content, name, taken=_ids_before(held))
    content = with_entry(held.content, name, values | {"id": entry_id})
    _refuse_new_problems(held.content, content, f"{name}/{entry_id}")
    _store(held, _as_read(held, content), f"{name}/{entry_id}", by, at)
    return entry_id


@audited
def move_entry(*, draft, name, entry_id, up, by, at):
    """One entry a place up or down."""
    held = held_draft(draft)
    return _store(held, _or_gone(lambda: moved(held.content, name, entry_id, up=up)), name, by, at)


@audited
def remove_entry(*, draft, name, entry_id, by, at):
    """Take one entry out."""
    held = held_draft(draft)
    return _store(held, _or_gone(lambda: without_entry(held.content, name, entry_id)), name, by, at)


@audited
def replace_content(*, draft, content, seen, by, at):
    """Put another content, such as that of a file, in place of the whole draft; its key and version stay."""
    held = held_draft(draft)
    if print_of(held.content) != seen:
        raise ChangedMeanwhile(held.content, held.changed_by)
    return _store(held, _sound(held.key, held.version, content), "everything", by, at)


@audited
def discard_draft(*, draft, by, at):
    """Delete a draft and what was translated of it."""
    held = held_draft(draft)
    record(Event.INSTRUMENT_DISCARDED, by=by, at=at, force=held.force, subject=held, before={"key": held.key})
    translations_of(held).delete()
    held.delete()


def held_draft(draft):
    """The draft as it is stored now, held until the operation ends; Refused where it is none any more."""
    held = (
        InstrumentVersion.scoped.for_force(draft.force)
        .select_for_update(of=("self",))
        .select_related("force", "changed_by")
        .filter(pk=draft.pk, published_at__isnull=True)
        .first()
    )
    if held is None:
        raise Refused(GONE)
    return held


def translations_of(version):
    """What is translated of one version."""
    found = Translation.scoped.for_force(version.force)
    return found.filter(instrument_key=version.key, instrument_version=version.version)


def _store(held, content, part, by, at):
    _drop_stale_words(held, content)
    held.bridge = without_decisions(held.bridge, held.content, content)
    held.content, held.changed_by = content, by
    held.save(update_fields=["content", "bridge", "changed_by"])
    record(Event.INSTRUMENT_WRITTEN, by=by, at=at, force=held.force, subject=held, after={"part": part})
    return held


def _drop_stale_words(held, content):
    """Words in another language go where the English that they stood for has changed."""
    kept = list(translations_of(held))
    if not kept:
        return
    before, after = texts(from_value(held.content)), texts(from_value(content))
    for one in kept:
        one.words = {a: said for a, said in one.words.items() if before.get(a) == after.get(a)}
        one.save(update_fields=["words"])


def _refuse_new_problems(before, content, part):
    """PartRefused for what is wrong with this part, and for what it newly makes wrong with all together."""
    old, new = problems_of(before), problems_of(content)
    amiss = problems_at(new, content, part)
    amiss += [(one.field, words(one)) for one in new if of_everything(one) and one.field and one not in old]
    if amiss:
        raise PartRefused(list(dict.fromkeys(amiss)))


def _or_gone(change):
    try:
        return change()
    except KeyError as gone:
        raise Refused("Somebody took this out meanwhile.") from gone


def _ids_before(held):
    """The ids of every version before this one."""
    versions = InstrumentVersion.scoped.for_force(held.force).filter(key=held.key, version__lt=held.version)
    return {entry["id"] for one in versions for name in LISTS for entry in one.content[name]}


def _as_read(held, content):
    """The content as the reader of files keeps it: every field there, and no space more than one."""
    return read(held.key, held.version, tables_of(content))[0]
