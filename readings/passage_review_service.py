"""Taking reviewers' word on passages whose day of review has passed."""

from collections.abc import Mapping, Sequence

from accounts.policy import AccountsPolicy
from core.outbox import NoticeKind
from core.person import Person
from core.service import Service, reads, writes
from readings.passage_review import PassageReview, PassageVerdict
from readings.ports import ReadingsUnitOfWork


class PassageReviewService(Service[ReadingsUnitOfWork, AccountsPolicy]):
    """Takes the reviewers' word; it changes no file."""

    @writes
    def say(
        self,
        uow: ReadingsUnitOfWork,
        by: Person,
        passage: str,
        verdict: PassageVerdict,
        *,
        routine: str = "",
    ) -> None:
        """Store what *by* says; a second press on the same day changes nothing.

        *routine* is the id of the one that the passage is of.

        Raises:
            NotAReviewer: where *by* doesn't see to that.
        """
        self._policy.require_remit(uow, by).require(routine)
        said = PassageReview(passage, verdict, by, self._policy.clock())
        before = uow.passage_reviews.all().get(passage)
        if before is None or (before.verdict, before.day) != (said.verdict, said.day):
            uow.passage_reviews.put(said)

    @reads
    def all_of(self, uow: ReadingsUnitOfWork, by: Person) -> Mapping[str, PassageReview]:
        """Return the latest word on each passage; raise `NotAReviewer` where *by* sees to none."""
        self._policy.require_remit(uow, by)
        return uow.passage_reviews.all()

    @reads
    def dead_links(self, uow: ReadingsUnitOfWork) -> Sequence[str]:
        """Return the addresses that led nowhere when the list was sent last."""
        told = uow.outbox.latest(NoticeKind.OVERDUE_PASSAGES)
        return told.facts["dead"].splitlines() if told else []

    @reads
    def latest(self, uow: ReadingsUnitOfWork) -> Mapping[str, PassageReview]:
        """Return the latest word on each passage, for what nobody asked for: marks and notices."""
        return uow.passage_reviews.all()
