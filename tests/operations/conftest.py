from pathlib import Path

import pytest

from tests.storage.servers import migrated, sqlite_url


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An empty database, and the setting that names it."""
    url = migrated(sqlite_url(tmp_path))
    monkeypatch.setenv("BOT_DATABASE_URL", url)
    return url
