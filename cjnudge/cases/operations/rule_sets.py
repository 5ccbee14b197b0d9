"""Writing a force's eligibility rules: one draft at a time, approved by somebody else than who wrote it.

A draft belongs to the person who began it: were several to write in it, each could approve what they wrote
themselves. Another lead may discard it and begin anew, from its downloaded file where it is worth keeping.
"""

import hashlib

from django.db.models import Max

from cjnudge.accounts.operations.locking import lock_force
from cjnudge.audit.chain import Event, audited, record
from cjnudge.cases.eligibility import faults, read_rules
from cjnudge.cases.eligibility.rules import body_faults
from cjnudge.cases.models import RuleSetVersion


class RulesRefused(Exception):
    """The rules cannot be written or approved; the words are for the person at the screen."""


class WrittenMeanwhile(RulesRefused):
    """The draft is not the one that was on the screen."""

    def __init__(self):
        super().__init__("The draft was changed, approved or discarded meanwhile: read it as it is now.")


@audited
def start_rules(*, force, rules, reason, by, at):
    """The new draft with these rules; RulesRefused where there is one already."""
    lock_force(force)
    versions = RuleSetVersion.scoped.for_force(force)
    if versions.filter(approved_at__isnull=True).exists():
        raise RulesRefused("There is a draft already: approve or discard it first.")
    number = (versions.aggregate(newest=Max("number"))["newest"] or 0) + 1
    draft = RuleSetVersion(
        force=force,
        number=number,
        body=_sound_body(rules),
        reason=reason,
        written_at=at,
        written_by_id=by.pk,
        changed_at=at,
    )
    draft.save(force_insert=True)
    _note(Event.RULES_WRITTEN, draft, by, at)
    return draft


@audited
def change_rules(*, draft, base, rules, by, at):
    """Put these rules into the draft; `base` is the `token` of the draft that was on the screen."""
    draft = _locked(draft, base)
    if draft.written_by_id != by.pk:
        raise RulesRefused(
            "Only the person who began a draft changes it, so that whoever approves it has written none of it. "
            "Discard it to begin your own."
        )
    draft.body, draft.changed_at = _sound_body(rules), at
    draft.save(update_fields=["body", "changed_at"])
    _note(Event.RULES_WRITTEN, draft, by, at)
    return draft


@audited
def approve_rules(*, draft, base, by, at):
    """Make the draft the version that imports use from now on; never by the person who wrote it."""
    draft = _locked(draft, base)
    if draft.written_by_id == by.pk:
        raise RulesRefused("You wrote these rules: somebody else has to approve them.")
    found = faults(read_rules(draft.body))
    if found:
        raise RulesRefused(" ".join(found))
    draft.approved_at, draft.approved_by_id = at, by.pk
    draft.save(update_fields=["approved_at", "approved_by_id"])
    _note(Event.RULES_APPROVED, draft, by, at)
    return draft


@audited
def discard_rules(*, draft, base, by, at):
    """Delete a draft; what an approved version says stays for good."""
    draft = _locked(draft, base)
    _note(Event.RULES_DISCARDED, draft, by, at)
    draft.delete()


def token(draft):
    """What names the state of a draft, for a page to send back."""
    return f"{draft.pk}.{draft.changed_at.timestamp():.6f}"


def _locked(draft, base):
    """The draft as it is now, held until the operation ends; WrittenMeanwhile where it is another than shown."""
    held = RuleSetVersion.scoped.for_force(draft.force).select_for_update()
    now = held.filter(pk=draft.pk, approved_at__isnull=True).first()
    if now is None or token(now) != base:
        raise WrittenMeanwhile
    return now


def _sound_body(rules):
    found = body_faults(rules)
    if found:
        raise RulesRefused(" ".join(found[:5]))
    return rules.canonical()


def _note(event, version, by, at):
    digest = hashlib.sha256(version.body.encode()).hexdigest()
    after = {"version": version.number, "sha256": digest}
    record(event, by=by, at=at, force=version.force, subject=version, after=after)
