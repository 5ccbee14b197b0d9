"""What can stand in the audit trail: each action, and the operation of section 62 it counts as."""

from enum import StrEnum


class Operation(StrEnum):
    """The operations that section 62(1) of the Data Protection Act 2018 says to log, and one of ours."""

    COLLECTION = "collection"
    ALTERATION = "alteration"
    CONSULTATION = "consultation"
    DISCLOSURE = "disclosure"
    COMBINATION = "combination"
    ERASURE = "erasure"
    ADMINISTRATION = "administration"  # accounts, plans, jobs: no data subject's record is touched


class Event(StrEnum):
    """One action: its value, and its operation (administration where none is written)."""

    operation: Operation

    def __new__(cls, value, operation=Operation.ADMINISTRATION):
        member = str.__new__(cls, value)
        member._value_ = value
        member.operation = operation
        return member

    # jobs
    JOB_REQUESTED = "job.requested"
    JOB_CANCELLED = "job.cancelled"
    JOB_RETRIED = "job.retried"
    JOB_DONE = "job.done"
    JOB_FAILED = "job.failed"
    JOB_PARKED = "job.parked"
    # audit
    AUDIT_EXPORTED = "audit.exported", Operation.DISCLOSURE
    FORCE_EXPORTED = "force.exported", Operation.DISCLOSURE
    FORCE_IMPORTED = "force.imported", Operation.COLLECTION
    # accounts
    SIGNED_IN = "session.begun"
    SIGNED_OUT = "session.ended"
    SIGN_IN_PAUSED = "session.paused"  # too many guesses
    PERSON_CREATED = "person.created"
    ROLE_GRANTED = "role.granted"
    FORCE_CREATED = "force.created"
    PERSON_INVITED = "person.invited"
    INVITATION_WITHDRAWN = "invitation.withdrawn"
    INVITATION_ACCEPTED = "invitation.accepted"
    ACCESS_ENDED = "access.ended"
    ROLE_CHANGED = "role.changed"
    PASSWORD_RESET = "password.reset"  # noqa: S105 - the name of an action
    PASSWORD_CHANGED = "password.changed"  # noqa: S105 - the name of an action
    PASSWORD_LINK_SENT = "password.link-sent"  # noqa: S105 - the name of an action
    OWNERSHIP_HANDED_OVER = "ownership.handed-over"
    UNIT_CREATED = "unit.created"
    UNIT_CHANGED = "unit.changed"
    # safeguards
    SAFEGUARDS_WRITTEN = "safeguards.written"
    # cases
    CASES_IMPORTED = "cases.imported", Operation.COLLECTION
    UPLOAD_REFUSED = "upload.refused"
    UPLOAD_CANCELLED = "upload.cancelled"
    UPLOAD_INTERRUPTED = "upload.interrupted"
    MAPPING_WRITTEN = "mapping.written"
    RULES_WRITTEN = "rules.written"
    RULES_APPROVED = "rules.approved"
    RULES_DISCARDED = "rules.discarded"
    COUNTS_TYPED = "counts.typed", Operation.COLLECTION
    COUNTS_DISCARDED = "counts.discarded", Operation.ERASURE
    CASES_CONSULTED = "cases.consulted", Operation.CONSULTATION  # counts of a force's own cases were read
    CASES_COMBINED = "cases.combined", Operation.COMBINATION  # extracts joined under one pseudonym
    CASES_DISCLOSED = "cases.disclosed", Operation.DISCLOSURE  # counts were downloaded
    CASES_ERASED = "cases.erased", Operation.ERASURE  # rows of named subjects, by request
    CASES_EXPIRED = "cases.expired", Operation.ERASURE  # all rows, their time having come
    QUALITY_COUNTED = "quality.counted", Operation.CONSULTATION  # of a snapshot that had no quality page
    KEYS_RENEWED = "keys.renewed", Operation.ALTERATION
    PRACTICE_CLEARED = "practice.cleared", Operation.ERASURE
    # surveys: what leads and jobs do; what a respondent does is never recorded
    WAVE_MADE = "wave.made"
    WAVE_SET_UP = "wave.set-up"
    WAVE_LAUNCHED = "wave.launched"
    SESSION_WRITTEN = "training.session-written"
    CASE_RULES_RECORDED = "training.case-rules-recorded"
    WAVE_REHEARSED = "wave.rehearsed"  # made-up answers stored, apart from every real one
    REHEARSAL_DELETED = "wave.rehearsal-deleted"
    WAVE_EXTENDED = "wave.extended"
    WAVE_CLOSED = "wave.closed"
    BATCH_TAKEN = "wave.batch-taken"  # results before the close, on a day that the notice named
    RESULTS_RELEASED = "wave.results-released", Operation.CONSULTATION  # tables for leads and evaluators
    ANSWERS_EXTRACTED = "wave.answers-extracted", Operation.DISCLOSURE  # rows for a researcher
    WAVE_WITHDRAWN = "wave.withdrawn", Operation.ERASURE
    PEOPLE_LISTED = "wave.people-listed", Operation.COLLECTION
    LINK_REPLACED = "wave.link-replaced"
    LIST_DELETED = "wave.list-deleted", Operation.ERASURE  # of the people invited, 30 days after the close
    ANSWERS_EXPIRED = "wave.answers-expired", Operation.ERASURE
    CHECKER_DECLARED = "text.checker-declared"
    TEXT_CHECKED = "text.checked", Operation.CONSULTATION
    TEXT_CHECK_UNDONE = "text.check-undone"
    TEXT_TAKEN_OFF = "text.taken-off"
    REPLY_WRITTEN = "reply.written"
    REPLY_REMOVED = "reply.removed"
    REPLIES_MOVED = "reply.moved"
    REPLIES_PUBLISHED = "reply.published"
    REPLIES_WITHDRAWN = "reply.withdrawn"
    SUPPORT_WRITTEN = "support.written"
    INSTRUMENT_COPIED = "instrument.copied"
    INSTRUMENT_WRITTEN = "instrument.written"
    INSTRUMENT_PUBLISHED = "instrument.published"
    INSTRUMENT_DISCARDED = "instrument.discarded"
    TRANSLATION_WRITTEN = "translation.written"
    TRANSLATION_PUBLISHED = "translation.published"
    TRANSLATION_REOPENED = "translation.reopened"
    TRANSLATION_DISCARDED = "translation.discarded"
    # trials
    TRIAL_CREATED = "trial.created"
    TRIAL_ARCHIVED = "trial.archived"
    PLAN_WRITTEN = "plan.written"
    PLAN_SEALED = "plan.sealed"
    RUN_PUBLISHED = "run.published"
    RESULT_EXPORTED = "result.exported", Operation.DISCLOSURE
    NUDGE_WRITTEN = "nudge.written"
    NUDGE_APPROVED = "nudge.approved"
    NUDGE_ARCHIVED = "nudge.archived"
    NUDGE_RETITLED = "nudge.retitled"
    NUDGE_TITLE_CORRECTED = "nudge.title-corrected"  # after its approval: a typing mistake alone
    NUDGE_DRAFT_DISCARDED = "nudge.draft-discarded"
    SLUDGE_COUNTED = "nudge.sludge-counted"
    INTERVENTION_RECORDED = "intervention.recorded"
    INTERVENTION_ENDED = "intervention.ended"
    PLAN_APPROVED = "plan.approved"
    PLAN_RETURNED = "plan.returned"
    POWER_ASKED = "trial.power-asked"
    TRIAL_REHEARSED = "trial.rehearsed"  # made-up counts; never a result
    TRIAL_REHEARSAL_DELETED = "trial.rehearsal-deleted"
    SEED_MADE = "seed.made"
    SEED_REVEALED = "seed.revealed"
    TRIAL_ALLOCATED = "trial.allocated"
    CASE_ENROLLED = "trial.case-enrolled"
    DELIVERY_LOGGED = "trial.delivery-logged"
    DECLINES_IMPORTED = "trial.declines-imported", Operation.COLLECTION
    TRIAL_STARTED = "trial.started"
    TRIAL_CHANGED = "trial.changed"
    TRIAL_CLOSED = "trial.closed"
    TRIAL_STOPPED = "trial.stopped"
    TRIAL_UNBLINDED = "trial.unblinded", Operation.CONSULTATION
    LOOK_TAKEN = "trial.look-taken"
    STOP_RULE_FIRED = "trial.stop-rule-fired"
    ALERT_ANSWERED = "trial.alert-answered"
    GUEST_INVITED = "trial.guest-invited"
    GUEST_ENDED = "trial.guest-ended"
    RESULT_PUBLISHED = "result.published"
    PUBLICATION_EXPLAINED = "result.publication-explained"
    PANEL_DRAWN = "panel.drawn", Operation.CONSULTATION
    PANEL_GRADED = "panel.graded"
    PANEL_CLOSED = "panel.closed"
