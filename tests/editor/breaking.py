"""Breaking the small base, one change at a time, and where what is wrong is told."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from editor.check import inspect
from tests.world.bases import alter
from yamlfile.problem import Level

TODAY = date(2026, 11, 25)
BLOCK = "passages/blockera.yaml"
REGISTER = "passages/diarieforing.yaml"
FORM = "account_request.yaml"
PHRASING = "        - Får vi blockera någon?\n"


@dataclass(frozen=True)
class Broken:
    """One change to the small base, and what is to be said of it."""

    file: str
    old: str
    new: str
    code: str
    line: int
    column: int
    suggestion: str | None = None
    """The fix that is told with it."""
    told_in: str = ""
    """The file it is told in, where that isn't the changed one."""

    def break_it(self, base: Path) -> None:
        alter(base / self.file, self.old, self.new)

    def __str__(self) -> str:
        return f"{self.code} {self.new.strip()[:30]}"


Told = tuple[str, int, int, object]


def told(base: Path, code: str, level: Level) -> list[Told]:
    """Return the place of every problem of that kind, and the fix told with it."""
    _, problems = inspect(base, today=TODAY)
    return [
        (
            problem.path.relative_to(base).as_posix(),
            problem.place.line,
            problem.place.column,
            problem.facts.get("suggestion"),
        )
        for problem in problems
        if problem.code == code and problem.level is level
    ]
