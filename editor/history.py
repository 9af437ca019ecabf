"""What git knows of the editors' folder: its revisions, and the earlier wordings of a passage."""

import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from editor.passage_fields import set_field
from editor.passage_places import block_of, find_passage, with_block
from editor.yaml_splice import NotEditable, document_of

REVISIONS = 60
"""So many of a file's latest revisions are looked through."""


class GitError(Exception):
    """Git couldn't give the revision; holds git's own words."""


def git(folder: Path, *arguments: str) -> bytes:
    """Return what git says in *folder*; raise `GitError`."""
    try:
        ended = subprocess.run(
            ["git", "-C", str(folder), *arguments], capture_output=True, check=True
        )
    except FileNotFoundError as error:
        raise GitError(str(error)) from error
    except subprocess.CalledProcessError as error:
        raise GitError(error.stderr.decode(errors="replace").strip()) from error
    return ended.stdout


@dataclass(frozen=True, slots=True)
class PassageWording:
    """A passage as somebody wrote it: when, who, with what said of it, and its lines of YAML."""

    revision: str
    at: str
    by: str
    about: str
    block: str


def earlier_wordings(
    folder: Path, file: str, passage: str, *, now: str
) -> Iterator[PassageWording]:
    """Yield the earlier wordings of *passage* in *file*, the latest first.

    *now* is the file's text; a wording that is the same as the one after it isn't told again.

    Raises:
        GitError: the folder isn't in git.
        NotEditable: the passage doesn't stand in *now*.
    """
    place = find_passage({file: now}, passage)
    known = {passage, *place.formerly}
    last = block_of(now, place)
    told = git(folder, "log", f"-n{REVISIONS}", "--format=%H%x00%aI%x00%an%x00%s", "--", file)
    for line in told.decode("utf-8", "replace").splitlines():
        revision, at, by, about = line.split("\0", 3)
        with suppress(GitError, NotEditable, UnicodeDecodeError):
            block = _block_at(folder, revision, file, known)
            if block != last:
                yield PassageWording(revision, at, by, about, block)
            last = block


def restored(text: str, file: str, passage: str, block: str) -> str:
    """Return *text* with the wording in *block*; the passage keeps the ids it has now.

    Raises:
        NotEditable: the passage doesn't stand in *text*, or the wording can't.
    """
    place = find_passage({file: text}, passage)
    whole = with_block(text, place, block)
    then = document_of(whole).value((*place.location, "id"))
    if isinstance(then, str) and then != passage:
        whole = set_field(whole, then, ["id"], passage)
    return set_field(whole, passage, ["formerly"], place.formerly or None)


def _block_at(folder: Path, revision: str, file: str, known: set[str]) -> str:
    text = git(folder, "show", f"{revision}:./{file}").decode()
    for each in known:
        with suppress(NotEditable):
            return block_of(text, find_passage({file: text}, each))
    raise NotEditable(file)
