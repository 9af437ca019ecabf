"""What time does to enquiries: reminds of those that lie, and forgets who asked."""

from datetime import datetime, timedelta

from accounts.notices import REVIEW_CHANNEL
from accounts.record import tell
from accounts.surroundings import Surroundings
from questions.enquiry import Enquiry, Standing
from questions.notices import QuestionNotice
from questions.ports import QuestionBooks
from questions.record import keep_enquiry

REMIND_AFTER = timedelta(days=3)
ASKER_KEPT = timedelta(days=30)
"""How long it is remembered who asked, once nothing more is owed them."""
ASKER_KEPT_AT_MOST = timedelta(days=365)
"""However long they have waited; by then the question has gone the way of all that lies."""


class Tidying:
    """Looks through the enquiries; doing it twice in a row does nothing the second time."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around

    def go_round(self, books: QuestionBooks) -> int:
        """Do what is due by now, and return how many enquiries it concerned."""
        now = self._around.clock()
        return sum([*self._remind(books, now), *self._forget(books, now)])

    def _remind(self, books: QuestionBooks, now: datetime) -> list[bool]:
        due = [
            enquiry
            for enquiry in books.enquiries.waiting()
            if not enquiry.reminded and enquiry.sent_at + REMIND_AFTER <= now
        ]
        for before in due:
            after = before.reminded_of()
            keep_enquiry(books, after, before, at=now)
            tell(books, after, QuestionNotice.REMINDED, REVIEW_CHANNEL)
        return [True] * len(due)

    def _forget(self, books: QuestionBooks, now: datetime) -> list[bool]:
        due = [each for each in books.enquiries.with_asker() if _is_over(each, now)]
        for before in due:
            after = before.cut_loose(nonce=self._around.nonce())
            keep_enquiry(books, after, before, at=now)
        return [True] * len(due)


def _is_over(enquiry: Enquiry, now: datetime) -> bool:
    if enquiry.sent_at + ASKER_KEPT_AT_MOST <= now:
        return True
    is_owed = enquiry.standing is Standing.WAITING or enquiry.awaits_news
    return not is_owed and enquiry.changed_at + ASKER_KEPT <= now
