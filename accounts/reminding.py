"""What time does: warns of drafts that will expire, lets them, and reminds of what lies."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import takewhile

from accounts.form import Rung, Told
from accounts.notices import REVIEW_CHANNEL, NoticeKind
from accounts.ports import Books
from accounts.record import keep_request, tell
from accounts.request import AccountRequest
from accounts.status import Status
from accounts.surroundings import Surroundings


class Reminding:
    """Looks through what waits; doing it twice in a row does nothing the second time.

    Where it hasn't been done for long, all rungs that are due are climbed at once.
    """

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
        keep_request(books, after, before, by=None, at=self._around.clock())
        tell(books, after, kind, after.requester.id)
        return after

    def _climb_ladders(self, books: Books) -> Iterator[AccountRequest]:
        for request in books.requests.waiting():
            due = self._rungs_due(request)
            if due:
                after = request.climbed(len(due))
                keep_request(books, after, request, by=None, at=self._around.clock())
                self._remind(books, after, due)
                yield after

    def _rungs_due(self, request: AccountRequest) -> Sequence[Rung]:
        """Return the rungs to climb now, which come one after another."""
        now, since = self._around.clock(), request.waiting_since or request.changed_at
        left = self._ladder(request)[request.reminded :]
        return list(takewhile(lambda rung: since + timedelta(days=rung.after_days) <= now, left))

    def _ladder(self, request: AccountRequest) -> Sequence[Rung]:
        deadlines = self._around.form().deadlines
        return deadlines.review if request.status is Status.IN_REVIEW else deadlines.manager

    def _remind(self, books: Books, request: AccountRequest, due: Sequence[Rung]) -> None:
        for rung in due:
            kind, recipients = self._reminder(request, rung.tell)
            tell(books, request, kind, *recipients)

    def _reminder(self, request: AccountRequest, told: Told) -> tuple[NoticeKind, Sequence[str]]:
        in_review = request.status is Status.IN_REVIEW
        match told:
            case Told.CHANNEL:
                return NoticeKind.REVIEW_REMINDED, [REVIEW_CHANNEL]
            case Told.REVIEWERS:
                who = filter(request.may_be_decided_by, sorted(self._around.reviewers))
                return NoticeKind.REVIEW_REMINDED, list(who)
            case Told.MANAGER if not request.lacks_confirmation:
                return NoticeKind.MANAGER_REMINDED, []
            case Told.MANAGER if request.manager_id:
                return NoticeKind.MANAGER_REMINDED, [request.manager_id]
            case Told.REQUESTER if in_review:
                return NoticeKind.REVIEW_SLOW, [request.requester.id]
            case _:  # a manager whom the bot doesn't know can be reminded by the requester alone
                return NoticeKind.MANAGER_SLOW, [request.requester.id]
