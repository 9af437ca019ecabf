"""Add a routine to a base: its own file, a source, a group of topics, and an example text."""

import re
from collections.abc import Mapping
from pathlib import Path

from editor.saving import EditorsFolder, FileChange
from editor.schema import with_schema_line
from editor.yaml_edit import add_entries
from knowledge.base import Base
from knowledge.passage import SLUG
from knowledge.source.files import MORE_ROUTINES, PASSAGES, SOURCES, TOPICS

LONGEST_ID = 40


class RoutineIdTaken(Exception):
    """The base has something of that name already; holds the name."""


def is_routine_id(text: str) -> bool:
    return len(text) <= LONGEST_ID and re.fullmatch(SLUG, text) is not None


def add_routine(folder: Path, base: Base, routine_id: str, begun: Mapping[str, str]) -> list[str]:
    """Add a routine to *base*, which stands in *folder*, all at once; return the files' names.

    *begun* is the text of each file of `starter_routine/`, filled in.

    Raises:
        RoutineIdTaken: where a routine, topic, group, source or contact has the id.
        NotSaved, NotEditable: where a file isn't as expected.
    """
    taken = {each.id for each in (*base.routines, *base.contacts(), *base.groups)}
    taken |= {*base.sources, *(topic.slug for topic in base.topics())}
    if routine_id in taken:
        raise RoutineIdTaken(routine_id)
    own = EditorsFolder(folder)
    (folder / MORE_ROUTINES.pattern).parent.mkdir(exist_ok=True)
    changes: list[FileChange] = []
    for kind, name in ((MORE_ROUTINES, "routine.yaml"), (PASSAGES, "passages.yaml")):
        text = with_schema_line(begun[name], kind, folder)
        changes.append(FileChange(kind.pattern.replace("*", routine_id), text.encode(), None))
    for kind in (SOURCES, TOPICS):
        seen = own.content(kind.pattern) or b""
        added = add_entries(seen.decode(), kind.entries or "", begun[kind.pattern])
        changes.append(FileChange(kind.pattern, added.encode(), seen))
    own.save_together(changes)
    return [each.name for each in changes]
