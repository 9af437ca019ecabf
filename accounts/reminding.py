"""What time does: warns of drafts that will expire, lets them, and reminds of what lies."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from accounts.form import Rung, Told
from accounts.notices import REVIEW_CHANNEL, NoticeKind
from accounts.ports import Books
from accounts.record import keep_request, tell
from accounts.request import AccountRequest, Status
from accounts.surroundings import Surroundings

_KINDS = {
    Told.CHANNEL: NoticeKind.REVIEW_REMINDED,
    Told.REVIEWERS: NoticeKind.REVIEW_REMINDED,
    Told.MANAGER: NoticeKind.MANAGER_REMINDED,
}


class Reminding:
    """Looks through what waits; doing it twice in a row does nothing the second time."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around

    def go_round(self, books: Books) -> int:
        """Do what is due by now, and return how many requests it concerned."""
        concerned = [*self._age_drafts(books), *self._climb_ladders(books)]
        return len(concerned)

    def _age_drafts(self, books: Books) -> Iterator[AccountRequest]:
        """Nobody's draft expires sooner than the warning promised, however late that came."""
        now, deadlines = self._around.clock(), self._around.form().deadlines
        respite = timedelta(days=deadlines.warn_days)
        old = now - timedelta(days=deadlines.draft_days) + respite
        for draft in books.requests.drafts_untouched_since(old):
            if draft.warned_at is None:
                warned = draft.warned(at=now)
                yield self._kept(books, warned, draft, NoticeKind.DRAFT_EXPIRES)
            elif draft.warned_at + respite <= now:
                yield self._kept(books, draft.expired(at=now), draft, NoticeKind.DRAFT_EXPIRED)

    def _kept(
        self, books: Books, after: AccountRequest, before: AccountRequest, kind: NoticeKind
    ) -> AccountRequest:
        keep_request(books, after, before, by=None)
        tell(books, after, kind, after.requester.id)
        return after

    def _climb_ladders(self, books: Books) -> Iterator[AccountRequest]:
        for request in books.requests.waiting():
            rung = self._rung_due(request)
            if rung is not None:
                after = request.reminded_once_more()
                keep_request(books, after, request, by=None)
                self._remind(books, after, rung)
                yield after

    def _rung_due(self, request: AccountRequest) -> Rung | None:
        ladder = self._ladder(request)
        if request.reminded >= len(ladder) or request.waiting_since is None:
            return None
        rung = ladder[request.reminded]
        due = request.waiting_since + timedelta(days=rung.after_days)
        return rung if due <= self._around.clock() else None

    def _ladder(self, request: AccountRequest) -> Sequence[Rung]:
        deadlines = self._around.form().deadlines
        return deadlines.review if request.status is Status.IN_REVIEW else deadlines.manager

    def _remind(self, books: Books, request: AccountRequest, rung: Rung) -> None:
        if rung.tell is Told.REQUESTER:
            in_review = request.status is Status.IN_REVIEW
            kind = NoticeKind.REVIEW_SLOW if in_review else NoticeKind.MANAGER_SLOW
            tell(books, request, kind, request.requester.id)
        else:
            tell(books, request, _KINDS[rung.tell], *self._told(request, rung.tell))
        if request.status is Status.IN_REVIEW:
            # The version has changed, and a card with the old one couldn't be pressed.
            tell(books, request, NoticeKind.REVIEW, REVIEW_CHANNEL)

    def _told(self, request: AccountRequest, told: Told) -> Sequence[str]:
        if told is Told.REVIEWERS:
            return sorted(self._around.reviewers - {request.requester.id.lower()})
        if told is Told.MANAGER:
            return [request.manager_id] if request.manager_id else []
        return [REVIEW_CHANNEL]
