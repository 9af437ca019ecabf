"""A base's files survive the archive; nothing else gets out of one."""

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.live.archive import BadArchive, pack, unpack
from knowledge.source.files import FILE_KINDS, MAX_FILE_BYTES, PASSAGES, Content, read_content
from tests.conftest import SMALL_BASE

STEMS = st.from_regex(r"[a-zåäö0-9_-]{1,12}", fullmatch=True)
NAMES = st.builds("passages/{}.yaml".format, STEMS) | st.sampled_from(
    [kind.pattern for kind in FILE_KINDS if kind is not PASSAGES]
)


def zipped(*entries: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return buffer.getvalue()


@given(st.dictionaries(NAMES, st.binary(max_size=200), max_size=8))
def test_what_is_packed_comes_out_again(files: dict[str, bytes]) -> None:
    content = Content(Path("x"), files)

    assert unpack(pack(content), Path("x")) == content


def test_a_whole_base_comes_out_with_its_hash() -> None:
    content = read_content(SMALL_BASE)

    assert unpack(pack(content), Path()).hash == content.hash


@pytest.mark.parametrize(
    "name",
    [
        "../routine.yaml",
        "/etc/routine.yaml",
        "passages/../../routine.yaml",
        "passages\\..\\routine.yaml",
        "passages/deep/er.yaml",
        "passages/.hidden.yaml",
        "other/routine.yaml",
        "other.yaml",
        "passages/routine.yaml/x.yaml",
        "routine.py",
        "passages/",
        "C:/routine.yaml",
    ],
)
def test_a_name_that_no_base_has_is_refused(name: str) -> None:
    with pytest.raises(BadArchive):
        unpack(zipped((name, b"x")), Path())


def test_the_same_name_twice_is_refused() -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        archived = zipped(("routine.yaml", b"1"), ("routine.yaml", b"2"))
    with pytest.raises(BadArchive):
        unpack(archived, Path())


def test_a_small_archive_that_unfolds_beyond_bounds_is_refused() -> None:
    bomb = zipped(("routine.yaml", b"\0" * (MAX_FILE_BYTES + 1)))

    assert len(bomb) < 2_000
    with pytest.raises(BadArchive, match="too large"):
        unpack(bomb, Path())


def test_an_archive_that_lies_about_a_size_is_refused() -> None:
    bomb = zipped(("routine.yaml", b"\0" * (2 * MAX_FILE_BYTES)))
    size = (2 * MAX_FILE_BYTES).to_bytes(4, "little")
    with pytest.raises(BadArchive):
        unpack(bomb.replace(size, (10).to_bytes(4, "little")), Path())


def test_too_many_files_are_refused() -> None:
    with pytest.raises(BadArchive, match="too many"):
        unpack(zipped(*((f"{number}.yaml", b"") for number in range(5_001))), Path())


@given(st.binary(max_size=300))
def test_garbage_is_refused(garbage: bytes) -> None:
    with pytest.raises(BadArchive):
        unpack(garbage, Path())


@given(st.data())
def test_a_damaged_archive_is_refused_or_gives_what_it_held(data: st.DataObject) -> None:
    files = {"routine.yaml": b"a: 1\n" * 20, "passages/x.yaml": b"b: 2\n" * 20}
    archived = bytearray(pack(Content(Path(), files)))
    place = data.draw(st.integers(0, len(archived) - 1))
    archived[place] ^= data.draw(st.integers(1, 255))
    try:
        contents = set(unpack(bytes(archived), Path()).files.values())
    except BadArchive:
        return
    assert contents <= set(files.values())
