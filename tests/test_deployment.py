"""What docs/deployment.md and the files in deploy/ say is so of the code beside them."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from config import SETTINGS
from operations.__main__ import commands as operations_commands
from settings.groups import Settings
from wiring.start import ExitCode

DEPLOY = Path("deploy")
GUIDE = Path("docs/deployment.md").read_text("utf-8")
DOCUMENTS = [
    Path("README.md"),
    Path("CONTRIBUTING.md"),
    Path("SECURITY.md"),
    *Path("docs").glob("*.md"),
]
MODULES = {
    "bench",
    "compileall",
    "editor",
    "frontend",
    "manifest",
    "operations",
    "pytest",
    "tests",
    "venv",
}
_SETTING = re.compile(r"\bBOT_[A-Z_]+\b")
_COMMAND = re.compile(r"python -m ([a-z]+)(?: ([a-z]+(?:-[a-z]+)*))?")


def of(name: str) -> str:
    return (DEPLOY / name).read_text("utf-8")


def test_every_file_of_the_folder_is_told_of() -> None:
    untold = [path.name for path in DEPLOY.iterdir() if f"deploy/{path.name}" not in GUIDE]

    assert untold == []


@pytest.mark.parametrize("path", [*DEPLOY.iterdir(), Path("docs/deployment.md")], ids=str)
def test_every_setting_named_is_one(path: Path) -> None:
    named = set(_SETTING.findall(path.read_text("utf-8")))

    assert named <= {setting.name for setting in SETTINGS}


def test_the_container_holds_every_room_that_the_bot_imports(tmp_path: Path) -> None:
    copied = [
        source
        for line in of("Containerfile").splitlines()
        if line.startswith("COPY ")
        and not any(other in line for other in ("--from", "requirements", "frontend"))
        for source in line.split()[1:-1]
    ]
    for source in copied:
        if source.endswith("/"):
            shutil.copytree(source, tmp_path / source, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, tmp_path)
    imported = subprocess.run(
        [sys.executable, "-B", "-P", "-c", "import app, operations.__main__; print(app.__file__)"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert imported.stderr == ""
    assert imported.stdout.strip() == str(tmp_path / "app.py")


def test_the_container_is_not_root_and_tells_its_health() -> None:
    container = of("Containerfile")

    assert re.search(r"^USER 10001$", container, re.MULTILINE)
    assert "HEALTHCHECK" in container
    assert "/healthz" in container
    assert "--require-hashes" in container


@pytest.mark.parametrize(
    ("name", "idle"),
    [("nginx.conf", r"keepalive_timeout (\d+)s;"), ("Caddyfile", r"\bkeepalive (\d+)s")],
)
def test_the_proxy_keeps_to_the_limits_of_the_bot(name: str, idle: str) -> None:
    proxy, found = of(name), re.search(idle, of(name))

    assert found
    assert int(found[1]) < Settings.model_fields["idle_seconds"].default
    assert re.search(r"client_max_body_size 256k;|max_size 256KiB", proxy)
    assert "Strict-Transport-Security" in proxy
    assert "X-Forwarded-For" in proxy
    assert re.search(r"/metrics \{?\s*(return )?404", proxy)


def test_the_service_is_nobody_and_writes_in_its_own_folders() -> None:
    unit = dict(
        line.split("=", 1)
        for line in of("rutinboten.service").splitlines()
        if "=" in line and not line.startswith("#")
    )

    assert unit["User"] == "rutinboten"
    assert (unit["ProtectSystem"], unit["NoNewPrivileges"]) == ("strict", "yes")
    assert unit["StateDirectory"] == unit["CacheDirectory"] == "rutinboten"
    assert unit["CapabilityBoundingSet"] == ""


def test_the_backup_may_do_no_more_than_the_service() -> None:
    service, backup = (of(name).splitlines() for name in ("rutinboten.service", "backup.service"))
    first, last = (service.index(line) for line in ("ProtectSystem=strict", "MemoryMax=2G"))

    assert [line for line in service[first:last] if line not in backup] == []


def test_what_needs_somebody_is_not_started_again_and_again() -> None:
    found = re.search(r"^RestartPreventExitStatus=(.*)$", of("rutinboten.service"), re.MULTILINE)
    needs_somebody = {ExitCode.BASE, ExitCode.SETTINGS, ExitCode.IDENTITY}

    assert found
    assert {int(code) for code in found[1].split()} == {int(code) for code in needs_somebody}


@pytest.mark.parametrize("path", DOCUMENTS, ids=str)
def test_every_command_a_document_names_exists(path: Path) -> None:
    for module, command in _COMMAND.findall(path.read_text("utf-8")):
        assert module in MODULES, f"python -m {module}"
        if module == "operations" and command:
            assert command in operations_commands.commands, command


@pytest.mark.parametrize("module", ["editor", "bench"])
def test_every_command_of_the_editors_and_the_bench_that_is_named_exists(module: str) -> None:
    asked = [sys.executable, "-m", module, "--help"]
    told = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    named = {
        command
        for path in DOCUMENTS
        for found, command in _COMMAND.findall(path.read_text("utf-8"))
        if found == module and command
    }

    assert len(named) >= 3
    assert {command for command in named if not re.search(rf"^\s+{command}\b", told, re.M)} == set()
