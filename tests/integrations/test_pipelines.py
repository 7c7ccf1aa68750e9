"""What other systems run: the action, the hooks and the snippets of docs/ci.md."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from checker.yaml12 import Limits, load_all

ROOT = Path(__file__).resolve().parents[2]
ACTION = ROOT / ".github" / "actions" / "check" / "action.yml"
CI = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
SNIPPETS = re.findall(r"^```(\w+)\n(.*?)^```$", CI, re.MULTILINE | re.DOTALL)


def action() -> dict[str, Any]:
    """The action, as YAML."""
    found: dict[str, Any] = yaml.safe_load(ACTION.read_text(encoding="utf-8"))
    return found


def run(step: dict[str, Any], folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Runs a step of the action as a runner does, with bash and the files that it gives to steps."""
    for name in ("output", "summary"):
        (folder / name).touch()
    given = {
        **os.environ,
        "RUNNER_TEMP": str(folder),
        "GITHUB_OUTPUT": str(folder / "output"),
        "GITHUB_STEP_SUMMARY": str(folder / "summary"),
        **env,
    }
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
    return subprocess.run(command, cwd=ROOT, env=given, text=True, capture_output=True, check=False, timeout=120)


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A runner's folder, in which this checkout is installed as the action would."""
    command = tmp_path / "checker" / "bin" / "checker"
    command.parent.mkdir(parents=True)
    code = f"import sys; sys.path[0] = {str(ROOT)!r}; from checker.cli import main; main(prog_name='checker')"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -c "{code}" "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    return tmp_path


@pytest.mark.parametrize(("paths", "code"), [("examples/passing\n", 0), ("examples/failing\nexamples/passing\n", 1)])
def test_the_action_annotates_summarises_and_keeps_the_exit_code(installed: Path, paths: str, code: int) -> None:
    """Its shell step, run for real."""
    step = next(each for each in action()["runs"]["steps"] if each["name"] == "Check")
    done = run(step, installed, RECORDS=paths, POLICIES="", FAIL_ON="info")
    assert done.returncode == code, done.stderr
    assert "title=checker::" in done.stdout
    assert (installed / "summary").read_text(encoding="utf-8").startswith("## ")
    assert (installed / "output").read_text(encoding="utf-8") == f"sarif={installed}/checker.sarif\n"
    assert '"version": "2.1.0"' in (installed / "checker.sarif").read_text(encoding="utf-8")


def test_an_input_of_the_action_is_no_shell(installed: Path) -> None:
    """Inputs reach the script as variables; what they hold is a path and nothing else."""
    steps = action()["runs"]["steps"]
    assert not any("${{" in step.get("run", "") for step in steps)
    step = next(each for each in steps if each["name"] == "Check")
    done = run(step, installed, RECORDS='$(touch hacked)"; touch hacked; "', POLICIES="", FAIL_ON="info")
    assert done.returncode == 2
    assert "There is no file or folder" in done.stderr
    assert not (ROOT / "hacked").exists()


def test_the_action_declares_what_it_uses() -> None:
    """Every input is read, every one that is read is declared, and each has a description."""
    text, found = ACTION.read_text(encoding="utf-8"), action()
    assert set(re.findall(r"inputs\.([a-z-]+)", text)) == set(found["inputs"])
    assert all(each["description"] for each in found["inputs"].values())
    assert all("shell" in step for step in found["runs"]["steps"] if "run" in step)


@pytest.mark.parametrize("workflow", sorted((ROOT / ".github" / "workflows").glob("*.yml")), ids=lambda file: file.name)
def test_workflows_have_the_least_rights(workflow: Path) -> None:
    """Nothing but what a job says that it needs."""
    found = yaml.safe_load(workflow.read_text(encoding="utf-8"))
    assert found["permissions"] == {"contents": "read"}
    for job in found["jobs"].values():
        assert job["timeout-minutes"] <= 30
        assert {"runs-on", "steps"} <= job.keys()


@pytest.mark.parametrize("file", sorted((ROOT / ".github").rglob("*.yml")), ids=lambda file: file.name)
def test_actions_of_others_are_pinned(file: Path) -> None:
    """By the commit, which nobody can move, with the version that it is."""
    used = re.findall(r"uses: ([^.\s]\S*)(.*)", file.read_text(encoding="utf-8"))
    assert all(re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", action) for action, _ in used), used
    assert all(re.fullmatch(r" # v\d+\.\d+\.\d+", version) for _, version in used), used


@pytest.mark.parametrize(("language", "text"), SNIPPETS)
def test_snippets_are_well_formed(language: str, text: str) -> None:
    """YAML by our own strict reader, shell by bash; of Groovy, that every bracket and quote is closed."""
    if language == "yaml":
        assert load_all(text, Limits())
    elif language == "sh":
        subprocess.run(["bash", "-n"], input=text, text=True, check=True)
    else:
        assert language == "groovy"
        bare = re.sub(r"'[^'\n]*'", "", text)
        assert "'" not in bare
        for pair in ("{}", "()"):
            assert bare.count(pair[0]) == bare.count(pair[1])


def test_commands_of_snippets_exist() -> None:
    """Each option and format that a snippet names is one of ours."""
    for line in re.findall(r"checker check ([^\n']+)", "".join(text for _, text in SNIPPETS)):
        folder_and_formats = line.split()
        for format_ in re.findall(r"-f ([a-z-]+)", line):
            assert (ROOT / "checker" / "reports" / f"{format_.replace('-', '_')}.py").is_file()
        assert folder_and_formats[0] == "records"


@pytest.mark.skipif(not shutil.which("git"), reason="there is no git here, which pre-commit works with")
def test_the_hooks_run_under_pre_commit(tmp_path: Path, installed: Path) -> None:
    """In a repository of its own, with the hooks' own entries; they are installed as commands, so that no network is
    needed."""
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    repository = tmp_path / "repository"
    (repository / "records").mkdir(parents=True)
    shutil.copy(ROOT / "examples/passing/remote-home.yaml", repository / "records")
    shutil.copytree(ROOT / "policies", repository / "policies")
    local = [{**hook, "language": "system"} for hook in hooks]
    local[0]["files"] = "^records/"
    local[1] |= {"files": "^policies/", "args": ["policies"]}
    config = {"repos": [{"repo": "local", "hooks": local}]}
    (repository / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    env = {**os.environ, "PATH": f"{installed}/checker/bin:{os.environ['PATH']}", "HOME": str(tmp_path)}

    def do(*command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, cwd=repository, env=env, text=True, capture_output=True, check=False)

    assert do("git", "init", "-q").returncode == 0
    do("git", "add", "-A")
    pre_commit = (sys.executable, "-m", "pre_commit", "run", "--all-files", "--verbose")
    done = do(*pre_commit)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 record in 1 file" in done.stdout
    assert "25 policies without a mistake" in done.stdout
    shutil.copy(ROOT / "examples/failing/remote-home.yaml", repository / "records")
    do("git", "add", "-A")
    done = do(*pre_commit)
    assert done.returncode == 1
    assert "FAIL  core/remote-staff/direct-management" in done.stdout
