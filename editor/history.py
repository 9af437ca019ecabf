"""The base as it was at an earlier revision, read from git without touching the work tree."""

import io
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory


class GitError(Exception):
    """Git couldn't give the revision; holds git's own words."""


@contextmanager
def base_at(revision: str, folder: Path) -> Iterator[Path]:
    """Give a temporary folder with *folder*'s content at *revision*.

    Raises:
        GitError: when there is no such revision, or the folder wasn't there.
    """
    commit = _git(folder, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}")
    with TemporaryDirectory() as temporary:
        archive = _git(folder, "archive", "--format=tar", commit.decode().strip(), "--", ".")
        _unpack(archive, Path(temporary))
        yield Path(temporary)


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


def _unpack(archive: bytes, folder: Path) -> None:
    """Write the archive's YAML files; links and anything outside the folder are left out."""
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        for member in tar:
            name = PurePosixPath(member.name)
            content = tar.extractfile(member) if member.isreg() else None
            if content is None or name.suffix != ".yaml" or ".." in name.parts:
                continue
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.read())
