"""Which files a base consists of, and the shape of each: a new kind of file is one line here."""

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any, Generic, TypeVar

from knowledge.passage import (
    Area,
    Caution,
    Miss,
    Passage,
    Routine,
    Source,
    Term,
    TopicGroup,
)
from knowledge.source.account_file import AccountFile
from yamlfile.document import Location

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class FileKind(Generic[T]):
    """One kind of file: where it stands in the base's folder, and what it holds."""

    name: str
    pattern: str
    shape: type[T]
    """The shape of each entry, or of the whole file where it has no entries."""
    entries: str | None = None
    """The field whose list holds the entries."""
    shared: str | None = None
    """A field of each entry that the file states once, at its top."""
    optional: bool = False
    """Whether a base may do without."""

    @property
    def fields(self) -> frozenset[str]:
        """The fields that a file with entries may have at its top."""
        return frozenset(field for field in (self.entries, self.shared) if field)

    def names(self, known: Iterable[str]) -> list[str]:
        """Return the files of this kind among those *known*; a single one also where it is not."""
        if "*" not in self.pattern:
            return [self.pattern]
        return sorted(name for name in known if kind_of(name) is self)

    def inside(self, location: Location) -> Location:
        """Return *location* of a file as it is within the shape."""
        in_entry = self.entries and location[:1] == (self.entries,)
        return location[2:] if in_entry else location


PASSAGES = FileKind("passages", "passages/*.yaml", Passage, entries="passages", shared="topic")
ROUTINE = FileKind("routine", "routine.yaml", Routine)
TOPICS = FileKind("topics", "topics.yaml", TopicGroup, entries="groups")
SOURCES = FileKind("sources", "sources.yaml", Source, entries="sources")
ELSEWHERE = FileKind("elsewhere", "elsewhere.yaml", Area, entries="areas")
GLOSSARY = FileKind("glossary", "glossary.yaml", Term, entries="terms")
CAUTIONS = FileKind("cautions", "cautions.yaml", Caution, entries="cautions")
ACCOUNT_REQUEST = FileKind("account_request", "account_request.yaml", AccountFile, optional=True)
KNOWN_MISSES = FileKind("known_misses", "known_misses.yaml", Miss, entries="misses", optional=True)

FILE_KINDS: tuple[FileKind[Any], ...] = (
    PASSAGES,
    ROUTINE,
    TOPICS,
    SOURCES,
    ELSEWHERE,
    GLOSSARY,
    CAUTIONS,
    ACCOUNT_REQUEST,
    KNOWN_MISSES,
)

FOLDERS = sorted({kind.pattern.rpartition("/")[0] for kind in FILE_KINDS})
"""Where in the base's folder its files stand; first the folder itself."""


def kind_of(name: str) -> FileKind[Any] | None:
    """Return the kind of the file with *name* within the base's folder; None for no such kind.

    What has a kind leads nowhere else: no hidden file, no other folder, no way up or out.
    """
    *_, last = parts = name.split("/")
    if last.startswith(".") or "\\" in name or "\0" in name:
        return None
    for kind in FILE_KINDS:
        same_depth = len(parts) == kind.pattern.count("/") + 1
        if same_depth and fnmatchcase(name, kind.pattern):
            return kind
    return None
