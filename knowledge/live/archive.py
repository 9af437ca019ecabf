"""A base's files as one zip archive, and back: read in memory, believing nothing it says."""

import io
import zipfile
import zlib
from pathlib import Path

from knowledge.source.files import MAX_FILE_BYTES, Content, kind_of

MAX_FILES = 5_000
MAX_TOTAL_BYTES = 100_000_000


class BadArchive(Exception):
    """Not an archive of a base: broken, too large, or with files a base doesn't have."""


def pack(content: Content) -> bytes:
    """Return the files of *content* as a zip archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(content.files):
            archive.writestr(name, content.files[name])
    return buffer.getvalue()


def unpack(archived: bytes, folder: Path) -> Content:
    """Return what *archived* holds; *folder* is what its files are said to stand in.

    Nothing is written to disk, so a name can't lead anywhere; sizes are counted while reading,
    so that an archive can't claim to be smaller than it is.

    Raises:
        BadArchive: where it isn't one of ours.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(archived)) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_FILES:
                raise BadArchive("too many files")
            return Content(folder, _files(archive, entries))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        raise BadArchive(str(error)) from error
    except (NotImplementedError, RuntimeError) as error:  # compressed or locked some other way
        raise BadArchive(str(error)) from error


def _files(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    left = MAX_TOTAL_BYTES
    for entry in entries:
        if kind_of(entry.filename) is None or entry.filename in files:
            raise BadArchive(f"unexpected file {entry.filename!r}")
        with archive.open(entry) as file:
            content = file.read(MAX_FILE_BYTES + 1)
        left -= len(content)
        if len(content) > MAX_FILE_BYTES or left < 0:
            raise BadArchive("too large")
        files[entry.filename] = content
    return files
