from pathlib import Path

import pytest

from knowledge.live.acceptance import open_current, open_snapshot
from knowledge.live.versions import BaseStore, BaseVersions
from knowledge.search.snapshot import Snapshot
from tests.knowledge.reloading import InProcessBuild, RecordingEditors, ReloadHarness
from tests.world.bases import a_copy
from tests.world.clock import Clock


@pytest.fixture(scope="session")
def snapshot() -> Snapshot:
    return open_snapshot(Path("knowledge/base"), Path(".cache"))


@pytest.fixture(scope="session")
def reload_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache for all that is taken into use: each base is built once."""
    return tmp_path_factory.mktemp("reload-cache")


@pytest.fixture
def harness(tmp_path: Path, reload_cache: Path) -> ReloadHarness:
    base, clock = a_copy(tmp_path), Clock()
    store = BaseStore(base, reload_cache, BaseVersions(tmp_path / "bases"))
    live = open_current(store, clock())
    return ReloadHarness(base, store, live, InProcessBuild(reload_cache), RecordingEditors(), clock)
