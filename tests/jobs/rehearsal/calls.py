"""Doing something at one call of a named function, from wherever it is called."""

import importlib


def at_call(module, name, when, number, do):
    """Have `do()` called "before" or "after" the call of that number; gives a function that undoes it.

    name: an attribute of the module, with dots for one within another, such as "Receiving.feed".
    """
    owner = importlib.import_module(module)
    *path, last = name.split(".")
    for part in path:
        owner = getattr(owner, part)
    real, calls = getattr(owner, last), []

    def watched(*args, **kwargs):
        calls.append(1)
        if when == "before" and len(calls) == number:
            do()
        answer = real(*args, **kwargs)
        if when == "after" and len(calls) == number:
            do()
        return answer

    setattr(owner, last, watched)
    return lambda: setattr(owner, last, real)
