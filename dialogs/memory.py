"""What was asked and shown a moment ago, to understand a follow-up and a word on the answer."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from core.incoming import Incoming
from core.language import Language
from dialogs.services import Services
from knowledge.passage import Passage
from questions.asked import LastQuestion, Outcome

REMEMBERED = timedelta(minutes=30)


class Memory:
    """The last question of each person in each conversation."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def last(self, incoming: Incoming) -> LastQuestion | None:
        """Return what *incoming* quotes, or else the person's last question, while remembered."""
        since = self._services.clock() - REMEMBERED
        if incoming.quoted and (quoted := await self._quoted(incoming, since)):
            return quoted
        return await self._services.store.last_question(*self._whose(incoming), since=since)

    async def forget(self, incoming: Incoming) -> None:
        """Forget the person's last question there."""
        await self._services.store.forget_last(*self._whose(incoming))

    def _whose(self, incoming: Incoming) -> tuple[str, str]:
        """Return names of the conversation and the person: neither tells whose the words are."""
        pseudonym = self._services.pseudonym
        return pseudonym(incoming.conversation), pseudonym(incoming.person.id)

    async def _quoted(self, incoming: Incoming, since: datetime) -> LastQuestion | None:
        """Return the quoted answer as the last one.

        In place of its question stands the title of its passage: somebody else may have asked it.
        """
        asked = await self._services.store.quoted(incoming.quoted or "", since=since)
        found = self._services.base.passages_of(asked.passages) if asked else ()
        if asked is None or not found or asked.outcome is Outcome.NONE:
            return None
        language = self._services.base.language_of(asked.language)
        is_whole = asked.outcome is Outcome.ANSWER
        return self.note(
            incoming,
            found[0].text_in(language).title,
            language,
            asked.answer_id,
            shown=found[:1] if is_whole else (),
            offered=found[1:] if is_whole else found,
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
        conversation, person = self._whose(incoming)
        return LastQuestion(
            conversation=conversation,
            person=person,
            question=question,
            language=language,
            asked_at=self._services.clock(),
            answer_id=answer_id,
            shown=tuple(passage.id for passage in shown),
            offered=tuple(passage.id for passage in offered),
        )
