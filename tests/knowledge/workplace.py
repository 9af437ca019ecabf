"""A server's knowledge at work in a test: what it follows, what it tells, and what time it is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.live.current import CurrentBase
from knowledge.live.reload import Reload
from knowledge.live.versions import BaseStore
from tests.fakes import Clock
from tests.knowledge.changing import BuildHere, ListeningEditors


@dataclass
class Workplace:
    """A server's knowledge, the editors' folder it follows, and a clock."""

    base: Path
    store: BaseStore
    live: CurrentBase
    build: BuildHere
    editors: ListeningEditors
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
