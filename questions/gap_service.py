"""What editors do about gaps, and what follows when the base has an answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.appointments import Remit
from core.changes import change_once, require_case
from core.person import Person
from core.policy import Policy
from core.ports import Transactions
from core.service import Service, reads, writes
from questions.closing import tell_followers
from questions.clustering import Cluster, MissedAndHandled, OpenGaps
from questions.errors import AlreadyHandled, NothingLeft
from questions.gap import Gap, Handling, PassageDraft, SelectedQuestions
from questions.gap_decisions import decide, new_gap_id, reopen
from questions.ports import Drafter, QuestionReader, QuestionsUnitOfWork


@dataclass(frozen=True, slots=True)
class GapOverview:
    """What editors may see to."""

    groups: Sequence[Cluster]
    waiting: int
    """How many forwarded questions wait for a reply."""


class GapService(Service[QuestionsUnitOfWork, Policy]):
    """What an editor, who is a reviewer, can do. Every method raises `DomainError`."""

    def __init__(
        self,
        transactions: Transactions[QuestionsUnitOfWork],
        policy: Policy,
        *,
        reader: Callable[[], QuestionReader],
        drafter: Drafter,
        new_id: Callable[[], str] = new_gap_id,
    ) -> None:
        """*reader* returns the reader of the base in use."""
        super().__init__(transactions, policy)
        self._drafter = drafter
        self._new_id = new_id
        self._open = OpenGaps(reader, policy.clock)

    async def overview(self, by: Person) -> GapOverview:
        """Return the groups that nobody has handled, work first."""
        read, waiting, remit = await self._read_all(by)
        groups = [each for each in await self._open.groups(read) if remit.covers(each.routine)]
        return GapOverview(groups, waiting)

    async def group_or_gap(self, by: Person, question: str) -> Cluster | Gap:
        """Return the open group with that question, or the gap if it has been handled meanwhile.

        *question* is an answer id.
        """
        read, gap, remit = await self._read_with(by, question)
        groups = await self._open.groups(read)
        found = next((each for each in groups if each.holds(question)), gap)
        if found is None:
            raise NothingLeft
        remit.require(found.routine)
        return found

    async def handle_group(
        self, by: Person, question: str, handling: Handling, *, until: datetime, passage: str = ""
    ) -> Gap:
        """Decide about the group with that question, as far as it had been asked at *until*.

        *passage* is the one that gets phrasings. The group is found before the unit of work that
        handles it: clustering takes a while.
        """
        found = await self.group_or_gap(by, question)
        if isinstance(found, Gap):
            return _handled_already(found, by, handling)
        selected = found.selected(question, until=until)
        return await self.handle(by, selected, handling, passage=passage)

    @writes
    def handle(
        self,
        uow: QuestionsUnitOfWork,
        by: Person,
        selected: SelectedQuestions,
        handling: Handling,
        *,
        passage: str = "",
    ) -> Gap:
        """Decide about questions, which then don't come back.

        Raises:
            AlreadyHandled: if somebody was first.
            NothingLeft: if there are no such questions any more.
            NoPassage, NothingToAdd: if no phrasings can be drafted for *passage*.
        """
        self._policy.require_remit(uow, by).require(selected.routine)
        return self._handle(uow, by, selected, handling, passage=passage)

    @writes
    def draft_from_reply(self, uow: QuestionsUnitOfWork, by: Person, forwarded_id: str) -> Gap:
        """Make a draft passage of a forwarded question and the reply it got."""
        remit = self._policy.require_remit(uow, by)
        selected = require_case(uow.forwarded_questions, forwarded_id).selected()
        remit.require(selected.routine)
        return self._handle(uow, by, selected, Handling.PASSAGE)

    @reads
    def show(self, uow: QuestionsUnitOfWork, by: Person, gap_id: str) -> Gap:
        """Return a gap that has been handled."""
        return self._in_remit(uow, by, gap_id)

    @reads
    def draft(self, uow: QuestionsUnitOfWork, gap_id: str) -> PassageDraft | None:
        """Return a gap's draft, unless it was taken back; a link to it is leave to read it."""
        gap = uow.gaps.get(gap_id)
        return None if gap is None or gap.reopened else gap.draft

    @reads
    def handled(self, uow: QuestionsUnitOfWork, by: Person) -> Sequence[Gap]:
        """Return what has been handled, latest change first."""
        remit = self._policy.require_remit(uow, by)
        return [gap for gap in uow.gaps.all() if remit.covers(gap.routine)]

    @writes
    def close(self, uow: QuestionsUnitOfWork, by: Person, gap_id: str, seen: int) -> Gap:
        """Say that the base has an answer by now, and tell the followers."""
        before, now = self._in_remit(uow, by, gap_id), self._policy.clock()
        after = change_once(
            uow,
            uow.gaps,
            before,
            lambda: before.closed(at=now),
            by=by,
            seen=seen,
            is_done=before.closed_at is not None,
        )
        if after is not before:
            tell_followers(uow, after, at=now)
        return after

    @writes
    def reopen(self, uow: QuestionsUnitOfWork, by: Person, gap_id: str, seen: int) -> Gap:
        """Undo the decision: the draft is thrown away, and the questions come back."""
        self._in_remit(uow, by, gap_id)
        return reopen(uow, gap_id, seen, by=by, at=self._policy.clock())

    @reads
    def _read_all(
        self, uow: QuestionsUnitOfWork, by: Person
    ) -> tuple[MissedAndHandled, int, Remit]:
        """Return what open groups are found from, how many questions wait for *by*, and why."""
        remit = self._policy.require_remit(uow, by)
        waiting = uow.forwarded_questions.waiting()
        return self._open.read(uow), sum(remit.covers(each.routine) for each in waiting), remit

    @reads
    def _read_with(
        self, uow: QuestionsUnitOfWork, by: Person, question: str
    ) -> tuple[MissedAndHandled, Gap | None, Remit]:
        """Return what open groups are found from, and the gap that covers *question*."""
        remit = self._policy.require_remit(uow, by)
        return self._open.read(uow), uow.gaps.with_question(question), remit

    def _in_remit(self, uow: QuestionsUnitOfWork, by: Person, gap_id: str) -> Gap:
        remit, gap = self._policy.require_remit(uow, by), require_case(uow.gaps, gap_id)
        remit.require(gap.routine)
        return gap

    def _handle(
        self,
        uow: QuestionsUnitOfWork,
        by: Person,
        selected: SelectedQuestions,
        handling: Handling,
        *,
        passage: str = "",
    ) -> Gap:
        known = uow.gaps.with_question(selected.asked)
        if known is not None:
            return _handled_already(known, by, handling)
        return decide(
            uow,
            selected,
            handling,
            lambda: self._draft(uow, selected, handling, passage),
            by=by,
            at=self._policy.clock(),
            nonce=self._policy.nonce(),
            new_id=self._new_id,
        )

    def _draft(
        self, uow: QuestionsUnitOfWork, chosen: SelectedQuestions, handling: Handling, passage: str
    ) -> PassageDraft | None:
        examples, language = chosen.examples, chosen.language
        if handling is Handling.PHRASING:
            return self._drafter.phrasings(examples, language, passage)
        if handling is Handling.PASSAGE:
            taken = {gap.draft.passage for gap in uow.gaps.all() if gap.draft and gap.is_open}
            return self._drafter.passage(examples, language, answer=chosen.answer, taken=taken)
        return None


def _handled_already(gap: Gap, by: Person, handling: Handling) -> Gap:
    """Return *gap* if the same press has handled it; raise `AlreadyHandled` otherwise."""
    if (gap.by, gap.handling) != (by, handling):
        raise AlreadyHandled(gap.by, gap.handled_at)
    return gap
