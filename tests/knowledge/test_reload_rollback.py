"""Going back to a base kept, on again, and what a start begins with."""

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from knowledge.live.acceptance import open_current
from knowledge.live.current import BaseSwapped
from knowledge.live.versions import BaseVersions
from knowledge.source.files import read_content
from tests.knowledge.reloading import (
    NEW_TITLE,
    TITLE,
    ReloadHarness,
    ask_nonsense,
    break_it,
    lose_a_question,
    retitle,
)
from yamlfile.problem import Faulty


async def test_going_back_to_a_base_kept_and_on_again(harness: ReloadHarness) -> None:
    first = harness.live.current.base.hash
    retitle(harness.base)
    await harness.checks()
    harness.store.versions.pin(first)
    await harness.checks()
    gone_back = (harness.title(), harness.live.status.pinned)
    harness.store.versions.unpin()
    await harness.checks()

    assert gone_back == (TITLE, True)
    assert (harness.title(), harness.live.status.pinned) == (NEW_TITLE, False)
    assert [
        (news.hash == first, news.pinned)
        for news in harness.editors.heard
        if isinstance(news, BaseSwapped)
    ] == [(False, False), (True, True), (False, False)]


async def test_while_a_base_is_pinned_the_folder_may_change_as_it_likes(
    harness: ReloadHarness,
) -> None:
    harness.store.versions.pin(harness.live.current.base.hash)
    await harness.checks()
    retitle(harness.base)
    await harness.checks()

    assert (harness.title(), harness.live.status.pinned) == (TITLE, True)
    assert harness.editors.heard == []


async def test_pinning_what_is_not_kept_is_refused(harness: ReloadHarness) -> None:
    harness.store.versions.pin("0123456789abcdef")
    await harness.checks()

    assert harness.faults() == ["0123456789abcdef:1:1 base-not-kept"]
    assert not harness.live.status.pinned


async def test_a_base_kept_is_checked_again_by_the_code_of_today(
    harness: ReloadHarness, tmp_path: Path
) -> None:
    faulty = tmp_path / "faulty"
    shutil.copytree(harness.base, faulty)
    break_it(faulty)
    content = read_content(faulty)
    harness.store.versions.add(content, passages=7, at=harness.clock())
    harness.store.versions.pin(content.hash)
    await harness.checks()

    assert harness.faults() == ["passages/blockera.yaml:5:16 not-yes-or-no"]
    assert harness.title() == TITLE


async def test_the_base_at_start_is_kept(harness: ReloadHarness) -> None:
    assert [base.hash for base in harness.store.versions.all()] == [harness.live.current.base.hash]


async def test_a_base_that_was_pinned_is_so_after_a_restart(harness: ReloadHarness) -> None:
    first = harness.live.current.base.hash
    retitle(harness.base)
    await harness.checks()
    harness.store.versions.pin(first)
    status = open_current(harness.store, harness.clock()).status

    assert (status.hash, status.pinned) == (first, True)


async def test_a_pinned_base_that_is_gone_does_not_stop_the_start(harness: ReloadHarness) -> None:
    harness.store.versions.pin("0123456789abcdef")
    status = open_current(harness.store, harness.clock()).status

    assert (status.hash, status.pinned) == (read_content(harness.base).hash, False)


async def test_a_base_that_has_been_in_use_may_lose_questions(harness: ReloadHarness) -> None:
    lost = lose_a_question(harness.base, "Bläckfiskens fjärrskådning?")
    content = read_content(harness.base)
    harness.store.versions.add(content, passages=7, at=harness.clock() - timedelta(days=1))
    await harness.checks()

    assert open_current(harness.store, harness.clock()).status.hash == content.hash
    assert harness.live.status.hash == content.hash
    assert harness.live.status.refused == ()
    (news,) = harness.editors.heard
    assert isinstance(news, BaseSwapped)
    assert [warning.facts["question"] for warning in news.warnings] == [lost]


async def test_the_first_base_may_lose_questions_since_it_takes_nothing_from_anybody(
    harness: ReloadHarness, tmp_path: Path
) -> None:
    lose_a_question(harness.base, "Sjöhästens fjärrskådning?")
    fresh = replace(harness.store, versions=BaseVersions(tmp_path / "none yet"))

    assert open_current(fresh, harness.clock()).status.hash == read_content(harness.base).hash


async def test_a_change_that_loses_a_question_while_nothing_runs_waits_at_the_start_too(
    harness: ReloadHarness,
) -> None:
    before = harness.live.status.hash
    lose_a_question(harness.base)
    harness.live = open_current(harness.store, harness.clock())
    harness.__post_init__()
    started = harness.live.status
    await harness.checks()

    assert (started.hash, started.refused) == (before, ())
    assert [problem.code for problem in harness.live.status.refused] == ["question-lost"]
    assert harness.editors.kinds() == ["BaseRefused"]


async def test_a_base_whose_questions_find_nothing_stops_the_start(harness: ReloadHarness) -> None:
    for path in sorted((harness.base / "passages").glob("*.yaml")):
        ask_nonsense(path)
    with pytest.raises(Faulty) as caught:
        open_current(harness.store, harness.clock())

    assert [problem.code for problem in caught.value.problems] == ["questions-unmet"]
