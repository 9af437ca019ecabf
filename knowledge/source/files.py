"""Which files a base consists of, the shape of each, and what they hold at one moment.

A new kind of file is one line here.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Generic, TypeAlias, TypeVar

from knowledge.passage import Area, Caution, Miss, Passage, Term, TopicGroup
from knowledge.patterns import WordList
from knowledge.routine import Organisation, Routine, Source, Unit
from knowledge.source.account_file import AccountFile
from knowledge.source.follow_up_file import FollowUpFile
from knowledge.source.words_file import WordsFile
from knowledge.talk import TalkKind
from yamlfile.document import Location

T = TypeVar("T")

MAX_FILE_BYTES = 1_000_000
"""A file beyond this is a mistake: the longest of ours holds a fortieth of it."""
MAX_FILES = 5_000
MAX_TOTAL_BYTES = 100_000_000


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
    answering: bool = True
    """Whether answers are made from it."""

    @property
    def fields(self) -> frozenset[str]:
        """The fields that a file with entries may have at its top."""
        return frozenset(name for name in (self.entries, self.shared) if name)

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
MORE_ROUTINES = FileKind("routines", "routines/*.yaml", Routine, optional=True)
TOPICS = FileKind("topics", "topics.yaml", TopicGroup, entries="groups")
SOURCES = FileKind("sources", "sources.yaml", Source, entries="sources")
ELSEWHERE = FileKind("elsewhere", "elsewhere.yaml", Area, entries="areas")
GLOSSARY = FileKind("glossary", "glossary.yaml", Term, entries="terms")
CAUTIONS = FileKind("cautions", "cautions.yaml", Caution, entries="cautions")
LISTS = FileKind("lists", "lists.yaml", WordList, entries="lists", optional=True)
ORGANISATIONS = FileKind(
    "organisations", "organisations.yaml", Organisation, entries="organisations", optional=True
)
TALK = FileKind("talk", "talk.yaml", TalkKind, entries="kinds", optional=True)
ACCOUNT_REQUEST = FileKind("account_request", "account_request.yaml", AccountFile, optional=True)
FOLLOW_UP = FileKind("follow_up", "follow_up.yaml", FollowUpFile, optional=True)
UNITS = FileKind("units", "units.yaml", Unit, entries="units", optional=True)
KNOWN_MISSES = FileKind(
    "known_misses", "known_misses.yaml", Miss, entries="misses", optional=True, answering=False
)
OWN_WORDS = FileKind("words", "words.yaml", WordsFile, optional=True, answering=False)

FILE_KINDS: tuple[FileKind[Any], ...] = (
    PASSAGES,
    ROUTINE,
    MORE_ROUTINES,
    TOPICS,
    SOURCES,
    ELSEWHERE,
    GLOSSARY,
    CAUTIONS,
    LISTS,
    ORGANISATIONS,
    TALK,
    ACCOUNT_REQUEST,
    FOLLOW_UP,
    UNITS,
    KNOWN_MISSES,
    OWN_WORDS,
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


@dataclass(frozen=True, slots=True)
class Content:
    """The files of a base by name, and what could not be read of them."""

    folder: Path
    """What the files' names are relative to, for telling where a fault stands."""
    files: Mapping[str, bytes]
    unreadable: Mapping[str, str] = field(default_factory=dict[str, str])
    """Name → the code of the problem it is."""

    @property
    def hash(self) -> str:
        """A short hash of every name and byte that answers are made from."""
        answering = (name for name in self.files if _is_answered_from(name))
        return _hash((name, self.files[name]) for name in answering)

    @property
    def state(self) -> str:
        """A short hash of everything: two contents in one state are judged alike."""
        faults = ((name, code.encode()) for name, code in self.unreadable.items())
        return _hash((*self.files.items(), *faults))


Unsaved: TypeAlias = Mapping[str, bytes | None]
"""Files by name as they are to be taken: with this content, or as if they were gone."""


def read_content(folder: Path, unsaved: Unsaved | None = None) -> Content:
    """Return what the base in *folder* holds; files of no kind of its own are left alone.

    *unsaved* is taken as if it were saved.

    What can't be read is told in `unreadable`, never left out in silence: a base that lost a file
    to its permissions must not look whole.

    Raises:
        ValueError: where *unsaved* names what can be no file of a base.
    """
    strange = [name for name in unsaved or {} if kind_of(name) is None]
    if strange:
        raise ValueError(f"no files of a base: {strange}")
    if not folder.is_dir():
        return Content(folder, {}, {"": "folder-missing"})
    root = folder.resolve()
    files: dict[str, bytes] = {}
    unreadable: dict[str, str] = {}
    found = {name: _read(folder / name, root) for name in names_in(folder)}
    every = found | dict(unsaved or {})
    if not every:
        return Content(folder, {}, {"": "folder-empty"})
    for name, content in every.items():
        if content is None:
            continue
        if isinstance(content, str):
            unreadable[name] = content
        elif len(content) > MAX_FILE_BYTES:
            unreadable[name] = "file-too-large"
        else:
            files[name] = content
    return Content(folder, files, unreadable)


def is_within_limits(content: Content) -> bool:
    """Whether *content* is of a size that a base may have."""
    size = sum(map(len, content.files.values()))
    return len(content.files) <= MAX_FILES and size <= MAX_TOTAL_BYTES


def _is_answered_from(name: str) -> bool:
    kind = kind_of(name)
    return kind is None or kind.answering


def write_content(content: Content, folder: Path) -> None:
    """Write the files of *content* to *folder*, for another process or another day.

    Raises:
        ValueError: where a file isn't of a base, so that no name leads out of the folder, or the
            whole is larger than a base may be.
    """
    strange = [name for name in content.files if kind_of(name) is None]
    if strange or not is_within_limits(content):
        raise ValueError(f"no files of a base: {strange}" if strange else "too large a base")
    for place in FOLDERS:
        (folder / place).mkdir(parents=True, exist_ok=True)
    for name, data in content.files.items():
        (folder / name).write_bytes(data)


def names_in(folder: Path) -> Iterator[str]:
    """Yield the name of each file of the base in *folder*, wherever links may lead."""
    for place in FOLDERS:
        paths = sorted((folder / place).glob("*.yaml"))
        names = (path.relative_to(folder).as_posix() for path in paths)
        yield from (name for name in names if kind_of(name))


def _read(path: Path, root: Path) -> bytes | str:
    """Return the bytes in *path*, no more than show that it is too large, or a problem's code."""
    try:
        if not path.resolve().is_relative_to(root):
            return "file-outside"
        if not path.is_file():
            return "file-missing"
        with path.open("rb") as file:
            return file.read(MAX_FILE_BYTES + 1)
    except OSError:
        return "file-missing"


def _hash(entries: Iterable[tuple[str, bytes]]) -> str:
    digest = hashlib.sha256()
    for name, content in sorted(entries):
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:16]
