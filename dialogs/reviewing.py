"""Review: making the channel, what waits, and deciding."""

from typing import Any

from accounts.addresses import ReviewChannel
from accounts.errors import NotAReviewer
from accounts.people import Person
from accounts.ports import Books
from accounts.request import AccountRequest
from accounts.reviewing import Dossier
from cards.account_actions import Decide, OpenReview
from cards.review import queue_card, review_card
from dialogs.case_room import CaseRoom
from dialogs.incoming import THREAD, Incoming
from dialogs.reply import Pressed, Reply
from knowledge.passage import Language

Card = dict[str, Any]


class ReviewDialog:
    """Lets reviewers review; who is one is asked at every press."""

    def __init__(self, cases: CaseRoom) -> None:
        self._cases = cases

    async def review_here(self, incoming: Incoming, language: Language) -> Reply:
        """Make this channel the one where requests are reviewed."""
        texts = self._cases.texts(language)
        if not self._cases.around.is_reviewer(incoming.person):
            raise NotAReviewer
        if incoming.in_private:
            return Reply(text=texts.say("review.channel_only"))
        await self._cases.addresses.make_review_channel(self._here(incoming, language))
        return Reply(text=texts.say("review.channel_made"))

    def _here(self, incoming: Incoming, language: Language) -> ReviewChannel:
        return ReviewChannel(
            conversation=incoming.conversation.partition(THREAD)[0],
            service_url=incoming.service_url,
            bot_id=incoming.bot_id,
            language=language,
            made_at=self._cases.around.clock(),
            made_by=incoming.person.id,
        )

    async def queue(self, person: Person, language: Language, *, skip: int = 0) -> Card:
        """Return the requests that wait for a decision."""
        reviewing = self._cases.reviewing
        waiting = await self._cases.ledger.read(lambda books: reviewing.waiting(books, person))
        return queue_card(waiting, self._cases.form, self._cases.texts(language), skip=skip)

    async def open(self, incoming: Incoming, action: OpenReview) -> Pressed:
        case_id = action.case
        if case_id is None:
            queue = await self.queue(incoming.person, action.language, skip=action.skip)
            return Pressed(card=queue)
        reviewing = self._cases.reviewing
        dossier = await self._cases.ledger.read(
            lambda books: reviewing.show(books, incoming.person, case_id)
        )
        return Pressed(card=self._card(dossier, action.language, step=action.step))

    async def decide(self, incoming: Incoming, action: Decide) -> Pressed:
        reviewing = self._cases.reviewing

        def work(books: Books) -> Dossier:
            request = self._decided(books, incoming.person, action)
            return reviewing.dossier(books, request.id)

        return Pressed(card=self._card(await self._cases.ledger.write(work), action.language))

    def _decided(self, books: Books, person: Person, action: Decide) -> AccountRequest:
        reviewing, case_id, seen = self._cases.reviewing, action.case, action.seen
        words = action.said.get(action.outcome, "")
        match action.outcome:
            case "approved":
                return reviewing.approve(books, person, case_id, seen, conditions=words)
            case "declined":
                return reviewing.decline(books, person, case_id, seen, reason=words)
            case "returned":
                return reviewing.send_back(
                    books, person, case_id, seen, remarks=action.remark, text=words
                )

    def _card(self, dossier: Dossier, language: Language, *, step: str | None = None) -> Card:
        printable = self._cases.links is not None
        texts = self._cases.texts(language)
        return review_card(dossier, self._cases.form, texts, step=step, printable=printable)
