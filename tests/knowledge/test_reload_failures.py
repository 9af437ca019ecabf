"""What goes wrong around a base stops neither the answers nor the next attempt."""

import logging
import shutil
from datetime import timedelta

import pytest

from knowledge.live.reload import RETRY
from tests.knowledge.reloading import NEW_TITLE, TITLE, ReloadHarness, change, retitle


async def test_a_trial_that_fails_is_logged_with_a_number_that_is_told(
    harness: ReloadHarness, caplog: pytest.LogCaptureFixture
) -> None:
    retitle(harness.base)
    harness.build.failure = MemoryError("no room")
    await harness.checks()
    (fault,) = harness.live.status.refused

    assert harness.title() == TITLE
    assert fault.code == "reload-failed"
    assert str(fault.facts["number"]) in caplog.text
    assert "MemoryError" in caplog.text


async def test_what_failed_is_tried_again_later_and_told_of_once(harness: ReloadHarness) -> None:
    retitle(harness.base)
    harness.build.failure = MemoryError("no room")
    tried: list[int] = []
    for wait in (timedelta(), RETRY / 2, RETRY, RETRY / 2):
        harness.clock.pass_by(wait)
        await harness.checks()
        tried.append(len(harness.build.tried))
    harness.build.failure = None
    harness.clock.pass_by(RETRY)
    await harness.checks()

    assert tried == [1, 1, 2, 2]
    assert harness.title() == NEW_TITLE
    assert harness.editors.kinds() == ["BaseRefused", "BaseSwapped"]


async def test_what_failed_before_the_clock_was_set_back_is_tried_again(
    harness: ReloadHarness,
) -> None:
    retitle(harness.base)
    harness.build.failure = MemoryError("no room")
    await harness.checks()
    harness.build.failure = None
    harness.clock.pass_by(timedelta(days=-1))
    await harness.checks()

    assert harness.title() == NEW_TITLE


async def test_a_new_change_does_not_wait_for_what_failed_before_it(harness: ReloadHarness) -> None:
    retitle(harness.base)
    harness.build.failure = MemoryError("no room")
    await harness.checks()
    harness.build.failure = None
    change(harness.base, "Kan man blockera", "Kan en blockera")
    await harness.checks()

    assert harness.title() == NEW_TITLE


async def test_a_change_taken_back_after_a_failure_leaves_no_trace(harness: ReloadHarness) -> None:
    await harness.checks()
    retitle(harness.base)
    harness.build.failure = MemoryError("no room")
    await harness.checks()
    change(harness.base, NEW_TITLE, TITLE)
    await harness.checks()

    assert harness.faults() == []


async def test_a_trial_that_leaves_nothing_behind_is_a_failure(harness: ReloadHarness) -> None:
    change(harness.base, TITLE, "Får vi blockera vem som helst?")
    harness.build.cache = harness.base.parent / "another cache"
    await harness.checks()

    assert [fault.partition(" ")[2] for fault in harness.faults()] == ["reload-failed"]
    assert harness.title() == TITLE


async def test_editors_out_of_reach_stop_nothing(
    harness: ReloadHarness, caplog: pytest.LogCaptureFixture
) -> None:
    harness.editors.unreachable = True
    retitle(harness.base)
    await harness.checks()

    assert (harness.title(), harness.faults()) == (NEW_TITLE, [])
    assert "could not be told" in caplog.text


async def test_a_base_that_cannot_be_kept_is_used_all_the_same(
    harness: ReloadHarness, caplog: pytest.LogCaptureFixture
) -> None:
    shutil.rmtree(harness.store.versions.folder)
    harness.store.versions.folder.write_text("in the way", "utf-8")
    retitle(harness.base)
    with caplog.at_level(logging.ERROR):
        await harness.checks()

    assert harness.title() == NEW_TITLE
    assert "can't be kept" in caplog.text
