"""Reading who got what: the draw, the enrolled cases, and what is published of both."""

import hmac
import json
import uuid
from collections import Counter

from django.conf import settings
from django.utils.timezone import localdate

from cjnudge.cases.privacy.keys import layers_for, newest_version
from cjnudge.cases.privacy.pseudonyms import PSEUDONYM_BYTES
from trials.case_links import open_link
from trials.models import Draw, Enrolment
from trials.queries.planning import seed_of
from trials.stats.allocation_in_turn import ALGORITHM as IN_TURN
from trials.stats.allocation_in_turn import rule_of
from trials.stats.canonical import canonical_json

CRIME = "crime"  # the kind of identifier that a case's reference is, in extracts


def draw_of(trial):
    """The trial's Draw with its plan, or None."""
    return Draw.scoped.for_force(trial.force).filter(trial=trial).select_related("plan").first()


def draw_json_of(trial):
    """The text that the draw published, or None before it; what trials.planning.allocated reads."""
    drawn = draw_of(trial)
    return drawn.published if drawn else None


def is_drawn_in_turn(drawn):
    """Whether the draw holds a rule for cases enrolled one by one, and no arms."""
    return json.loads(drawn.published)["algorithm"] == IN_TURN


def rule_of_draw(drawn):
    """The engine's rule of a draw in turn."""
    return rule_of(json.loads(drawn.published))


def enrolments_of(trial):
    """Every enrolled case in the order of enrolment. Its arm is for nobody's eyes before the seed is published."""
    return list(Enrolment.scoped.for_force(trial.force).filter(trial=trial))


def number_enrolled(trial):
    return Enrolment.scoped.for_force(trial.force).filter(trial=trial).count()


def published_allocation(trial):
    """The JSON from which an outsider derives every arm again; None while the seed is secret.

    Of cases enrolled one by one: places, attributes and arms, and no reference, not even hashed.
    """
    drawn, seed = draw_of(trial), seed_of(trial)
    if drawn is None or seed is None or not seed.revealed:
        return None
    if not is_drawn_in_turn(drawn):
        return drawn.published
    cases = [
        {"place": row.position, "attributes": row.attributes, "arm": row.arm} for row in enrolments_of(trial)
    ]
    return canonical_json({**json.loads(drawn.published), "seed": int(seed.revealed), "cases": cases})


def arms_by_crime(trial):
    """{pseudonym (UUID) of the crime in the force's extracts, under its newest keys: key of its arm}.

    For the analysis of a look alone, inside the worker: whoever joins it with outcomes by hand unblinds the trial.
    """
    return {crime: row.arm for crime, row in _crimes_of(trial, enrolments_of(trial))}


def crimes_enrolled(trial, *, until):
    """The pseudonyms of the crimes enrolled by the end of that day, under the force's newest keys; no arm."""
    rows = [row for row in enrolments_of(trial) if localdate(row.enrolled_at) <= until]
    return [crime for crime, _ in _crimes_of(trial, rows)]


def _crimes_of(trial, rows):
    """(pseudonym under the newest keys, row) of each enrolment."""
    newest, master = newest_version(trial.force), settings.MASTER_KEY.encode()
    layers = layers_for(trial.force, newest)[CRIME] if newest else ()
    for row in rows:
        known_as = open_link(row.link, trial_id=trial.pk, master=master)
        yield further(known_as, layers[row.key_version :]), row


def enrolled_by_arm(trial, *, until):
    """{arm: how many cases had been enrolled by the end of that day}; for the analysis of a look alone."""
    return dict(Counter(row.arm for row in enrolments_of(trial) if localdate(row.enrolled_at) <= until))


def further(known_as, layers):
    """A pseudonym under the keys that were added since it was made."""
    for key in layers:
        known_as = uuid.UUID(bytes=hmac.digest(key, known_as.bytes, "sha256")[:PSEUDONYM_BYTES])
    return known_as
