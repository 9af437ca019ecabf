"""What editors save, committed in their names where the folder stands in git."""

import re
from collections.abc import Sequence
from pathlib import Path

from tenacity import retry, retry_if_exception, stop_after_delay, wait_random

from core.person import Person
from editor.history import GitError, git

_AS_US = (
    "--literal-pathspecs",
    *("-c", "user.name=Rutinboten", "-c", "commit.gpgsign=false"),
    # A hook is code that stands in the editors' folder: the server doesn't run it.
    *("-c", "core.hooksPath=/dev/null"),
)
_MOST_SECONDS = 10
"""So long a commit waits for others of the same folder: another instance's, or somebody's."""
_NO_NAME = re.compile(r"[<>\s\x00-\x1f\x7f]+")


def _is_held_by_another(error: BaseException) -> bool:
    """Whether git found a lock; it waits for none by itself."""
    return isinstance(error, GitError) and ".lock'" in str(error)


class Commits:
    """Commits files of one folder. Nobody's address is told: it would stand there for ever."""

    def __init__(self, folder: Path, host: str) -> None:
        """*host* is ours, and ends the addresses that lead nowhere."""
        self._folder = folder
        self._host = host

    def is_kept(self) -> bool:
        """Whether git keeps the folder's files; a folder inside a checkout may be ignored by it."""
        try:
            return bool(git(self._folder, "ls-files", "--", "."))
        except GitError:
            return False

    @retry(
        retry=retry_if_exception(_is_held_by_another),
        wait=wait_random(0.02, 0.2),
        stop=stop_after_delay(_MOST_SECONDS),
        reraise=True,
    )
    def commit(self, by: Person, names: Sequence[str], about: str) -> None:
        """Commit the files *names* as they are now, and nothing else; raise `GitError`."""
        tracked = git(self._folder, *_AS_US, "ls-files", "-z", "--", *names).decode().split("\0")
        known = [name for name in names if name in tracked or (self._folder / name).exists()]
        if not known or not git(self._folder, *_AS_US, "status", "--porcelain", "--", *known):
            return
        git(self._folder, *_AS_US, "add", "--all", "--", *known)
        email = f"{by.id}@users.noreply.{self._host}"
        name = _NO_NAME.sub(" ", by.name).strip() or by.id
        us = (*_AS_US, "-c", f"user.email=rutinboten@users.noreply.{self._host}")
        how = ("--quiet", "--only", f"--author={name} <{email}>", f"--message={about}")
        git(self._folder, *us, "commit", *how, "--", *known)
