"""A changed base is taken into use when it is good; otherwise all goes on as before."""

import logging
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from knowledge.content import read_content
from knowledge.files import KNOWN_MISSES
from knowledge.kept import KeptBases
from knowledge.live import Live
from knowledge.news import Refused, Swapped
from knowledge.places import Places, open_live
from knowledge.reload import RETRY, Reload
from tests.fakes import Clock
from tests.knowledge.changing import (
    NEW_TITLE,
    PASSAGE,
    TITLE,
    ListeningEditors,
    TrialHere,
    a_copy,
    break_it,
    change,
    retitle,
)
from yamlfile.problem import Faulty


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache for the module: each base is built once."""
    return tmp_path_factory.mktemp("cache")


@dataclass
class Workplace:
    """A server's knowledge, the editors' folder it follows, and a clock."""

    base: Path
    places: Places
    live: Live
    trial: TrialHere
    editors: ListeningEditors
    clock: Clock
    while_settling: list[Callable[[], object]] = field(default_factory=list[Callable[[], object]])
    """What happens between the readings of the folder, one each pause."""

    def __post_init__(self) -> None:
        self.reload = Reload(
            self.live, self.places, self.trial, self.editors, clock=self.clock, pause=self._pause
        )

    async def _pause(self, _seconds: float) -> None:
        if self.while_settling:
            self.while_settling.pop(0)()

    async def looks(self) -> None:
        await self.reload.look()

    def title(self) -> str:
        return self.live.current.base.passages["blockera-person"].sv.title

    def faults(self) -> list[str]:
        return [
            f"{problem.path.as_posix()}:{problem.place.line}:{problem.place.column} {problem.code}"
            for problem in self.live.standing.refused
        ]


@pytest.fixture
def work(tmp_path: Path, cache: Path) -> Workplace:
    base, clock = a_copy(tmp_path), Clock()
    places = Places(base, cache, KeptBases(tmp_path / "bases"))
    live = open_live(places, clock())
    return Workplace(base, places, live, TrialHere(cache), ListeningEditors(), clock)


# A good change.


async def test_a_sound_change_is_taken_into_use_and_told(work: Workplace) -> None:
    before = work.live.current.base.hash
    retitle(work.base)
    work.clock.pass_by(timedelta(hours=1))
    await work.looks()
    after = work.live.standing

    assert work.title() == NEW_TITLE
    assert (after.hash, after.loaded_at, after.refused) == (
        read_content(work.base).hash,
        work.clock(),
        (),
    )
    assert work.editors.heard == [Swapped(after.hash, before)]


async def test_a_turn_that_has_begun_keeps_its_base(work: Workplace) -> None:
    begun = work.live.current
    retitle(work.base)
    await work.looks()

    assert begun.base.passages["blockera-person"].sv.title == TITLE
    assert begun.base.hash != work.live.current.base.hash


async def test_nothing_is_tried_while_nothing_changes(work: Workplace) -> None:
    for _ in range(3):
        await work.looks()

    assert (work.trial.tried, work.editors.heard) == ([], [])


async def test_the_same_content_written_again_does_nothing(work: Workplace) -> None:
    await work.looks()
    path = work.base / PASSAGE
    path.write_bytes(path.read_bytes())
    await work.looks()

    assert (work.trial.tried, work.editors.heard) == ([], [])


async def test_a_change_is_tried_once_it_stands_still(work: Workplace) -> None:
    whole = (work.base / PASSAGE).read_text("utf-8").replace(TITLE, NEW_TITLE)
    (work.base / PASSAGE).write_text("", "utf-8")
    work.while_settling = [
        lambda: (work.base / PASSAGE).write_text(whole[:300], "utf-8"),
        lambda: (work.base / PASSAGE).write_text(whole, "utf-8"),
    ]
    await work.looks()

    assert work.trial.tried == [read_content(work.base).hash]
    assert work.editors.kinds() == ["Swapped"]


async def test_a_folder_that_is_replaced_while_it_is_read_is_waited_for(work: Workplace) -> None:
    away = work.base.with_name("away")
    work.base.rename(away)
    retitle(away)
    work.while_settling = [lambda: away.rename(work.base)]
    await work.looks()

    assert work.title() == NEW_TITLE
    assert work.editors.kinds() == ["Swapped"]


async def test_the_editors_folder_is_never_written_to(work: Workplace) -> None:
    retitle(work.base)
    before = [(path, path.stat().st_mtime_ns) for path in sorted(work.base.rglob("*"))]
    await work.looks()
    work.places.kept.pin(work.places.kept.all()[-1].hash)
    await work.looks()

    assert [(path, path.stat().st_mtime_ns) for path in sorted(work.base.rglob("*"))] == before


# A bad change.


async def test_a_broken_change_is_refused_with_its_places_and_told_once(work: Workplace) -> None:
    before = work.live.current
    break_it(work.base)
    for _ in range(3):
        await work.looks()
    (news,) = work.editors.heard

    assert work.live.current is before
    assert work.faults() == ["passages/blockera.yaml:5:16 not-yes-or-no"]
    assert news == Refused(before.base.hash, work.live.standing.refused)
    assert len(work.trial.tried) == 1


async def test_a_broken_change_that_is_taken_back_leaves_no_trace(work: Workplace) -> None:
    whole = break_it(work.base)
    await work.looks()
    (work.base / PASSAGE).write_text(whole, "utf-8")
    await work.looks()

    assert work.faults() == []
    assert len(work.trial.tried) == 1


async def test_a_broken_change_that_is_mended_is_taken_into_use(work: Workplace) -> None:
    break_it(work.base)
    await work.looks()
    change(work.base, "confirmed: kanske", "confirmed: true")
    await work.looks()

    assert work.faults() == []
    assert work.live.current.base.passages["blockera-person"].confirmed
    assert work.editors.kinds() == ["Refused", "Swapped"]


async def test_a_missing_folder_is_told_and_answers_go_on(work: Workplace) -> None:
    shutil.rmtree(work.base)
    await work.looks()

    assert work.faults() == [".:1:1 folder-missing"]
    assert work.title() == TITLE


async def test_a_file_that_cannot_be_read_is_no_smaller_base(work: Workplace) -> None:
    (work.base / PASSAGE).unlink()
    (work.base / PASSAGE).symlink_to("nowhere.yaml")
    await work.looks()

    assert "passages/blockera.yaml:1:1 file-missing" in work.faults()
    assert work.title() == TITLE


async def test_a_base_whose_questions_find_nothing_is_refused(work: Workplace) -> None:
    for path in sorted((work.base / "passages").glob("*.yaml")):
        _ask_nonsense(path)
    await work.looks()

    assert work.faults() == ["known_misses.yaml:1:1 questions-unmet"]
    assert work.title() == TITLE


async def test_a_broken_list_of_known_misses_is_refused_too(work: Workplace) -> None:
    (work.base / KNOWN_MISSES.pattern).write_text("misses: none\n", "utf-8")
    await work.looks()

    assert work.faults() == ["known_misses.yaml:1:9 not-a-list"]


async def test_an_untrue_list_of_known_misses_only_warns(work: Workplace) -> None:
    miss = "{passage: blockera-person, language: sv, question: Finns inte?}"
    (work.base / KNOWN_MISSES.pattern).write_text(f"misses:\n  - {miss}\n", "utf-8")
    retitle(work.base)
    await work.looks()
    (news,) = work.editors.heard

    assert isinstance(news, Swapped)
    assert [(warning.code, warning.facts["question"]) for warning in news.warnings] == [
        ("question-met", "Finns inte?")
    ]


# A failure that isn't the base's own.


async def test_a_trial_that_fails_is_logged_with_a_number_that_is_told(
    work: Workplace, caplog: pytest.LogCaptureFixture
) -> None:
    retitle(work.base)
    work.trial.failure = MemoryError("no room")
    await work.looks()
    (fault,) = work.live.standing.refused

    assert work.title() == TITLE
    assert fault.code == "reload-failed"
    assert str(fault.facts["number"]) in caplog.text
    assert "MemoryError" in caplog.text


async def test_what_failed_is_tried_again_later_and_told_of_once(work: Workplace) -> None:
    retitle(work.base)
    work.trial.failure = MemoryError("no room")
    tried: list[int] = []
    for wait in (timedelta(), RETRY / 2, RETRY, RETRY / 2):
        work.clock.pass_by(wait)
        await work.looks()
        tried.append(len(work.trial.tried))
    work.trial.failure = None
    work.clock.pass_by(RETRY)
    await work.looks()

    assert tried == [1, 1, 2, 2]
    assert work.title() == NEW_TITLE
    assert work.editors.kinds() == ["Refused", "Swapped"]


async def test_a_new_change_does_not_wait_for_what_failed_before_it(work: Workplace) -> None:
    retitle(work.base)
    work.trial.failure = MemoryError("no room")
    await work.looks()
    work.trial.failure = None
    change(work.base, "Kan man blockera", "Kan en blockera")
    await work.looks()

    assert work.title() == NEW_TITLE


async def test_a_change_taken_back_after_a_failure_leaves_no_trace(work: Workplace) -> None:
    await work.looks()
    retitle(work.base)
    work.trial.failure = MemoryError("no room")
    await work.looks()
    change(work.base, NEW_TITLE, TITLE)
    await work.looks()

    assert work.faults() == []


async def test_a_trial_that_leaves_nothing_behind_is_a_failure(work: Workplace) -> None:
    change(work.base, TITLE, "Får vi blockera vem som helst?")
    work.trial.cache = work.base.parent / "another cache"
    await work.looks()

    assert [fault.partition(" ")[2] for fault in work.faults()] == ["reload-failed"]
    assert work.title() == TITLE


async def test_editors_out_of_reach_stop_nothing(
    work: Workplace, caplog: pytest.LogCaptureFixture
) -> None:
    work.editors.unreachable = True
    retitle(work.base)
    await work.looks()

    assert (work.title(), work.faults()) == (NEW_TITLE, [])
    assert "could not be told" in caplog.text


async def test_a_base_that_cannot_be_kept_is_used_all_the_same(
    work: Workplace, caplog: pytest.LogCaptureFixture
) -> None:
    shutil.rmtree(work.places.kept.folder)
    work.places.kept.folder.write_text("in the way", "utf-8")
    retitle(work.base)
    with caplog.at_level(logging.ERROR):
        await work.looks()

    assert work.title() == NEW_TITLE
    assert "could not be kept" in caplog.text


# Going back.


async def test_going_back_to_a_base_kept_and_on_again(work: Workplace) -> None:
    first = work.live.current.base.hash
    retitle(work.base)
    await work.looks()
    work.places.kept.pin(first)
    await work.looks()
    gone_back = (work.title(), work.live.standing.pinned)
    work.places.kept.unpin()
    await work.looks()

    assert gone_back == (TITLE, True)
    assert (work.title(), work.live.standing.pinned) == (NEW_TITLE, False)
    assert [
        (news.hash == first, news.pinned)
        for news in work.editors.heard
        if isinstance(news, Swapped)
    ] == [(False, False), (True, True), (False, False)]


async def test_while_a_base_is_pinned_the_folder_may_change_as_it_likes(work: Workplace) -> None:
    work.places.kept.pin(work.live.current.base.hash)
    await work.looks()
    retitle(work.base)
    await work.looks()

    assert (work.title(), work.live.standing.pinned) == (TITLE, True)
    assert work.editors.heard == []


async def test_pinning_what_is_not_kept_is_refused(work: Workplace) -> None:
    work.places.kept.pin("0123456789abcdef")
    await work.looks()

    assert work.faults() == ["0123456789abcdef.zip:1:1 base-not-kept"]
    assert not work.live.standing.pinned


async def test_a_base_kept_is_checked_again_by_the_code_of_today(
    work: Workplace, tmp_path: Path
) -> None:
    faulty = tmp_path / "faulty"
    shutil.copytree(work.base, faulty)
    break_it(faulty)
    content = read_content(faulty)
    work.places.kept.keep(content, passages=7, at=work.clock())
    work.places.kept.pin(content.hash)
    await work.looks()

    assert work.faults() == ["passages/blockera.yaml:5:16 not-yes-or-no"]
    assert work.title() == TITLE


# The start.


async def test_the_base_at_start_is_kept(work: Workplace) -> None:
    assert [base.hash for base in work.places.kept.all()] == [work.live.current.base.hash]


async def test_a_base_that_was_pinned_is_so_after_a_restart(work: Workplace) -> None:
    first = work.live.current.base.hash
    retitle(work.base)
    await work.looks()
    work.places.kept.pin(first)
    standing = open_live(work.places, work.clock()).standing

    assert (standing.hash, standing.pinned) == (first, True)


async def test_a_pinned_base_that_is_gone_does_not_stop_the_start(work: Workplace) -> None:
    work.places.kept.pin("0123456789abcdef")
    standing = open_live(work.places, work.clock()).standing

    assert (standing.hash, standing.pinned) == (read_content(work.base).hash, False)


async def test_a_base_whose_questions_find_nothing_stops_the_start(work: Workplace) -> None:
    for path in sorted((work.base / "passages").glob("*.yaml")):
        _ask_nonsense(path)
    with pytest.raises(Faulty) as caught:
        open_live(work.places, work.clock())

    assert [problem.code for problem in caught.value.problems] == ["questions-unmet"]


def _ask_nonsense(path: Path) -> None:
    """Replace each test question of a file with one that nothing answers."""
    lines: list[str] = []
    is_within = False
    for number, line in enumerate(path.read_text("utf-8").splitlines()):
        is_question = is_within and line.startswith("        - ")
        is_within = is_question or line.strip() == "must_answer:"
        nonsense = f"        - Sjöjungfrun {number} {path.stem[::-1]} fjärrskådar?"
        lines.append(nonsense if is_question else line)
    path.write_text("\n".join(lines) + "\n", "utf-8")
