"""Drafts for the editors' folder, made of what people asked with the help of the base in use."""

from collections.abc import Collection, Sequence

from core.clock import Clock, swedish_day
from core.language import Language
from knowledge.drafting import Drafted, draft_passage, draft_phrasings
from knowledge.live.current import CurrentBase
from knowledge.search.answers import find
from questions.errors import NoPassage, NothingToAdd
from questions.gap import PassageDraft
from questions.masking import unmarked


class BaseDrafter:
    """The `Drafter` of the gap service."""

    def __init__(self, live: CurrentBase, clock: Clock) -> None:
        self._live = live
        self._clock = clock

    def passage(
        self, examples: Sequence[str], language: str, *, answer: str, taken: Collection[str]
    ) -> PassageDraft:
        side = self._live.current.base.language_of(language)
        drafted = draft_passage(
            self._live.current.base,
            unmarked(examples),
            side,
            topic=self._topic(examples, side),
            today=swedish_day(self._clock()),
            answer=answer,
            taken=taken,
        )
        return _draft(drafted)

    def phrasings(self, examples: Sequence[str], language: str, passage: str) -> PassageDraft:
        base = self._live.current.base
        if passage not in base.passages:
            raise NoPassage
        side = base.language_of(language)
        drafted = draft_phrasings(base, unmarked(examples), side, passage=passage)
        if not drafted.phrasings:
            raise NothingToAdd
        return _draft(drafted)

    def _topic(self, examples: Sequence[str], language: Language) -> str:
        """Return the topic closest to what was asked."""
        snapshot = self._live.current
        for example in examples:
            if matches := find(snapshot, example, language).matches:
                return matches[0].passage.topic
        return next(snapshot.base.topics()).slug


def _draft(drafted: Drafted) -> PassageDraft:
    return PassageDraft(drafted.passage, drafted.topic, drafted.text, drafted.phrasings)
