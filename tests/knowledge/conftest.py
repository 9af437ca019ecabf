from pathlib import Path

import pytest

from knowledge.live.acceptance import open_current, open_snapshot
from knowledge.live.versions import BaseStore, BaseVersions
from knowledge.search.snapshot import Snapshot
from tests.copies import a_copy
from tests.fakes import Clock
from tests.knowledge.changing import BuildHere, ListeningEditors
from tests.knowledge.workplace import Workplace


@pytest.fixture(scope="session")
def snapshot() -> Snapshot:
    return open_snapshot(Path("knowledge/base"), Path(".cache"))


@pytest.fixture(scope="session")
def reload_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache for all that is taken into use: each base is built once."""
    return tmp_path_factory.mktemp("reload-cache")


@pytest.fixture
def work(tmp_path: Path, reload_cache: Path) -> Workplace:
    base, clock = a_copy(tmp_path), Clock()
    store = BaseStore(base, reload_cache, BaseVersions(tmp_path / "bases"))
    live = open_current(store, clock())
    return Workplace(base, store, live, BuildHere(reload_cache), ListeningEditors(), clock)
