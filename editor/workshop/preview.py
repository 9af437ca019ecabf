"""The cards the page shows: the very ones the bot would send, in both languages."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cards.actions import MAX_QUESTION, Asked
from cards.answer import Shown, answer_card
from cards.elements import Card
from cards.findings import finding_card
from core.language import Language
from editor.queries import result_of
from knowledge.base import Base
from knowledge.search.answers import Finding, Match, Nothing, find
from knowledge.search.question_text import cautions_on
from knowledge.search.snapshot import Snapshot
from questions.asked import Outcome
from questions.masking import mask, without_markers
from texts.catalogue import Texts

NOBODY = "workshop"
"""Stands where a card names the answer it belongs to; nothing here is ever noted."""
RANKED = 5


@dataclass(frozen=True, slots=True)
class RankedPassage:
    id: str
    title: str
    score: float


@dataclass(frozen=True, slots=True)
class Answered:
    """What a question gets: in the language it was asked in, and how that looks in both."""

    language: Language
    outcome: Outcome
    cards: dict[Language, Card]
    ranked: tuple[RankedPassage, ...]


def passage_cards(base: Base, passage: str, texts: Texts) -> dict[Language, Card]:
    """Return the card of one passage, as when somebody has chosen it.

    Raises:
        KeyError: *base* has no such passage.
    """
    found, texts = base.passages[passage], texts.naming(base.names)
    return {
        language: answer_card(
            Shown(Asked(answer=NOBODY, language=language), found),
            base,
            texts.in_language(language),
        )
        for language in base.languages
    }


def answered(snapshot: Snapshot, base: Base | None, question: str, texts: Texts) -> Answered:
    """Return what *question* gets from *snapshot*, in the words of *base* where it has any."""
    language = snapshot.guesser.guess(question)
    masked = mask(question)
    finding = find(snapshot, without_markers(masked.text), language)
    words = snapshot.base
    if base is not None and (reworded := _reworded(finding, base)) is not None:
        finding, words = reworded, base
    texts = texts.naming(words.names)
    kinds = tuple(sorted(kind.value for kind in masked.kinds))
    cards: dict[Language, Card] = {
        shown: finding_card(
            finding,
            Asked(answer=NOBODY, language=shown, question=masked.text[:MAX_QUESTION]),
            words,
            texts.in_language(shown),
            personal_data=kinds,
            cautions=cautions_on(words, masked.text, shown),
        )
        for shown in words.languages
    }
    return Answered(language, result_of(finding).outcome, cards, _ranked(finding.matches, language))


def _reworded(finding: Finding, base: Base) -> Finding | None:
    """Return *finding* with the passages of *base*; None where that lacks some of them."""
    if isinstance(finding, Nothing):
        return None
    found = [
        Match(base.passages[match.passage.id], match.score)
        for match in finding.matches
        if match.passage.id in base.passages
    ]
    return replace(finding, matches=tuple(found)) if len(found) == len(finding.matches) else None


def _ranked(matches: Sequence[Match], language: Language) -> tuple[RankedPassage, ...]:
    return tuple(
        RankedPassage(
            match.passage.id,
            match.passage.text_in(language).title,
            round(match.score, 2),
        )
        for match in matches[:RANKED]
    )
