"""The trial that somebody names at the command line: by its id, or by its short name.

For the person who runs the installation, so the trial may be of any force.
"""

from uuid import UUID

from trials.models import Conduct, Trial


class NoSuchTrial(LookupError):
    """No trial, or several, are called so; the words say what to give instead."""


def trial_named(name):
    """The Trial of an id or a short name; NoSuchTrial in words where there is none or several forces have one."""
    found = Trial.objects.select_related("force").filter(pk__in=ids_named(name))
    if len(found) == 1:
        return found[0]
    if not found:
        raise NoSuchTrial(
            "There is no such trial. Give its short name, or its id from the address of its page."
        )
    forces = ", ".join(f"{trial.force.slug} has {trial.pk}" for trial in found)
    raise NoSuchTrial(f"Several forces have a trial called {name}: give its id. {forces}.")


def ids_named(name):
    """[id] where the name is one, else the ids of the trials with that short name."""
    try:
        return [UUID(str(name))]
    except ValueError:
        return list(Conduct.objects.filter(slug=name).values_list("trial_id", flat=True))
