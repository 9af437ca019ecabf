"""A server that follows a folder of the base, and what editors do to that folder."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.live.acceptance import accept
from knowledge.live.current import CurrentBase, News
from knowledge.live.reload import Reload
from knowledge.live.versions import BaseStore
from knowledge.source.files import Content
from tests.world.clock import Clock
from yamlfile.problem import Problem

PASSAGE = "passages/blockera.yaml"
TITLE = "Får vi blockera någon?"
NEW_TITLE = "Får vi blockera en elak följare?"


def change(base: Path, old: str, new: str, *, name: str = PASSAGE) -> str:
    """Replace every *old* in a file of *base*; return what stood there before."""
    path = base / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    return text


def retitle(base: Path) -> None:
    """Change one title: a sound change that an answer shows."""
    change(base, f"title: {TITLE}", f"title: {NEW_TITLE}")


def break_it(base: Path) -> str:
    """Make one mistake; return the text without it."""
    return change(base, "confirmed: false", "emergency: kanske")


def ask_nonsense(path: Path) -> None:
    """Replace each test question of a file with one that nothing answers."""
    lines: list[str] = []
    is_within = False
    for number, line in enumerate(path.read_text("utf-8").splitlines()):
        is_question = is_within and line.startswith("        - ")
        is_within = is_question or line.strip() == "must_answer:"
        nonsense = f"        - Sjöjungfrun {number} {path.stem[::-1]} fjärrskådar?"
        lines.append(nonsense if is_question else line)
    path.write_text("\n".join(lines) + "\n", "utf-8")


def lose_a_question(base: Path, lost: str = "Sjöjungfruns fjärrskådning?") -> str:
    """Ask one passage what nothing answers; return the question."""
    change(base, "Är det okej att blockera den som är otrevlig?", lost)
    return lost


@dataclass
class InProcessBuild:
    """A build in this very process, which fails when told to."""

    cache: Path
    tried: list[str] = field(default_factory=list[str])
    failure: Exception | None = None

    async def __call__(self, content: Content, was_used: bool = False) -> list[Problem]:
        self.tried.append(content.hash)
        if self.failure is not None:
            raise self.failure
        return accept(content, self.cache, was_used=was_used)


@dataclass
class RecordingEditors:
    """Editors that remember what they were told; they may be out of reach."""

    heard: list[News] = field(default_factory=list[News])
    unreachable: bool = False

    async def tell(self, news: News) -> None:
        if self.unreachable:
            raise ConnectionError("the channel is gone")
        self.heard.append(news)

    def kinds(self) -> list[str]:
        return [type(news).__name__ for news in self.heard]


@dataclass
class ReloadHarness:
    """A server's knowledge, the editors' folder it follows, and a clock."""

    base: Path
    store: BaseStore
    live: CurrentBase
    build: InProcessBuild
    editors: RecordingEditors
    clock: Clock
    while_settling: list[Callable[[], object]] = field(default_factory=list[Callable[[], object]])
    """What happens between the readings of the folder, one each pause."""

    def __post_init__(self) -> None:
        self.reload = Reload(
            self.live, self.store, self.build, self.editors, clock=self.clock, pause=self._pause
        )

    async def _pause(self, _seconds: float) -> None:
        if self.while_settling:
            self.while_settling.pop(0)()

    async def checks(self) -> None:
        await self.reload.check()

    def title(self) -> str:
        return self.live.current.base.passages["blockera-person"].sv.title

    def faults(self) -> list[str]:
        return [
            f"{problem.path.as_posix()}:{problem.place.line}:{problem.place.column} {problem.code}"
            for problem in self.live.status.refused
        ]
