"""What a message owed for a question says, looked up when it is sent."""

from cards.forwarded import enquiry_card, in_base_card, question_card
from cards.moments import minute
from core.outbox import Notice
from dialogs.reply import Message
from dialogs.services import Services
from knowledge.search.language import of_locale
from questions.forwarded_question import ForwardedQuestion, ForwardedStatus, QuestionNotice
from questions.gap_service import PASSAGE
from texts.catalogue import Catalogue


class QuestionNotices:
    """Turns such a notice into the message it stands for."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def __call__(self, notice: Notice, texts: Catalogue) -> Message | None:
        """Return the message, or None where there is nothing left to say."""
        enquiry = await self._services.transactions.read(
            lambda uow: uow.enquiries.get(notice.subject)
        )
        return None if enquiry is None else self._on(notice, enquiry, texts)

    def _on(self, notice: Notice, enquiry: ForwardedQuestion, texts: Catalogue) -> Message | None:
        base = self._services.base
        match notice.kind:
            case QuestionNotice.QUESTION:
                return Message(card=question_card(enquiry, base, texts), replaces=True)
            case QuestionNotice.REMINDED if enquiry.standing is ForwardedStatus.WAITING:
                lead = texts.say("question.reminded", since=minute(enquiry.sent_at))
                return Message(card=question_card(enquiry, base, texts, lead=lead))
            case QuestionNotice.REPLIED if enquiry.reply is not None:
                lead = texts.say("enquiry.has_reply")
                return Message(card=enquiry_card(enquiry, base, texts, lead=lead))
            case QuestionNotice.IN_BASE:
                passage = base.passages.get(notice.facts.get(PASSAGE, ""))
                asked_in = of_locale(enquiry.language)
                return Message(card=in_base_card(enquiry, passage, asked_in, texts))
            case _:
                return None
