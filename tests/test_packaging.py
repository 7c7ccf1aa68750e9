"""The wheel: complete, installable by itself, and with everything it imports declared."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this checkout with the build backend that is installed already."""
    folder = tmp_path_factory.mktemp("wheel")
    build = ["wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT)]
    subprocess.run([sys.executable, "-m", "pip", "--disable-pip-version-check", *build], check=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with the wheel in it; its dependencies are found where this test's own are."""
    home = tmp_path_factory.mktemp("environment")
    venv.create(home, symlinks=True)
    python = home / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(python)]
    subprocess.run([*pip, "install", "--quiet", "--no-deps", "--no-index", str(wheel)], check=True)
    (packages,) = home.glob("lib/python*/site-packages")
    # A path in a .pth file is searched, but the .pth files in it are not followed: the checkout stays out of sight.
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return home


def test_the_installed_command_checks_a_record_from_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    """`checker check` works with nothing but the wheel: policies and schemas come from it."""
    shutil.copytree(ROOT / "examples", tmp_path / "records")
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    command = [str(installed / "bin" / "checker"), "check", "records", "--format", "json", "--as-of", "2026-11-23"]
    run = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert run.returncode == 1, run.stderr
    report = json.loads(run.stdout)
    assert report["policies"]
    assert report["records"]

    where = "import checker.resources as r; print(r.__file__, r.POLICIES, r.SCHEMAS, sep='\\n')"
    python = [str(installed / "bin" / "python"), "-c", where]
    places = subprocess.run(python, cwd=tmp_path, env=env, capture_output=True, text=True, check=True).stdout.split()
    assert [Path(place).is_relative_to(installed) for place in places] == [True, True, True]


def test_the_wheel_holds_the_package_with_its_types_policies_and_schemas(wheel: Path) -> None:
    """Every file of checker/, policies/ and schemas/ is in the wheel, and nothing of the rest of the checkout."""
    with zipfile.ZipFile(wheel) as archive:
        inside = {name for name in archive.namelist() if ".dist-info/" not in name}
    folders = {"checker": "checker", "policies": "checker/_data/policies", "schemas": "checker/_data/schemas"}
    tracked = subprocess.run(["git", "ls-files", *folders], cwd=ROOT, capture_output=True, text=True, check=False)
    names = tracked.stdout.split() or [
        str(file.relative_to(ROOT)) for folder in folders for file in (ROOT / folder).rglob("*.*")
    ]
    wanted = {re.sub(r"^\w+", lambda top: folders[top.group()], name) for name in names if "__pycache__" not in name}
    assert wanted - inside == set()
    assert {name.split("/")[0] for name in inside} == {"checker"}
    assert "checker/py.typed" in inside


def test_what_checker_imports_is_what_it_declares() -> None:
    """Every third-party package imported under checker/ is a declared dependency, and each declared one is imported."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {_normal(re.split(r"[^\w.-]", dependency)[0]) for dependency in project["dependencies"]}
    modules = {name for file in (ROOT / "checker").rglob("*.py") for name in _imports(file)}
    outside = {name for name in modules if name not in sys.stdlib_module_names and name != "checker"}
    known = packages_distributions()
    unknown = sorted(name for name in outside if not declared.intersection(map(_normal, known.get(name, []))))
    assert unknown == []
    used = {_normal(distribution) for name in outside for distribution in known[name]}
    assert declared - used == set()


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _imports(file: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found
