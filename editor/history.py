"""The base as it was at an earlier revision, read from git without touching the work tree."""

import io
import subprocess
import tarfile
from pathlib import Path

from knowledge.source.files import Content, kind_of


class GitError(Exception):
    """Git couldn't give the revision; holds git's own words."""


def content_at(revision: str, folder: Path) -> Content:
    """Return *folder*'s content at *revision*; its faults are told as the revision's.

    Raises:
        GitError: when there is no such revision, or the folder wasn't there.
    """
    commit = _git(folder, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}")
    archive = _git(folder, "archive", "--format=tar", commit.decode().strip(), "--", ".")
    return Content(Path(f"{revision}:"), _unpacked(archive))


def _git(folder: Path, *arguments: str) -> bytes:
    try:
        ended = subprocess.run(
            ["git", "-C", str(folder), *arguments], capture_output=True, check=True
        )
    except FileNotFoundError as error:
        raise GitError(str(error)) from error
    except subprocess.CalledProcessError as error:
        raise GitError(error.stderr.decode(errors="replace").strip()) from error
    return ended.stdout


def _unpacked(archive: bytes) -> dict[str, bytes]:
    """Return the base's files in the archive; links are left out."""
    files: dict[str, bytes] = {}
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        for member in tar:
            content = tar.extractfile(member) if member.isreg() else None
            if content is not None and kind_of(member.name):
                files[member.name] = content.read()
    return files
