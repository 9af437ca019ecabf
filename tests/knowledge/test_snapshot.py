"""A snapshot read from its cache file is the one that was built; any other file is none."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.language import LANGUAGES, Language
from knowledge.search.postings import Floats
from knowledge.search.snapshot import (
    BadFile,
    Built,
    Snapshot,
    cached_snapshot,
    from_bytes,
    index_path,
    snapshot_of,
    to_bytes,
)

QUESTIONS = ["Måste vi diarieföra kommentarer på Facebook?", "får får får", "xyzzy bild", "a"]


@pytest.fixture(scope="module")
def cache(small: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Path:
    cache = tmp_path_factory.mktemp("cache")
    snapshot_of(small.base, cache)
    return cache


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_cached_snapshot_gives_the_same_scores(
    small: Snapshot, cache: Path, language: Language, question: str
) -> None:
    cached = cached_snapshot(small.base, cache)

    assert cached is not None
    for name in ("total", "coverage", "margins"):
        one, other = (
            getattr(each.indexes[language].scores(question), name) for each in (small, cached)
        )
        np.testing.assert_array_equal(one, other)


def test_a_cached_snapshot_has_learnt_the_same(small: Snapshot, cache: Path) -> None:
    cached = cached_snapshot(small.base, cache)

    assert cached is not None
    assert (cached.guesser.grams, cached.spellers) == (small.guesser.grams, small.spellers)
    assert str(cached.classifiers) == str(small.classifiers)


def test_another_base_is_not_in_the_cache(small: Snapshot, cache: Path) -> None:
    assert cached_snapshot(replace(small.base, hash="0" * 16), cache) is None


@pytest.mark.parametrize(
    "content", [b"", b"short", b"\x02" + bytes(7) + b"{}", b"\x02" + bytes(7) + b"[]"]
)
def test_a_broken_file_is_no_snapshot(content: bytes, small: Snapshot, tmp_path: Path) -> None:
    index_path(tmp_path, small.base.hash).write_bytes(content)

    assert cached_snapshot(small.base, tmp_path) is None


@dataclass(frozen=True)
class Leaf:
    name: str
    weight: float
    numbers: Floats


@dataclass(frozen=True)
class Tree:
    leaves: tuple[Leaf, ...]
    pair: tuple[int, int]
    by_name: Mapping[str, Leaf]
    counts: Mapping[str, int]


LEAF = Leaf("a", 1.0, np.ones(3, np.float32))
NUMBERS = st.lists(st.floats(width=32, allow_nan=False), max_size=4)
LEAVES = st.builds(
    Leaf,
    st.text(max_size=5),
    st.floats(allow_nan=False, allow_infinity=False),
    st.builds(lambda numbers: np.array(numbers, np.float32), NUMBERS),
)
TREES = st.builds(
    Tree,
    st.lists(LEAVES, max_size=3).map(tuple),
    st.tuples(st.integers(0, 9), st.integers(0, 9)),
    st.dictionaries(st.text(max_size=3), LEAVES, max_size=2),
    st.dictionaries(st.text(max_size=3), st.integers(0, 9), max_size=3),
)


@given(TREES)
def test_any_tree_of_values_and_arrays_comes_back(tree: Tree) -> None:
    assert str(from_bytes(Tree, to_bytes(tree))) == str(tree)


@given(st.data())
def test_a_file_that_was_cut_short_is_refused(data: st.DataObject) -> None:
    whole = to_bytes(LEAF)
    cut = whole[: data.draw(st.integers(0, len(whole) - 1))]
    with pytest.raises(BadFile):
        from_bytes(Leaf, cut)


def test_a_file_of_another_class_is_refused() -> None:
    with pytest.raises(BadFile):
        from_bytes(Built, to_bytes(LEAF))
