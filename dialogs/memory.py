"""What was asked and shown a moment ago, to understand a follow-up and a word on the answer."""

from collections.abc import Iterable
from datetime import timedelta

from core.incoming import Incoming
from core.language import Language
from dialogs.services import Services
from knowledge.passage import Passage
from questions.asked import LastQuestion

REMEMBERED = timedelta(minutes=30)


class Memory:
    """The last question of each person in each conversation."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def last(self, incoming: Incoming) -> LastQuestion | None:
        """Return the person's last question, while it is remembered."""
        since = self._services.clock() - REMEMBERED
        return await self._services.store.last_question(
            incoming.conversation, self._services.pseudonym(incoming.person.id), since=since
        )

    def note(
        self,
        incoming: Incoming,
        question: str,
        language: Language,
        answer_id: str,
        *,
        shown: Iterable[Passage],
        offered: Iterable[Passage],
    ) -> LastQuestion:
        """Return what to remember of this turn."""
        return LastQuestion(
            conversation=incoming.conversation,
            person=self._services.pseudonym(incoming.person.id),
            question=question,
            language=language,
            asked_at=self._services.clock(),
            answer_id=answer_id,
            shown=tuple(passage.id for passage in shown),
            offered=tuple(passage.id for passage in offered),
        )
