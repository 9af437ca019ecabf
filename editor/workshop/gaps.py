"""The gaps as the page shows them, and what an editor makes of one in a text being written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from editor.missed import as_json
from editor.workshop.drafts import Draft
from editor.workshop.names import passages_in
from editor.workshop.phrasings import NoSuchPassage, with_question
from knowledge.base import Base
from knowledge.drafting import draft_passage, draft_phrasings
from knowledge.passage import LANGUAGES, Language, Passage
from knowledge.search.answers import find
from knowledge.search.language import of_locale
from knowledge.search.snapshot import Snapshot
from questions.clustering import Cluster
from questions.masking import unmarked

SHOWN = 100
"""So many groups are sent; whoever has closed those reads the next."""
_HEAD = "passages:\n"


class NotReadable(Exception):
    """The text can't be added to before its faults are mended."""


@dataclass(frozen=True, slots=True)
class Added:
    """A text with something new in it: how many things, and the line the first begins on."""

    text: str
    added: int
    line: int


def gaps_shown(groups: Sequence[Cluster], snapshot: Snapshot) -> dict[str, Any]:
    """Return the largest groups, each with the passage of *snapshot* that is nearest."""
    largest = groups[:SHOWN]
    pairs = zip(largest, as_json(largest), strict=True)
    return {
        "count": len(groups),
        "groups": [told | _beside(group, snapshot) for group, told in pairs],
    }


def with_phrasings(
    draft: Draft, asked: Sequence[str], language: Language, *, passage: str, base: Base
) -> Added:
    """Return the text with the wordings of *asked* that no passage of *base* has yet.

    Raises:
        NotReadable: the text isn't YAML.
        NoSuchPassage: it has no such passage, or *base* hasn't.
    """
    if passages_in(draft.name, draft.text, language) is None:
        raise NotReadable
    if passage not in base.passages:
        raise NoSuchPassage(passage)
    drafted = draft_phrasings(base, unmarked(asked), language, passage=passage)
    text = draft.text
    for question in drafted.phrasings:
        text = with_question(
            text, passage=passage, language=language, field="asked_as", question=question
        )
    return Added(text, len(drafted.phrasings), _first_change(draft.text, text))


def with_passage(
    draft: Draft, asked: Sequence[str], language: Language, *, topic: str, base: Base, today: date
) -> Added:
    """Return the text with a passage last, whose answer an editor has still to write.

    Raises:
        NotReadable: the text isn't YAML, or doesn't end with its passages.
    """
    before = passages_in(draft.name, draft.text, language)
    if before is None:
        raise NotReadable
    drafted = draft_passage(
        base,
        unmarked(asked),
        language,
        topic=topic,
        today=today,
        taken={each.id for each in before},
    )
    text = _with_last(draft.text, drafted.text) if draft.text.strip() else drafted.text
    after = passages_in(draft.name, text, language) or ()
    new = [each for each in after if each.id == drafted.passage]
    if len(new) != 1 or len(after) != len(before) + 1:
        raise NotReadable
    return Added(text, 1, new[0].line)


def _beside(group: Cluster, snapshot: Snapshot) -> dict[str, Any]:
    language = of_locale(group.typical.language)
    matches = find(snapshot, group.typical.question, language).matches
    nearest = matches[0].passage if matches and matches[0].score > 0 else None
    return {"language": language, "nearest": _named(nearest) if nearest else None}


def _named(passage: Passage) -> dict[str, Any]:
    titles = {language: passage.text_in(language).title for language in LANGUAGES}
    return {"id": passage.id, "topic": passage.topic, "titles": titles}


def _with_last(text: str, drafted: str) -> str:
    """Put the drafted file's passage below *text*, whose lines stay as they are."""
    _, _, passage = drafted.partition(_HEAD)
    begun = text if text.endswith("\n") else text + "\n"
    end = "\r\n" if "\r\n" in text else "\n"
    return begun + f"\n{passage}".replace("\n", end)


def _first_change(before: str, after: str) -> int:
    old, new = before.splitlines(), after.splitlines()
    pairs = enumerate(zip(old, new, strict=False))
    return next((at for at, (one, other) in pairs if one != other), len(old)) + 1
