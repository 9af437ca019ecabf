"""What a reader does with an answer: says whether it helped, or forwards the question."""

from cards.actions import Asked, Forward, OldCard, Rate
from cards.answer import Shown, answer_card
from cards.elements import Card
from cards.findings import receipt_card
from core.incoming import Incoming
from dialogs.browse import Moved
from dialogs.forwarded import ForwardedDialog
from dialogs.services import Services
from knowledge.search.question_text import cautions_on
from questions.asked import Verdict, Vote


class FeedbackDialog:
    """A repeated press changes nothing."""

    def __init__(self, services: Services, forwarded: ForwardedDialog) -> None:
        self._services = services
        self._forwarded = forwarded

    async def rate(self, incoming: Incoming, action: Rate) -> Card:
        """Store the vote and return the card that thanks for it.

        Raises:
            Moved: if the passage is gone.
        """
        self._require_passage(action.passage)
        vote = Vote(
            answer_id=action.asked.answer,
            voter=self._services.pseudonym(incoming.person.id),
            passage=action.passage,
            verdict=Verdict.HELPFUL if action.helpful else Verdict.NOT_HELPFUL,
            voted_at=self._services.clock(),
        )
        await self._services.store.vote(vote)
        return self._answer(
            action.asked, action.passage, helpful=action.helpful, forwarded=action.forwarded
        )

    async def forward(self, incoming: Incoming, action: Forward) -> Card:
        """Forward the question to Kommunikationsenheten and return the card that says so.

        Raises:
            OldCard: if there is no question to forward.
        """
        if not action.asked.question:
            raise OldCard
        forwarded = await self._forwarded.send(incoming, action)
        if (
            action.passage is None
            or action.passage not in self._services.live.current.base.passages
        ):
            texts = self._services.texts(action.asked.language)
            return receipt_card(action.asked, forwarded, texts)
        return self._answer(action.asked, action.passage, helpful=action.helpful, forwarded=True)

    def _require_passage(self, passage_id: str) -> None:
        if passage_id not in self._services.live.current.base.passages:
            raise Moved

    def _answer(
        self, asked: Asked, passage_id: str, *, helpful: bool | None, forwarded: bool
    ) -> Card:
        base = self._services.live.current.base
        shown = Shown(
            asked,
            base.passages[passage_id],
            helpful=helpful,
            forwarded=forwarded,
            cautions=cautions_on(base, asked.question, asked.language),
        )
        return answer_card(shown, base, self._services.texts(asked.language))
