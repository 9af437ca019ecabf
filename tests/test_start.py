"""The process: it starts with sound settings and a sound base, or says everything that is wrong."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import SMALL_BASE
from tests.world.bases import a_copy, alter
from tests.world.forked import without_settings
from texts.catalogue import load_texts

ROOT = Path(__file__).parent.parent


def settings_in(folder: Path) -> dict[str, str]:
    """Return the settings of where the bot keeps its files."""
    return {
        "BOT_DATABASE_URL": f"sqlite:///{folder / 'x.db'}",
        "BOT_CACHE": str(folder / "cache"),
        "BOT_KEPT_BASES": str(folder / "bases"),
    }


def start(folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run `python app.py` with these settings until it ends by itself."""
    return subprocess.run(
        [sys.executable, "app.py"],
        cwd=ROOT,
        env=without_settings() | settings_in(folder) | settings,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_large_bases_products_wake_no_second_thread() -> None:
    code = "import app, threadpoolctl as t; print([p['num_threads'] for p in t.threadpool_info()])"
    command = [sys.executable, "-c", code]
    settings = without_settings()
    settings.pop("OPENBLAS_NUM_THREADS", None)

    told = subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, check=True)

    assert set(json.loads(told.stdout)) == {1}


def test_without_an_app_id_the_start_is_refused(tmp_path: Path) -> None:
    ended = start(tmp_path)

    assert ended.returncode == 2
    assert [line.partition(":")[0] for line in ended.stderr.splitlines()] == [
        "BOT_APP_ID",
        "BOT_APP_PASSWORD",
        "BOT_TENANT_ID",
    ]


def test_local_mode_refuses_to_listen_to_other_machines(tmp_path: Path) -> None:
    ended = start(tmp_path, BOT_DANGEROUSLY_LOCAL="yes", BOT_HOST="0.0.0.0")

    assert ended.returncode == 2
    assert ended.stderr == "BOT_HOST: local mode answers this machine only (127.0.0.1)\n"


def test_a_refused_start_does_not_show_the_password(tmp_path: Path) -> None:
    ended = start(tmp_path, BOT_APP_PASSWORD="hush-hush", BOT_APP_ID="no guid")

    assert ended.returncode == 2
    assert "hush-hush" not in ended.stdout + ended.stderr


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the small base, to break."""
    return a_copy(tmp_path)


def faults_of(ended: subprocess.CompletedProcess[str], copy: Path) -> list[str]:
    """Return what is said of the base *copy*, after what the start says of itself."""
    begun = {texts.say("start.building") for texts in load_texts()}
    lines = ended.stderr.splitlines()
    said = [line for line in lines if line not in begun and " INFO " not in line]
    return [line.removeprefix(f"{copy}/") for line in said]


def test_every_fault_of_the_bases_files_stops_the_start_with_its_place(copy: Path) -> None:
    alter(copy / "passages/blockera.yaml", "    confirmed: false\n", "    confirmed: maybe\n")
    alter(copy / "passages/gallring.yaml", "      title: När", "      titel: När")
    alter(copy / "glossary.yaml", "short: [fb, fejan]", "short: []")
    alter(copy / "routine.yaml", "revised:", "revise:")
    ended = start(copy.parent, BOT_DANGEROUSLY_LOCAL="yes", BOT_BASE=str(copy))

    assert ended.returncode == 1
    assert faults_of(ended, copy) == [
        "glossary.yaml:4:12: short har för få rader: minst 1 behövs.",
        "passages/blockera.yaml:5:16: confirmed ska vara false, eller rollen (by) och dagen (on) "
        "när någon har bekräftat texten.",
        "passages/gallring.yaml:10:7: Fältet title saknas.",
        "passages/gallring.yaml:10:7: Fältet titel finns inte. Rätta namnet eller ta bort raden. "
        "Menade du title?",
        "routine.yaml:2:1: Fältet revised saknas.",
        "routine.yaml:18:1: Fältet revise finns inte. Rätta namnet eller ta bort raden. "
        "Menade du revised?",
    ]


def test_a_repeated_key_stops_the_start_with_its_place(copy: Path) -> None:
    alter(copy / "routine.yaml", "revised:", "source: x\nrevised:")
    ended = start(copy.parent, BOT_DANGEROUSLY_LOCAL="yes", BOT_BASE=str(copy))

    assert ended.returncode == 1
    assert faults_of(ended, copy) == [
        "routine.yaml:20:1: Nyckeln source finns redan på rad 18. Ta bort en av dem."
    ]


def test_every_fault_between_the_bases_files_stops_the_start_with_its_place(copy: Path) -> None:
    alter(copy / "passages/blockera.yaml", "related: [bilder-samtycke]", "related: [bilder]")
    alter(copy / "passages/bilder.yaml", "{id: lagen,", "{id: lag,")
    alter(copy / "passages/konton.yaml", "topic: starta-konto", "topic: konto")
    ended = start(copy.parent, BOT_DANGEROUSLY_LOCAL="yes", BOT_BASE=str(copy))

    assert ended.returncode == 1
    assert faults_of(ended, copy) == [
        "passages/bilder.yaml:7:18: Källan lag finns inte i sources.yaml. Menade du lagen?",
        "passages/blockera.yaml:8:15: Texten bilder finns inte, eller är texten själv.",
        "passages/konton.yaml:1:8: Ämnet konto finns inte i topics.yaml.",
    ]


def test_nothing_is_left_behind_by_a_refused_start(copy: Path) -> None:
    alter(copy / "passages/konton.yaml", "topic: starta-konto", "topic: konto")
    start(copy.parent, BOT_DANGEROUSLY_LOCAL="yes", BOT_BASE=str(copy))

    assert [path.name for path in copy.parent.iterdir()] == ["base"]


LOADED = """
import gc, sys
gc.disable()  # as where app.py is the program
import app, wiring.server
from pydantic import BaseModel

def kinds_of(base):
    for kind in base.__subclasses__():
        yield from (kind, *kinds_of(kind))

def run(settings, live):
    unneeded = "sklearn scipy openpyxl pygal alembic jinja2 markdown_it localchat.mount"
    print({*unneeded.split(), "sqlalchemy.dialects.postgresql"} & {*sys.modules})
    built = [kind for kind in kinds_of(BaseModel) if kind.__pydantic_complete__]
    print({kind.__name__ for kind in built if kind.__module__ != "channel.activity"})
    print(gc.isenabled() and gc.get_freeze_count() > 100_000)
    return len(live.current.passages)

wiring.server.run = run
print(app.main())
"""


def test_a_first_start_loads_nothing_that_no_answer_needs_and_collects_garbage_afterwards(
    tmp_path: Path,
) -> None:
    told = settings_in(tmp_path) | {"BOT_BASE": str(SMALL_BASE), "BOT_DANGEROUSLY_LOCAL": "yes"}
    done = subprocess.run(
        [sys.executable, "-c", LOADED],
        cwd=ROOT,
        env=without_settings() | told,
        capture_output=True,
        check=True,
    )

    assert done.stdout.decode().split("\n")[:4] == ["set()", "{'Settings'}", "True", "7"]
