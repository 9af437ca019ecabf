"""A changed base is taken into use when it is good; otherwise all goes on as before."""

import shutil
from datetime import timedelta

from editor.golden import write_known
from knowledge.live.current import BaseRefused, BaseSwapped
from knowledge.passage import Miss
from knowledge.source.files import KNOWN_MISSES, read_content
from tests.knowledge.reloading import (
    NEW_TITLE,
    PASSAGE,
    TITLE,
    ReloadHarness,
    ask_nonsense,
    break_it,
    change,
    lose_a_question,
    retitle,
)


async def test_a_sound_change_is_taken_into_use_and_told(harness: ReloadHarness) -> None:
    before = harness.live.current.base.hash
    retitle(harness.base)
    harness.clock.pass_by(timedelta(hours=1))
    await harness.checks()
    after = harness.live.status

    assert harness.title() == NEW_TITLE
    assert (after.hash, after.loaded_at, after.refused) == (
        read_content(harness.base).hash,
        harness.clock(),
        (),
    )
    assert harness.editors.heard == [BaseSwapped(after.hash, before)]


async def test_a_turn_that_has_begun_keeps_its_base(harness: ReloadHarness) -> None:
    begun = harness.live.current
    retitle(harness.base)
    await harness.checks()

    assert begun.base.passages["blockera-person"].sv.title == TITLE
    assert begun.base.hash != harness.live.current.base.hash


async def test_nothing_is_tried_while_nothing_changes(harness: ReloadHarness) -> None:
    for _ in range(3):
        await harness.checks()

    assert (harness.build.tried, harness.editors.heard) == ([], [])


async def test_the_same_content_written_again_does_nothing(harness: ReloadHarness) -> None:
    await harness.checks()
    path = harness.base / PASSAGE
    path.write_bytes(path.read_bytes())
    await harness.checks()

    assert (harness.build.tried, harness.editors.heard) == ([], [])


async def test_a_change_is_tried_once_it_stands_still(harness: ReloadHarness) -> None:
    whole = (harness.base / PASSAGE).read_text("utf-8").replace(TITLE, NEW_TITLE)
    (harness.base / PASSAGE).write_text("", "utf-8")
    harness.while_settling = [
        lambda: (harness.base / PASSAGE).write_text(whole[:300], "utf-8"),
        lambda: (harness.base / PASSAGE).write_text(whole, "utf-8"),
    ]
    await harness.checks()

    assert harness.build.tried == [read_content(harness.base).hash]
    assert harness.editors.kinds() == ["BaseSwapped"]


async def test_a_folder_that_is_replaced_while_it_is_read_is_waited_for(
    harness: ReloadHarness,
) -> None:
    away = harness.base.with_name("away")
    harness.base.rename(away)
    retitle(away)
    harness.while_settling = [lambda: away.rename(harness.base)]
    await harness.checks()

    assert harness.title() == NEW_TITLE
    assert harness.editors.kinds() == ["BaseSwapped"]


async def test_the_editors_folder_is_never_written_to(harness: ReloadHarness) -> None:
    retitle(harness.base)
    before = [(path, path.stat().st_mtime_ns) for path in sorted(harness.base.rglob("*"))]
    await harness.checks()
    harness.store.versions.pin(harness.store.versions.all()[-1].hash)
    await harness.checks()

    assert [(path, path.stat().st_mtime_ns) for path in sorted(harness.base.rglob("*"))] == before


async def test_a_broken_change_is_refused_with_its_places_and_told_once(
    harness: ReloadHarness,
) -> None:
    before = harness.live.current
    break_it(harness.base)
    for _ in range(3):
        await harness.checks()
    (news,) = harness.editors.heard

    assert harness.live.current is before
    assert harness.faults() == ["passages/blockera.yaml:5:16 not-yes-or-no"]
    assert news == BaseRefused(before.base.hash, harness.live.status.refused)
    assert len(harness.build.tried) == 1


async def test_a_broken_change_that_is_taken_back_leaves_no_trace(harness: ReloadHarness) -> None:
    whole = break_it(harness.base)
    await harness.checks()
    (harness.base / PASSAGE).write_text(whole, "utf-8")
    await harness.checks()

    assert harness.faults() == []
    assert len(harness.build.tried) == 1


async def test_a_broken_change_that_is_mended_is_taken_into_use(harness: ReloadHarness) -> None:
    break_it(harness.base)
    await harness.checks()
    change(harness.base, "emergency: kanske", "emergency: true")
    await harness.checks()

    assert harness.faults() == []
    assert harness.live.current.base.passages["blockera-person"].emergency
    assert harness.editors.kinds() == ["BaseRefused", "BaseSwapped"]


async def test_a_missing_folder_is_told_and_answers_go_on(harness: ReloadHarness) -> None:
    shutil.rmtree(harness.base)
    await harness.checks()

    assert harness.faults() == [".:1:1 folder-missing"]
    assert harness.title() == TITLE


async def test_a_file_that_cannot_be_read_is_no_smaller_base(harness: ReloadHarness) -> None:
    (harness.base / PASSAGE).unlink()
    (harness.base / PASSAGE).symlink_to("nowhere.yaml")
    await harness.checks()

    assert "passages/blockera.yaml:1:1 file-missing" in harness.faults()
    assert harness.title() == TITLE


async def test_a_base_whose_questions_find_nothing_is_refused(harness: ReloadHarness) -> None:
    for path in sorted((harness.base / "passages").glob("*.yaml")):
        ask_nonsense(path)
    await harness.checks()

    assert harness.faults() == ["known_misses.yaml:1:1 questions-unmet"]
    assert harness.title() == TITLE


async def test_a_broken_list_of_known_misses_is_refused_too(harness: ReloadHarness) -> None:
    (harness.base / KNOWN_MISSES.pattern).write_text("misses: none\n", "utf-8")
    await harness.checks()

    assert harness.faults() == ["known_misses.yaml:1:9 not-a-list"]


async def test_a_change_that_loses_a_question_waits_until_that_is_accepted_by_name(
    harness: ReloadHarness,
) -> None:
    lost = lose_a_question(harness.base)
    await harness.checks()
    (refused,) = harness.live.status.refused
    write_known(harness.base, [Miss("blockera-person", "sv", lost)])
    await harness.checks()

    assert (refused.code, refused.facts["question"]) == ("question-lost", lost)
    assert harness.live.status.refused == ()
    assert harness.live.current.base.passages["blockera-person"].sv.must_answer == (lost,)
    assert harness.editors.kinds() == ["BaseRefused", "BaseSwapped"]


async def test_a_question_that_is_won_is_told_and_stops_nothing(harness: ReloadHarness) -> None:
    miss = "{passage: blockera-person, language: sv, question: Finns inte?}"
    (harness.base / KNOWN_MISSES.pattern).write_text(f"misses:\n  - {miss}\n", "utf-8")
    retitle(harness.base)
    await harness.checks()
    (news,) = harness.editors.heard

    assert isinstance(news, BaseSwapped)
    assert [(warning.code, warning.facts["question"]) for warning in news.warnings] == [
        ("question-met", "Finns inte?")
    ]
