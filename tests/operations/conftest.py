import asyncio
from pathlib import Path

import pytest

from storage.database import Database
from storage.schema import upgrade


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An empty database, and the setting that names it."""
    url = f"sqlite:///{tmp_path / 'rutinboten.db'}"
    monkeypatch.setenv("BOT_DATABASE_URL", url)

    async def make() -> None:
        database = Database(url)
        await upgrade(database)
        await database.close()

    asyncio.run(make())
    return url
