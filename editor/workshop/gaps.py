"""The gaps as the page shows them, and what an editor makes of one in a text being written."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from editor.missed import as_json
from editor.workshop.drafts import Draft
from editor.workshop.names import passages_in
from editor.yaml_edit import Edit, NoSuchPassage, add_passage, add_phrasings
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
) -> Edit:
    """Return the text with the wordings of *asked* that no passage of *base* has yet.

    Raises:
        NotEditable: the text isn't YAML.
        NoSuchPassage: it has no such passage, or *base* hasn't.
    """
    if passage not in base.passages:
        raise NoSuchPassage(passage)
    drafted = draft_phrasings(base, unmarked(asked), language, passage=passage)
    return add_phrasings(draft.text, passage, language, "asked_as", drafted.phrasings)


def with_passage(
    draft: Draft, asked: Sequence[str], language: Language, *, topic: str, base: Base, today: date
) -> Edit:
    """Return the text with a passage last, whose answer an editor has still to write.

    Raises:
        NotEditable: the text isn't YAML, or has no list of passages.
    """
    taken = {each.id for each in passages_in(draft.name, draft.text, language) or ()}
    drafted = draft_passage(base, unmarked(asked), language, topic=topic, today=today, taken=taken)
    return add_passage(draft.text, drafted.text)


def _beside(group: Cluster, snapshot: Snapshot) -> dict[str, Any]:
    language = of_locale(group.typical.language)
    matches = find(snapshot, group.typical.question, language).matches
    nearest = matches[0].passage if matches and matches[0].score > 0 else None
    return {"language": language, "nearest": _named(nearest) if nearest else None}


def _named(passage: Passage) -> dict[str, Any]:
    titles = {language: passage.text_in(language).title for language in LANGUAGES}
    return {"id": passage.id, "topic": passage.topic, "titles": titles}
