"""The end of a draft: what its items stand for in the version before, its publication, and the next version."""

from cjnudge.accounts.models import Force
from cjnudge.audit.chain import Event, audited, record
from surveys.instruments import bridges
from surveys.instruments.draft_content import print_of, problems_of, words
from surveys.models import InstrumentVersion, Translation
from surveys.operations.authoring import ChangedMeanwhile, PartRefused, held_draft, translations_of
from surveys.queries.instruments import version_before
from surveys.refusals import Refused

NOT_TWICE = "Two statements cannot stand for the same one: choose another, or that it is new."


@audited
def new_version(*, force, key, by, at):
    """The draft of the next version of an own instrument: the one there is, or a copy of the newest version."""
    Force.objects.select_for_update().get(pk=force.pk)  # two who ask at once get the same draft
    newest = InstrumentVersion.scoped.for_force(force).filter(key=key).order_by("-version").first()
    if newest is None:
        raise Refused("There is no such instrument: copy one that there is.")
    if newest.published_at is None:
        return newest
    number = newest.version + 1
    made = InstrumentVersion.objects.create(
        force=force, key=key, version=number, content=newest.content | {"version": number},
        copied_from={"key": key, "version": newest.version}, made_by=by, made_at=at, changed_by=by,
    )  # fmt: skip
    for one in translations_of(newest):
        Translation.objects.create(
            force=force, instrument_key=key, instrument_version=number, language=one.language, words=one.words,
            made_by=by, made_at=at, changed_by=by,
        )  # fmt: skip
    record(Event.INSTRUMENT_COPIED, by=by, at=at, force=force, subject=made, after={"from": made.copied_from})
    return made


@audited
def decide_bridge(*, draft, decisions, seen, by, at):
    """Say of each changed or new item what it stands for. decisions: {id here: id before, or "" for a new one}."""
    held = held_draft(draft)
    before = version_before(held)
    if print_of(held.bridge) != seen:
        raise ChangedMeanwhile(held.bridge, held.changed_by)
    amiss = [(i, NOT_TWICE) for i in bridges.undecided(before.content, held.content, decisions)]
    if amiss:
        raise PartRefused(amiss)
    held.bridge, held.changed_by = decisions, by
    held.save(update_fields=["bridge", "changed_by"])
    record(Event.INSTRUMENT_WRITTEN, by=by, at=at, force=held.force, subject=held, after={"part": "bridge"})
    return held


@audited
def publish_instrument(*, draft, seen, by, at):
    """Fix a version for good; waves may be made of it from now on. seen: print_of the content that was looked at."""
    held = held_draft(draft)
    if print_of(held.content) != seen:
        raise Refused("Somebody changed the draft since you looked at it. Look at it again, then publish it.")
    if lacking := still_missing(held):
        raise Refused(" ".join(lacking))
    before = version_before(held)
    held.bridge = bridges.whole(before.content, held.content, held.bridge) if before else {}
    held.published_at = at
    held.save(update_fields=["bridge", "published_at"])
    after = {"key": held.key, "version": held.version}
    record(Event.INSTRUMENT_PUBLISHED, by=by, at=at, force=held.force, subject=held, after=after)
    return held


def still_missing(draft):
    """What stands between a draft and its publication, in sentences."""
    found = [words(problem) for problem in problems_of(draft.content)]
    before = version_before(draft)
    if before and (open_ids := bridges.undecided(before.content, draft.content, draft.bridge)):
        found.append(f"Say what these stand for in version {before.version}: {', '.join(open_ids)}.")
    return found
