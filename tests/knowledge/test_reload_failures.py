"""What goes wrong around a base stops neither the answers nor the next attempt."""

import logging
import shutil
from datetime import timedelta

import pytest

from knowledge.live.reload import RETRY
from tests.knowledge.changing import (
    NEW_TITLE,
    TITLE,
    change,
    retitle,
)
from tests.knowledge.workplace import Workplace


async def test_a_trial_that_fails_is_logged_with_a_number_that_is_told(
    work: Workplace, caplog: pytest.LogCaptureFixture
) -> None:
    retitle(work.base)
    work.build.failure = MemoryError("no room")
    await work.checks()
    (fault,) = work.live.status.refused

    assert work.title() == TITLE
    assert fault.code == "reload-failed"
    assert str(fault.facts["number"]) in caplog.text
    assert "MemoryError" in caplog.text


async def test_what_failed_is_tried_again_later_and_told_of_once(work: Workplace) -> None:
    retitle(work.base)
    work.build.failure = MemoryError("no room")
    tried: list[int] = []
    for wait in (timedelta(), RETRY / 2, RETRY, RETRY / 2):
        work.clock.pass_by(wait)
        await work.checks()
        tried.append(len(work.build.tried))
    work.build.failure = None
    work.clock.pass_by(RETRY)
    await work.checks()

    assert tried == [1, 1, 2, 2]
    assert work.title() == NEW_TITLE
    assert work.editors.kinds() == ["BaseRefused", "BaseSwapped"]


async def test_a_new_change_does_not_wait_for_what_failed_before_it(work: Workplace) -> None:
    retitle(work.base)
    work.build.failure = MemoryError("no room")
    await work.checks()
    work.build.failure = None
    change(work.base, "Kan man blockera", "Kan en blockera")
    await work.checks()

    assert work.title() == NEW_TITLE


async def test_a_change_taken_back_after_a_failure_leaves_no_trace(work: Workplace) -> None:
    await work.checks()
    retitle(work.base)
    work.build.failure = MemoryError("no room")
    await work.checks()
    change(work.base, NEW_TITLE, TITLE)
    await work.checks()

    assert work.faults() == []


async def test_a_trial_that_leaves_nothing_behind_is_a_failure(work: Workplace) -> None:
    change(work.base, TITLE, "Får vi blockera vem som helst?")
    work.build.cache = work.base.parent / "another cache"
    await work.checks()

    assert [fault.partition(" ")[2] for fault in work.faults()] == ["reload-failed"]
    assert work.title() == TITLE


async def test_editors_out_of_reach_stop_nothing(
    work: Workplace, caplog: pytest.LogCaptureFixture
) -> None:
    work.editors.unreachable = True
    retitle(work.base)
    await work.checks()

    assert (work.title(), work.faults()) == (NEW_TITLE, [])
    assert "could not be told" in caplog.text


async def test_a_base_that_cannot_be_kept_is_used_all_the_same(
    work: Workplace, caplog: pytest.LogCaptureFixture
) -> None:
    shutil.rmtree(work.store.versions.folder)
    work.store.versions.folder.write_text("in the way", "utf-8")
    retitle(work.base)
    with caplog.at_level(logging.ERROR):
        await work.checks()

    assert work.title() == NEW_TITLE
    assert "could not be kept" in caplog.text
