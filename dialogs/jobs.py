"""Jobs that run on a schedule and with each new base: retention, reminders, gaps to close."""

import asyncio
import hashlib
import logging
import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress

from dialogs.services import NoForm, Services
from knowledge.passage import Language, Passage
from knowledge.search.gap_reading import GapReading
from knowledge.search.language import of_locale
from knowledge.search.snapshot import Snapshot
from questions.forwarded_question import ForwardedQuestion
from questions.forwarding_service import RetentionService
from questions.gap import Gap
from questions.gap_service import GapService
from questions.ports import QuestionsUnitOfWork

logger = logging.getLogger(__name__)

EVERY_SECONDS = 300.0


class Jobs:
    """Looks through the books again and again, until closed."""

    def __init__(self, services: Services, *, every_seconds: float = EVERY_SECONDS) -> None:
        self._services = services
        self._tidying = RetentionService(services.policy)
        self._closing = Closing(services)
        self._closed_with: str | None = None
        """The hash of the base that was last asked what waits for an answer."""
        self._every_seconds = every_seconds
        self._called = asyncio.Event()
        self._going: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._going = asyncio.create_task(self._go())

    def call(self) -> None:
        """Go round at once: there is something new, such as another base."""
        self._called.set()

    async def close(self) -> None:
        """Stop between two rounds; one under way is a transaction, which ends by itself."""
        if self._going is not None:
            self._going.cancel()
            await asyncio.wait([self._going])

    async def go_round(self) -> int:
        """Do what is due, and return how many questions and requests it concerned.

        Questions come first: they don't need the form, which may be missing.
        """
        transactions = self._services.transactions
        questions = await self._close_gaps() + await transactions.write(self._tidying.go_round)
        return questions + await self._services.reminders.run_once()

    async def _close_gaps(self) -> int:
        """Ask the base in use what waits for an answer, once for each base."""
        snapshot = self._services.live.current
        if snapshot.base.hash == self._closed_with:
            return 0
        closed = await self._closing.gaps_closed(snapshot)
        self._closed_with = snapshot.base.hash
        return closed

    async def _go(self) -> None:
        while True:
            self._called.clear()
            try:
                await self.go_round()
            except NoForm:
                pass  # the editors have no form at present, so nobody waits for anything
            except Exception:  # a database that restarts must not end the rounds
                logger.exception("a round failed, error %s", secrets.token_hex(4))
            with suppress(TimeoutError):
                async with asyncio.timeout(self._every_seconds):
                    await self._called.wait()


ENOUGH = 0.5
"""Share of a gap's examples that must be answered for it to count as closed."""


class Closing:
    """Asks a base everything that waits for an answer."""

    def __init__(self, services: Services) -> None:
        self._transactions = services.transactions
        self._mending = GapService(services.policy)

    async def gaps_closed(self, snapshot: Snapshot) -> int:
        """Close what *snapshot* answers and tell those who asked to know; return how many.

        Call it when a new base has been taken into use. Done twice, the second time does nothing.
        """

        def waiting(uow: QuestionsUnitOfWork) -> tuple[Sequence[Gap], Sequence[ForwardedQuestion]]:
            gaps = [gap for gap in uow.gaps.all() if gap.is_open]
            return gaps, uow.enquiries.awaiting_news()

        gaps, enquiries = await self._transactions.read(waiting)
        closed, told = await asyncio.to_thread(_answered, snapshot, gaps, enquiries)
        if not closed and not told:
            return 0
        return await self._transactions.write(
            lambda uow: self._mending.answered_now(uow, closed, told)
        )


def hash_of(passage: Passage, language: Language) -> str:
    """Return a hash of what a reader of *passage* is shown."""
    text = passage.text_in(language)
    return hashlib.sha256(f"{text.title}\0{text.text}".encode()).hexdigest()[:16]


def _answered(
    snapshot: Snapshot, gaps: Sequence[Gap], enquiries: Sequence[ForwardedQuestion]
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


def _news_for(reading: GapReading, enquiry: ForwardedQuestion) -> Passage | None:
    """Return the passage that answers now, unless the asker had read just that."""
    passage = reading.answer(enquiry.question, enquiry.language, unless=())
    if passage is None:
        return None
    had_read = passage.id in enquiry.shown.passages and bool(enquiry.shown.text)
    is_the_same = enquiry.shown.text == hash_of(passage, of_locale(enquiry.language))
    return None if had_read and is_the_same else passage
