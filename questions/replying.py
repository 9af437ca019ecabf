"""What a reviewer can do with a question that was sent to Kommunikationsenheten."""

from collections.abc import Sequence

from accounts.errors import NoSuchCase
from accounts.notices import REVIEW_CHANNEL
from accounts.people import Person
from accounts.record import tell
from accounts.surroundings import Surroundings
from questions.enquiry import Enquiry, Reply
from questions.errors import AlreadyAnswered
from questions.notices import QuestionNotice
from questions.ports import QuestionBooks
from questions.record import keep_enquiry

LONGEST_REPLY = 2000
"""Characters of an answer: it is read in a card."""


class Replying:
    """One method for each thing a reviewer can do. All raise `AccountsError`."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around

    def waiting(self, books: QuestionBooks, by: Person) -> Sequence[Enquiry]:
        """Return the questions that wait for an answer, longest wait first."""
        self._around.must_review(by)
        return books.enquiries.waiting()

    def enquiry(self, books: QuestionBooks, enquiry_id: str) -> Enquiry:
        """Return what the card shows; who may see it is decided where it is sent."""
        enquiry = books.enquiries.get(enquiry_id)
        if enquiry is None:
            raise NoSuchCase
        return enquiry

    def show(self, books: QuestionBooks, by: Person, enquiry_id: str) -> Enquiry:
        """Return an enquiry as a reviewer may see it."""
        self._around.must_review(by)
        return self.enquiry(books, enquiry_id)

    def reply(self, books: QuestionBooks, by: Person, enquiry_id: str, *, text: str) -> Enquiry:
        """Answer the question; the asker gets the answer in their own chat."""
        before = self.show(books, by, enquiry_id)
        said = self._around.words(text, longest=LONGEST_REPLY)
        reply = Reply(by, self._around.clock(), said)
        try:
            after = before.answered(reply)
        except AlreadyAnswered:
            if before.reply and (before.reply.by, before.reply.text) == (by, said):
                return before
            raise
        keep_enquiry(books, after, before, by=by)
        if after.asker is not None:
            tell(books, after, QuestionNotice.REPLIED, after.asker)
        tell(books, after, QuestionNotice.QUESTION, REVIEW_CHANNEL)
        return after
