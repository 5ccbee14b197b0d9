"""The libraries that a report was made with, each at its version, and all that they need in turn."""

import re
from importlib.metadata import PackageNotFoundError, distribution

from trials.stats.version import library_versions


def pinned(versions):
    """Lines "name==version" of a run's libraries, {name: version}, and of what they need.

    What they need is known of the versions that are installed here. Where others made the run, it is left to
    whoever installs them: what fits these may not fit those.
    """
    found = dict(versions)
    if versions == library_versions():
        found |= with_what_they_need(versions)
    return "".join(f"{name}=={version}\n" for name, version in sorted(found.items()))


def with_what_they_need(names):
    """{name: installed version} of the named libraries and all that they need, but for their extras."""
    found, waiting = {}, list(names)
    while waiting:
        name = waiting.pop()
        if name in found or not (installed := _installed(name)):
            continue
        found[name] = installed.version
        waiting += [_name(line) for line in installed.requires or () if "extra ==" not in line]
    return found


def _installed(name):
    """The distribution, or None for one that another system or Python needs."""
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def _name(line):
    """The normalised name at the beginning of a requirement such as "python_dateutil>=2.8"."""
    return re.sub(r"[-_.]+", "-", re.match(r"[A-Za-z0-9._-]+", line).group()).lower()
