"""What a reader does with an answer: says whether it helped, or forwards the question."""

from cards.actions import Forward, OldCard, Rate
from cards.answer import Shown
from cards.elements import Card
from cards.findings import receipt_card
from core.incoming import Incoming
from dialogs.browse import BrowseDialog
from dialogs.forwarded import ForwardedDialog
from dialogs.services import Services
from questions.asked import Verdict, Vote


class FeedbackDialog:
    """A repeated press changes nothing."""

    def __init__(
        self, services: Services, browsing: BrowseDialog, forwarded: ForwardedDialog
    ) -> None:
        self._services = services
        self._browsing = browsing
        self._forwarded = forwarded

    async def rate(self, incoming: Incoming, action: Rate) -> Card:
        """Store the vote and return the card that thanks for it.

        Raises:
            Moved: if the passage is gone.
        """
        passage = self._browsing.require_passage(action.passage)
        vote = Vote(
            answer_id=action.asked.answer,
            voter=self._services.pseudonym(incoming.person.id),
            passage=action.passage,
            verdict=Verdict.HELPFUL if action.helpful else Verdict.NOT_HELPFUL,
            voted_at=self._services.clock(),
        )
        await self._services.store.vote(vote)
        return self._browsing.answer(
            Shown(action.asked, passage, helpful=action.helpful, forwarded=action.forwarded)
        )

    async def forward(self, incoming: Incoming, action: Forward) -> Card:
        """Forward the question to Kommunikationsenheten and return the card that says so.

        Raises:
            OldCard: if there is no question to forward.
        """
        if not action.asked.question:
            raise OldCard
        forwarded = await self._forwarded.send(incoming, action)
        passage = self._services.base.passages.get(action.passage or "")
        if passage is None:
            texts = self._services.texts(action.asked.language)
            return receipt_card(action.asked, forwarded, texts)
        return self._browsing.answer(
            Shown(action.asked, passage, helpful=action.helpful, forwarded=True)
        )
