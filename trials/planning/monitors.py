"""Which person a plan means by its safety monitor, and how people are offered for it."""


def meant(plan, people):
    """The one of `people` (each with pk, name and email) whom the plan chose; None without.

    A plan keeps the person's id since people are chosen from a list. An older one was typed: a name, an address or
    an id there is looked for, and of several people of one name the first is meant, so that an alarm is never lost.
    """
    if plan.safety_monitor_id:
        return next((one for one in people if str(one.pk) == plan.safety_monitor_id), None)
    said = plan.safety_monitor.strip().casefold()
    return next((one for one in people if said and said in _called(one)), None)


def _called(person):
    return {person.name.casefold(), person.email.casefold(), str(person.pk)}


def choices(people):
    """[(id, label)] of people, by name; people of one name are told apart by their address."""
    names = [one.name for one in people]
    return [(str(one.pk), _label(one, names.count(one.name) > 1)) for one in people]


def _label(person, has_namesake):
    return f"{person.name} ({person.email})" if has_namesake else person.name


def chosen(key, people):
    """What a plan keeps of the choice: the name that is printed, and the id of the person; "" and "" for nobody."""
    found = next((one for one in people if str(one.pk) == key), None)
    name, pk = (found.name, str(found.pk)) if found else ("", "")
    return {"safety_monitor": name, "safety_monitor_id": pk}
