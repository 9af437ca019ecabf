from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.editor.workbench import Workbench, a_base, opened


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Workbench]:
    async with opened(a_base(tmp_path), tmp_path / "cache") as bench:
        yield bench
