"""What a message owed for a question says, looked up when it is sent."""

from accounts.notices import Notice
from cards.enquiry import enquiry_card, in_base_card, question_card
from cards.moments import minute
from dialogs.question_room import QuestionRoom
from dialogs.reply import Message
from knowledge.language import of_locale
from questions.enquiry import Enquiry, Standing
from questions.mending import PASSAGE
from questions.notices import QuestionNotice
from texts.catalogue import Catalogue


class QuestionNotices:
    """Turns such a notice into the message it stands for."""

    def __init__(self, questions: QuestionRoom) -> None:
        self._questions = questions

    async def __call__(self, notice: Notice, texts: Catalogue) -> Message | None:
        """Return the message, or None where there is nothing left to say."""
        enquiry = await self._questions.ledger.read(
            lambda books: books.enquiries.get(notice.subject)
        )
        return None if enquiry is None else self._on(notice, enquiry, texts)

    def _on(self, notice: Notice, enquiry: Enquiry, texts: Catalogue) -> Message | None:
        base = self._questions.base
        match notice.kind:
            case QuestionNotice.QUESTION:
                return Message(card=question_card(enquiry, base, texts), replaces=True)
            case QuestionNotice.REMINDED if enquiry.standing is Standing.WAITING:
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
