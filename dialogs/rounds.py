"""What time does, and each new base: drafts grow old, reminders fall due, gaps are closed."""

import asyncio
import logging
import secrets
from contextlib import suppress

from accounts.reminding import Reminding
from dialogs.case_room import CaseRoom, NoForm
from dialogs.closing import Closing
from questions.tidying import Tidying

logger = logging.getLogger(__name__)

EVERY_SECONDS = 300.0


class Rounds:
    """Looks through the books again and again, until closed."""

    def __init__(self, cases: CaseRoom, *, every_seconds: float = EVERY_SECONDS) -> None:
        self._cases = cases
        self._tidying = Tidying(cases.around)
        self._reminding = Reminding(cases.around)
        self._closing = Closing(cases)
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
        ledger = self._cases.ledger
        questions = await self._close_gaps() + await ledger.write(self._tidying.go_round)
        return questions + await ledger.write(self._reminding.go_round)

    async def _close_gaps(self) -> int:
        """Ask the base in use what waits for an answer, once for each base."""
        snapshot = self._cases.room.live.current
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
