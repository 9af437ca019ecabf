from pathlib import Path

import pytest

from knowledge.snapshot import Snapshot, open_snapshot


@pytest.fixture(scope="session")
def snapshot() -> Snapshot:
    return open_snapshot(Path("knowledge/base"), Path(".cache"))
