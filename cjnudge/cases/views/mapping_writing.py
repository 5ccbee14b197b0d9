"""What the pages that change a mapping have in common."""

from dataclasses import replace

from django.contrib import messages
from django.utils import timezone

from cjnudge.accounts.models import Unit
from cjnudge.cases.extract.fields import FIELDS
from cjnudge.cases.extract.labels import usual_labels
from cjnudge.cases.operations.mappings import BodyTooLong, WrittenMeanwhile, write_mapping_version
from cjnudge.cases.queries import mappings as mapping_queries


def write_over(request, mapping, form, body, reason):
    """The version that the form made, or None with the reason on the form."""
    try:
        version = write_mapping_version(
            mapping=mapping,
            base=form.cleaned_data["base"],
            body=body,
            reason=form.cleaned_data.get("reason") or reason,
            by=request.user,
            at=timezone.now(),
        )
    except (WrittenMeanwhile, BodyTooLong) as problem:
        form.add_error(None, str(problem))
        return None
    messages.success(request, f"Version {version.number} of the mapping is saved.")
    return version


def with_usual_labels(body, before, units):
    """The body with what labels usually mean, for the fields that no column was mapped to `before`."""
    new = [FIELDS[key] for key in body.fields if FIELDS[key].has_labels and key not in before]
    tables = {one.key: usual_labels(one, units) for one in new if one.key not in body.labels}
    themselves = {one.key for one in new if one.kind == "offence" or (one.kind == "unit" and not units)}
    return replace(
        body,
        labels=body.labels | {key: table for key, table in tables.items() if table},
        as_written=tuple(sorted({*body.as_written, *themselves})),
    )


def base_of(request, newest):
    """The version that a posted form was made from, so that it is read as it was shown; else the newest."""
    named = request.POST.get("base", "")
    if not (named.isascii() and named.isdigit()) or len(named) > 6:
        return newest
    return mapping_queries.versions_of(newest.mapping).filter(number=int(named)).first() or newest


def unit_names(force):
    """Names of the units of the force, ever, in order: old cases belong to units that are closed now."""
    return sorted(set(Unit.scoped.for_force(force).values_list("name", flat=True)))
