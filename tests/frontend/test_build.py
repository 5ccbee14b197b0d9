import json
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from cjnudge.frontend import build as building
from cjnudge.frontend.build import FrontendBuildError, build
from cjnudge.management.commands import build_frontend

PACKAGE = ("node_modules", "govuk-frontend", "dist", "govuk")


class FakeRunner:
    """Does to the folder what npm and sass would, and notes what was asked."""

    def __init__(self, here, refusal=None, breaks=""):
        self.here, self.refusal, self.breaks, self.asked = here, refusal, breaks, []

    def npm(self, arguments):
        self.asked.append("npm")
        if self.refusal:
            return SimpleNamespace(returncode=1, stdout="", stderr=self.refusal)
        library = self.here.joinpath(*PACKAGE)
        library.mkdir(parents=True, exist_ok=True)
        (library / building.LIBRARY).write_text("export{a}\n//# sourceMappingURL=govuk-frontend.min.js.map\n")
        shutil.copy(self.here / "package-lock.json", self.here / "node_modules" / ".package-lock.json")
        return SimpleNamespace(returncode=0, stdout="", stderr="")

    def node(self, arguments):
        self.asked.append("node")
        if self.breaks:
            return SimpleNamespace(returncode=65, stdout="", stderr=self.breaks)
        Path(arguments[-1]).write_text("body{}")
        return SimpleNamespace(returncode=0, stdout="", stderr="")


@pytest.fixture
def here(tmp_path):
    folder = tmp_path / "frontend"
    folder.mkdir()
    for name in building.SOURCES:
        shutil.copy(building.HERE / name, folder / name)
    return folder


@pytest.fixture
def run(here, tmp_path):
    """Builds in a copy of the folder: run(runner) gives whether something was made and what was said."""

    def once(runner):
        said = []
        made = build(progress=said.append, runner=runner, here=here, built=tmp_path / "built")
        return made, said

    return once


def test_first_build_installs_and_compiles(run, here, tmp_path):
    runner = FakeRunner(here)
    made, said = run(runner)
    assert made and runner.asked == ["npm", "node", "node"]
    assert said == ["Installing the front-end packages", "Compiling the stylesheets"]
    assert {"app.css", "app.js", building.LIBRARY} <= {path.name for path in (tmp_path / "built").iterdir()}


def test_second_build_does_nothing(run, here):
    run(FakeRunner(here))
    again = FakeRunner(here)
    assert run(again) == (False, [])
    assert again.asked == []


@pytest.mark.parametrize("name", ["app.scss", "answer.scss", "_settings.scss", "app.js"])
def test_changed_source_compiles_without_installing(run, here, name):
    run(FakeRunner(here))
    with (here / name).open("a") as source:
        source.write("\n")
    again = FakeRunner(here)
    assert run(again)[0] and again.asked == ["node", "node"]


def test_changed_package_is_installed(run, here):
    run(FakeRunner(here))
    lock = json.loads((here / "package-lock.json").read_text())
    lock["packages"]["node_modules/sass"]["version"] = "9.9.9"
    (here / "package-lock.json").write_text(json.dumps(lock))
    again = FakeRunner(here)
    assert run(again)[0] and again.asked == ["npm", "node", "node"]


def test_lost_output_is_made_again_offline(run, here, tmp_path):
    run(FakeRunner(here))
    (tmp_path / "built" / "app.css").unlink()
    again = FakeRunner(here, refusal="npm error code ENOTFOUND")
    assert run(again)[0] and again.asked == ["node", "node"]


def test_unreachable_registry_is_said_in_words(run, here):
    with pytest.raises(FrontendBuildError, match="registry did not answer. Connect this machine"):
        run(FakeRunner(here, refusal="npm error code ENOTFOUND\nnpm error network request failed"))


def test_failed_compilation_is_told_and_tried_again(run, here):
    with pytest.raises(FrontendBuildError, match="could not be compiled.*\n.*Undefined variable"):
        run(FakeRunner(here, breaks="Error: Undefined variable"))
    assert run(FakeRunner(here))[0]


def test_script_points_to_no_source_map(run, here, tmp_path):
    run(FakeRunner(here))
    assert "sourceMappingURL" not in (tmp_path / "built" / building.LIBRARY).read_text()


def test_half_installed_packages_do_not_count(run, here):
    run(FakeRunner(here))
    (here / "node_modules" / ".package-lock.json").unlink()
    assert building.installed_versions(here) != building.locked_versions(here)


def test_lock_names_no_address_and_seals_every_package():
    packages = json.loads((building.HERE / "package-lock.json").read_text())["packages"]
    third_party = {name: package for name, package in packages.items() if name}
    assert third_party
    assert not [name for name, package in third_party.items() if "resolved" in package]
    assert not [
        name for name, package in third_party.items() if not package["integrity"].startswith("sha512-")
    ]


def test_packages_are_asked_for_by_exact_version():
    asked = json.loads((building.HERE / "package.json").read_text())
    versions = {**asked["dependencies"], **asked["devDependencies"]}
    assert all(version.replace(".", "").isdigit() for version in versions.values())


def test_scripts_of_packages_are_never_run():
    settings = (building.HERE / ".npmrc").read_text().split()
    assert {"ignore-scripts=true", "omit-lockfile-registry-resolved=true", "audit=false"} <= set(settings)


def test_command_says_whether_there_was_anything_to_do(monkeypatch, capsys):
    for made, words in ((True, "Compiled."), (False, "Nothing to do: the compiled files are current.")):
        monkeypatch.setattr(build_frontend, "build", lambda made=made, **options: made)
        call_command("build_frontend")
        assert capsys.readouterr().out.strip() == words


def test_command_fails_in_words(monkeypatch):
    def refuse(**options):
        raise FrontendBuildError(building.NO_REGISTRY)

    monkeypatch.setattr(build_frontend, "build", refuse)
    with pytest.raises(CommandError, match="registry did not answer"):
        call_command("build_frontend")
