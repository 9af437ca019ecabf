"""What a new base closes: the gaps it answers, and the wait of those who asked to know."""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence

from dialogs.case_room import CaseRoom
from knowledge.gap_reading import GapReading
from knowledge.language import of_locale
from knowledge.passage import Language, Passage
from knowledge.snapshot import Snapshot
from questions.enquiry import Enquiry
from questions.gap import Gap
from questions.mending import Mending
from questions.ports import QuestionBooks

ENOUGH = 0.5
"""Share of a gap's examples that must be answered for it to count as closed."""


class Closing:
    """Asks a base everything that waits for an answer."""

    def __init__(self, cases: CaseRoom) -> None:
        self._ledger = cases.ledger
        self._mending = Mending(cases.around)

    async def gaps_closed(self, snapshot: Snapshot) -> int:
        """Close what *snapshot* answers and tell those who asked to know; return how many.

        Call it when a new base has been taken into use. Done twice, the second time does nothing.
        """

        def waiting(books: QuestionBooks) -> tuple[Sequence[Gap], Sequence[Enquiry]]:
            gaps = [gap for gap in books.gaps.all() if gap.is_open]
            return gaps, books.enquiries.awaiting_news()

        gaps, enquiries = await self._ledger.read(waiting)
        closed, told = await asyncio.to_thread(_answered, snapshot, gaps, enquiries)
        if not closed and not told:
            return 0
        return await self._ledger.write(
            lambda books: self._mending.answered_now(books, closed, told)
        )


def hash_of(passage: Passage, language: Language) -> str:
    """Return a hash of what a reader of *passage* is shown."""
    text = passage.text_in(language)
    return hashlib.sha256(f"{text.title}\0{text.text}".encode()).hexdigest()[:16]


def _answered(
    snapshot: Snapshot, gaps: Sequence[Gap], enquiries: Sequence[Enquiry]
) -> tuple[list[str], Mapping[str, str]]:
    """Return the ids of the gaps that are answered, and each answered enquiry's passage."""
    reading = GapReading(snapshot)
    closed = [gap.id for gap in gaps if _is_closed(reading, gap)]
    told = {
        enquiry.id: passage.id
        for enquiry in enquiries
        if (passage := _news_for(reading, enquiry)) is not None
    }
    return closed, told


def _is_closed(reading: GapReading, gap: Gap) -> bool:
    answered = [
        reading.is_answered(example, gap.language, unless=gap.unhelpful) for example in gap.examples
    ]
    return bool(answered) and sum(answered) >= ENOUGH * len(answered)


def _news_for(reading: GapReading, enquiry: Enquiry) -> Passage | None:
    """Return the passage that answers now, unless the asker had read just that."""
    passage = reading.answer(enquiry.question, enquiry.language, unless=())
    if passage is None:
        return None
    had_read = passage.id in enquiry.shown.passages and bool(enquiry.shown.text)
    is_the_same = enquiry.shown.text == hash_of(passage, of_locale(enquiry.language))
    return None if had_read and is_the_same else passage
