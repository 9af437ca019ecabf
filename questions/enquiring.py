"""What an asker can do: send a question to Kommunikationsenheten, and follow what comes of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.errors import NoSuchCase
from accounts.notices import REVIEW_CHANNEL
from accounts.people import Person
from accounts.record import tell
from accounts.surroundings import Surroundings
from accounts.values import Kind, tidied
from questions.enquiry import Enquiry, Shown, Standing
from questions.notices import QuestionNotice
from questions.ports import QuestionBooks
from questions.record import keep_enquiry


@dataclass(frozen=True, slots=True)
class SentOn:
    """A question as it is sent on."""

    answer_id: str
    question: str
    language: str
    shown: Shown


class Enquiring:
    """One method for each thing an asker can do. All raise `AccountsError`."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around

    def send(self, books: QuestionBooks, by: Person, sent: SentOn, *, enquiry_id: str) -> Enquiry:
        """Keep the question and owe the reviewers its card; sent again, it is the same one.

        *enquiry_id* must say nothing of who asks, for the audit log keeps it for good.
        """
        known = books.enquiries.sent_on(sent.answer_id, by.id)
        if known is not None:
            return known
        at = self._around.clock()
        enquiry = Enquiry(
            id=enquiry_id,
            answer_id=sent.answer_id,
            question=tidied(sent.question, Kind.TEXT),
            language=sent.language,
            asker=by.id,
            sent_at=at,
            changed_at=at,
            nonce=self._around.nonce(),
            shown=sent.shown,
        )
        if not books.enquiries.add(enquiry):
            raise NoSuchCase
        keep_enquiry(books, enquiry, None)
        tell(books, enquiry, QuestionNotice.QUESTION, REVIEW_CHANNEL)
        return enquiry

    def mine(self, books: QuestionBooks, by: Person) -> Sequence[Enquiry]:
        """Return what *by* has asked, latest change first."""
        return books.enquiries.of_person(by.id)

    def show(self, books: QuestionBooks, by: Person, enquiry_id: str) -> Enquiry:
        """Return one's own enquiry."""
        enquiry = books.enquiries.get(enquiry_id)
        if enquiry is None:
            raise NoSuchCase
        enquiry.belongs_to(by)
        return enquiry

    def withdraw(self, books: QuestionBooks, by: Person, enquiry_id: str) -> Enquiry:
        """Take the question back, unless it has been answered."""
        before = self.show(books, by, enquiry_id)
        if before.standing is Standing.WITHDRAWN:
            return before
        after = before.withdrawn(at=self._around.clock())
        keep_enquiry(books, after, before)
        tell(books, after, QuestionNotice.QUESTION, REVIEW_CHANNEL)
        return after

    def follow(
        self, books: QuestionBooks, by: Person, enquiry_id: str, *, follows: bool
    ) -> Enquiry:
        """Ask to be told, or no longer, when the knowledge base has an answer."""
        before = self.show(books, by, enquiry_id)
        after = before.followed(follows=follows, at=self._around.clock())
        if before.follows == follows:
            return before
        keep_enquiry(books, after, before)
        return after
