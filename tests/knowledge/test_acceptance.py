"""A base accepted before is the one that was read from the editors' folder, or none."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.code import ROOMS, code_hash
from knowledge.live.acceptance import accept, is_accepted, load_accepted
from knowledge.source.files import Content, read_content
from knowledge.source.loader import load
from tests.conftest import REAL_BASE, SMALL_BASE

CONTENT = read_content(SMALL_BASE)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    cache = tmp_path_factory.mktemp("cache")
    accept(CONTENT, cache)
    return cache


@pytest.fixture
def accepted(cache: Path) -> Iterator[Path]:
    """The file that says that the base is accepted, put right again afterwards."""
    (path,) = cache.glob("base-*.jsonl")
    whole = path.read_bytes()
    yield path
    path.write_bytes(whole)


@pytest.mark.parametrize("folder", [SMALL_BASE, REAL_BASE], ids=["small", "real"])
def test_a_base_comes_back_as_it_was(folder: Path, tmp_path: Path) -> None:
    content = read_content(folder)
    accept(content, tmp_path)
    again = load_accepted(content, tmp_path)

    assert is_accepted(content, tmp_path)
    assert again is not None
    assert again.base == load(folder)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(share=st.floats(0, 0.999))
def test_a_file_that_was_cut_short_is_none(accepted: Path, cache: Path, share: float) -> None:
    whole = accepted.read_bytes()
    accepted.write_bytes(whole[: int(share * (len(whole) - 2))])
    again = load_accepted(CONTENT, cache)
    accepted.write_bytes(whole)

    assert again is None


def test_a_file_that_lost_its_last_line_is_none(accepted: Path, cache: Path) -> None:
    lines = accepted.read_bytes().splitlines(keepends=True)
    accepted.write_bytes(b"".join(lines[:-1]))

    assert load_accepted(CONTENT, cache) is None


@pytest.mark.parametrize("line", [b"[]\n", b"3\n", b'["a", 1, 2]\n', b"[{}, {}]\n", b"\xff\n"])
def test_what_is_not_a_base_is_none(accepted: Path, cache: Path, line: bytes) -> None:
    accepted.write_bytes(line + accepted.read_bytes())

    assert load_accepted(CONTENT, cache) is None


def test_other_code_in_any_room_that_reads_bases_accepts_anew(tmp_path: Path) -> None:
    for room in ROOMS:
        (tmp_path / room).mkdir()
        (tmp_path / room / "a.py").write_text("", "utf-8")
    hashes = {code_hash(tmp_path)}
    for room in ROOMS:
        (tmp_path / room / "a.py").write_text(f"# {room}\n", "utf-8")
        code_hash.cache_clear()
        hashes.add(code_hash(tmp_path))

    assert len(hashes) == len(ROOMS) + 1


def test_the_rooms_that_read_bases_are_those_that_doing_it_loads() -> None:
    loading = "import sys, knowledge.live.acceptance; print(*sys.modules)"
    told = subprocess.run(
        [sys.executable, "-c", loading], check=True, capture_output=True, text=True
    ).stdout
    own = {path.parent.name for path in Path.cwd().glob("*/__init__.py")}

    assert {name.partition(".")[0] for name in told.split()} & own == set(ROOMS)


def test_each_state_is_accepted_by_itself(cache: Path) -> None:
    other = Content(CONTENT.folder, {**CONTENT.files, "known_misses.yaml": b"misses: []\n"})

    assert other.hash == CONTENT.hash
    assert is_accepted(CONTENT, cache)
    assert not is_accepted(other, cache)
