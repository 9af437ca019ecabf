"""A changed base is taken into use when it is good; otherwise all goes on as before."""

import shutil
from datetime import timedelta

from knowledge.live.current import BaseRefused, BaseSwapped
from knowledge.source.files import KNOWN_MISSES, read_content
from tests.knowledge.changing import (
    NEW_TITLE,
    PASSAGE,
    TITLE,
    ask_nonsense,
    break_it,
    change,
    retitle,
)
from tests.knowledge.workplace import Workplace


async def test_a_sound_change_is_taken_into_use_and_told(work: Workplace) -> None:
    before = work.live.current.base.hash
    retitle(work.base)
    work.clock.pass_by(timedelta(hours=1))
    await work.checks()
    after = work.live.status

    assert work.title() == NEW_TITLE
    assert (after.hash, after.loaded_at, after.refused) == (
        read_content(work.base).hash,
        work.clock(),
        (),
    )
    assert work.editors.heard == [BaseSwapped(after.hash, before)]


async def test_a_turn_that_has_begun_keeps_its_base(work: Workplace) -> None:
    begun = work.live.current
    retitle(work.base)
    await work.checks()

    assert begun.base.passages["blockera-person"].sv.title == TITLE
    assert begun.base.hash != work.live.current.base.hash


async def test_nothing_is_tried_while_nothing_changes(work: Workplace) -> None:
    for _ in range(3):
        await work.checks()

    assert (work.build.tried, work.editors.heard) == ([], [])


async def test_the_same_content_written_again_does_nothing(work: Workplace) -> None:
    await work.checks()
    path = work.base / PASSAGE
    path.write_bytes(path.read_bytes())
    await work.checks()

    assert (work.build.tried, work.editors.heard) == ([], [])


async def test_a_change_is_tried_once_it_stands_still(work: Workplace) -> None:
    whole = (work.base / PASSAGE).read_text("utf-8").replace(TITLE, NEW_TITLE)
    (work.base / PASSAGE).write_text("", "utf-8")
    work.while_settling = [
        lambda: (work.base / PASSAGE).write_text(whole[:300], "utf-8"),
        lambda: (work.base / PASSAGE).write_text(whole, "utf-8"),
    ]
    await work.checks()

    assert work.build.tried == [read_content(work.base).hash]
    assert work.editors.kinds() == ["BaseSwapped"]


async def test_a_folder_that_is_replaced_while_it_is_read_is_waited_for(work: Workplace) -> None:
    away = work.base.with_name("away")
    work.base.rename(away)
    retitle(away)
    work.while_settling = [lambda: away.rename(work.base)]
    await work.checks()

    assert work.title() == NEW_TITLE
    assert work.editors.kinds() == ["BaseSwapped"]


async def test_the_editors_folder_is_never_written_to(work: Workplace) -> None:
    retitle(work.base)
    before = [(path, path.stat().st_mtime_ns) for path in sorted(work.base.rglob("*"))]
    await work.checks()
    work.store.versions.pin(work.store.versions.all()[-1].hash)
    await work.checks()

    assert [(path, path.stat().st_mtime_ns) for path in sorted(work.base.rglob("*"))] == before


async def test_a_broken_change_is_refused_with_its_places_and_told_once(work: Workplace) -> None:
    before = work.live.current
    break_it(work.base)
    for _ in range(3):
        await work.checks()
    (news,) = work.editors.heard

    assert work.live.current is before
    assert work.faults() == ["passages/blockera.yaml:5:16 not-yes-or-no"]
    assert news == BaseRefused(before.base.hash, work.live.status.refused)
    assert len(work.build.tried) == 1


async def test_a_broken_change_that_is_taken_back_leaves_no_trace(work: Workplace) -> None:
    whole = break_it(work.base)
    await work.checks()
    (work.base / PASSAGE).write_text(whole, "utf-8")
    await work.checks()

    assert work.faults() == []
    assert len(work.build.tried) == 1


async def test_a_broken_change_that_is_mended_is_taken_into_use(work: Workplace) -> None:
    break_it(work.base)
    await work.checks()
    change(work.base, "emergency: kanske", "emergency: true")
    await work.checks()

    assert work.faults() == []
    assert work.live.current.base.passages["blockera-person"].emergency
    assert work.editors.kinds() == ["BaseRefused", "BaseSwapped"]


async def test_a_missing_folder_is_told_and_answers_go_on(work: Workplace) -> None:
    shutil.rmtree(work.base)
    await work.checks()

    assert work.faults() == [".:1:1 folder-missing"]
    assert work.title() == TITLE


async def test_a_file_that_cannot_be_read_is_no_smaller_base(work: Workplace) -> None:
    (work.base / PASSAGE).unlink()
    (work.base / PASSAGE).symlink_to("nowhere.yaml")
    await work.checks()

    assert "passages/blockera.yaml:1:1 file-missing" in work.faults()
    assert work.title() == TITLE


async def test_a_base_whose_questions_find_nothing_is_refused(work: Workplace) -> None:
    for path in sorted((work.base / "passages").glob("*.yaml")):
        ask_nonsense(path)
    await work.checks()

    assert work.faults() == ["known_misses.yaml:1:1 questions-unmet"]
    assert work.title() == TITLE


async def test_a_broken_list_of_known_misses_is_refused_too(work: Workplace) -> None:
    (work.base / KNOWN_MISSES.pattern).write_text("misses: none\n", "utf-8")
    await work.checks()

    assert work.faults() == ["known_misses.yaml:1:9 not-a-list"]


async def test_an_untrue_list_of_known_misses_only_warns(work: Workplace) -> None:
    miss = "{passage: blockera-person, language: sv, question: Finns inte?}"
    (work.base / KNOWN_MISSES.pattern).write_text(f"misses:\n  - {miss}\n", "utf-8")
    retitle(work.base)
    await work.checks()
    (news,) = work.editors.heard

    assert isinstance(news, BaseSwapped)
    assert [(warning.code, warning.facts["question"]) for warning in news.warnings] == [
        ("question-met", "Finns inte?")
    ]
