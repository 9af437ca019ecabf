from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.editor.workbench import Workbench, opened
from tests.world.bases import a_copy
from texts.catalogue import Catalogue, load_editor_texts


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the small base, to change."""
    return a_copy(tmp_path)


@pytest.fixture(scope="session")
def swedish() -> Catalogue:
    return load_editor_texts().in_language("sv")


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Workbench]:
    async with opened(a_copy(tmp_path), tmp_path / "cache") as bench:
        yield bench
