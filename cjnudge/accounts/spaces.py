"""A force and its practice space."""

from cjnudge.accounts.models import Force


def spaces_of(force):
    """[force, practice space]: everywhere the members of a force work."""
    return [force, *Force.objects.filter(practice_of=force)]
