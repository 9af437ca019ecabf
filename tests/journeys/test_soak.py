"""The soak in short: what `make soak` does with 20 000 turns, with five hundred."""

from pathlib import Path

from tests.soak import a_soak


async def test_mixed_turns_with_faults_leave_nothing_behind(tmp_path: Path) -> None:
    async with a_soak(tmp_path) as soak:
        await soak.run(500, seconds=120)
        waiting = await soak.undelivered()
    memory_mb, files, threads = soak.growth()
    log = (tmp_path / "log").read_text("utf-8")

    assert soak.turns == 500
    assert soak.unexpected == []
    assert waiting == 0
    assert "Traceback" not in log
    assert memory_mb < 20
    assert files < 15
    assert threads < 4
