"""A file's text as the page shows it and sends it back, with what names its exact bytes."""

import hashlib
from dataclasses import dataclass


class NotText(Exception):
    """The file isn't UTF-8, so it can't be shown without being changed."""


@dataclass(frozen=True, slots=True)
class FileText:
    """A file's text; `hash` names its exact bytes."""

    text: str
    hash: str


def text_of(content: bytes) -> FileText:
    """Return *content* as text.

    Raises:
        NotText: it isn't UTF-8.
    """
    try:
        return FileText(content.decode("utf-8"), hash_of(content))
    except UnicodeDecodeError:
        raise NotText from None


def hash_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
