"""Going back to a base kept, on again, and what a start begins with."""

import shutil
from pathlib import Path

import pytest

from knowledge.live.acceptance import open_current
from knowledge.live.current import BaseSwapped
from knowledge.source.files import read_content
from tests.knowledge.changing import (
    NEW_TITLE,
    TITLE,
    ask_nonsense,
    break_it,
    retitle,
)
from tests.knowledge.workplace import Workplace
from yamlfile.problem import Faulty


async def test_going_back_to_a_base_kept_and_on_again(work: Workplace) -> None:
    first = work.live.current.base.hash
    retitle(work.base)
    await work.checks()
    work.store.versions.pin(first)
    await work.checks()
    gone_back = (work.title(), work.live.status.pinned)
    work.store.versions.unpin()
    await work.checks()

    assert gone_back == (TITLE, True)
    assert (work.title(), work.live.status.pinned) == (NEW_TITLE, False)
    assert [
        (news.hash == first, news.pinned)
        for news in work.editors.heard
        if isinstance(news, BaseSwapped)
    ] == [(False, False), (True, True), (False, False)]


async def test_while_a_base_is_pinned_the_folder_may_change_as_it_likes(work: Workplace) -> None:
    work.store.versions.pin(work.live.current.base.hash)
    await work.checks()
    retitle(work.base)
    await work.checks()

    assert (work.title(), work.live.status.pinned) == (TITLE, True)
    assert work.editors.heard == []


async def test_pinning_what_is_not_kept_is_refused(work: Workplace) -> None:
    work.store.versions.pin("0123456789abcdef")
    await work.checks()

    assert work.faults() == ["0123456789abcdef:1:1 base-not-kept"]
    assert not work.live.status.pinned


async def test_a_base_kept_is_checked_again_by_the_code_of_today(
    work: Workplace, tmp_path: Path
) -> None:
    faulty = tmp_path / "faulty"
    shutil.copytree(work.base, faulty)
    break_it(faulty)
    content = read_content(faulty)
    work.store.versions.add(content, passages=7, at=work.clock())
    work.store.versions.pin(content.hash)
    await work.checks()

    assert work.faults() == ["passages/blockera.yaml:5:16 not-yes-or-no"]
    assert work.title() == TITLE


async def test_the_base_at_start_is_kept(work: Workplace) -> None:
    assert [base.hash for base in work.store.versions.all()] == [work.live.current.base.hash]


async def test_a_base_that_was_pinned_is_so_after_a_restart(work: Workplace) -> None:
    first = work.live.current.base.hash
    retitle(work.base)
    await work.checks()
    work.store.versions.pin(first)
    status = open_current(work.store, work.clock()).status

    assert (status.hash, status.pinned) == (first, True)


async def test_a_pinned_base_that_is_gone_does_not_stop_the_start(work: Workplace) -> None:
    work.store.versions.pin("0123456789abcdef")
    status = open_current(work.store, work.clock()).status

    assert (status.hash, status.pinned) == (read_content(work.base).hash, False)


async def test_a_base_whose_questions_find_nothing_stops_the_start(work: Workplace) -> None:
    for path in sorted((work.base / "passages").glob("*.yaml")):
        ask_nonsense(path)
    with pytest.raises(Faulty) as caught:
        open_current(work.store, work.clock())

    assert [problem.code for problem in caught.value.problems] == ["questions-unmet"]
