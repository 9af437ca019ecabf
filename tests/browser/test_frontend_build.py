"""How the page is built, short of building it."""

import json
import os
from pathlib import Path

from core.entered_text import LONGEST_MESSAGE
from frontend.build import FRONTEND, is_out_of_date


def a_frontend(folder: Path) -> Path:
    for name in ("build.mjs", "package.json", "src/chat.js", "dist/index.html"):
        file = folder / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("")
        os.utime(file, (1000, 1000))
    return folder


def test_a_page_newer_than_its_sources_is_left_as_it_is(tmp_path: Path) -> None:
    frontend = a_frontend(tmp_path)

    assert not is_out_of_date(frontend)


def test_a_changed_source_calls_for_a_build(tmp_path: Path) -> None:
    frontend = a_frontend(tmp_path)
    os.utime(frontend / "src" / "chat.js", (2000, 2000))

    assert is_out_of_date(frontend)


def test_a_page_never_built_is_out_of_date(tmp_path: Path) -> None:
    frontend = a_frontend(tmp_path)
    (frontend / "dist" / "index.html").unlink()

    assert is_out_of_date(frontend)


def test_the_lock_file_names_no_host_to_fetch_from() -> None:
    lock = json.loads((FRONTEND / "package-lock.json").read_text(encoding="utf-8"))

    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []
    assert all("integrity" in package for name, package in lock["packages"].items() if name)


def test_the_packages_asked_for_are_exact_versions() -> None:
    package = json.loads((FRONTEND / "package.json").read_text(encoding="utf-8"))
    versions = [*package["dependencies"].values(), *package["devDependencies"].values()]

    assert all(version.replace(".", "").isdecimal() for version in versions)


def test_the_workshop_tries_questions_as_long_as_the_bot_reads() -> None:
    page = (FRONTEND / "src" / "workshop" / "workshop.html").read_text(encoding="utf-8")

    assert (
        f'<input id="question" type="text" autocomplete="off" maxlength="{LONGEST_MESSAGE}"' in page
    )
