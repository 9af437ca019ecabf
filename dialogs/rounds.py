"""What time does, done at intervals: drafts grow old, and reminders fall due."""

import asyncio
import logging
import secrets

from accounts.reminding import Reminding
from dialogs.case_room import CaseRoom, NoForm
from questions.tidying import Tidying

logger = logging.getLogger(__name__)

EVERY_SECONDS = 300.0


class Rounds:
    """Looks through the books again and again, until closed."""

    def __init__(self, cases: CaseRoom, *, every_seconds: float = EVERY_SECONDS) -> None:
        self._cases = cases
        self._tidying = Tidying(cases.around)
        self._reminding = Reminding(cases.around)
        self._every_seconds = every_seconds
        self._going: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._going = asyncio.create_task(self._go())

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
        questions = await ledger.write(self._tidying.go_round)
        return questions + await ledger.write(self._reminding.go_round)

    async def _go(self) -> None:
        while True:
            try:
                await self.go_round()
            except NoForm:
                pass  # the editors have no form at present, so nobody waits for anything
            except Exception:  # a database that restarts must not end the rounds
                logger.exception("a round failed, error %s", secrets.token_hex(4))
            await asyncio.sleep(self._every_seconds)
