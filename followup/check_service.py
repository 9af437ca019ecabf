"""Self-checks: answered a page at a time, sent, and made into deviations."""

from collections.abc import Sequence
from dataclasses import replace

from accounts.policy import AccountsPolicy
from core.changes import require_case, save
from core.errors import NoSuchCase, OutOfDate
from core.keys import random_case_id
from core.person import Person
from core.service import Service, reads, writes
from followup.controls import ControlQuestion
from followup.deviation import Deviation
from followup.page import CheckPage, PageInput, PageMove, next_section, read_page
from followup.ports import FollowUpUnitOfWork
from followup.round import Round
from followup.self_check import CheckStanding, ControlAnswer, SelfCheck
from followup.yearly_service import confirm_account


class SelfCheckService(Service[FollowUpUnitOfWork, AccountsPolicy]):
    """What who is responsible does with a self-check; reviewers look on."""

    @reads
    def show(self, uow: FollowUpUnitOfWork, by: Person, check_id: str) -> CheckPage:
        """Return a check to who is to answer it, or did before, and to reviewers."""
        check = require_case(uow.self_checks, check_id)
        is_theirs = by in (check.responsible, *check.earlier)
        if not is_theirs and not self._policy.is_reviewer(uow, by):
            raise NoSuchCase
        return _page(uow, check)

    @reads
    def posted(self, uow: FollowUpUnitOfWork, check_id: str) -> CheckPage | None:
        """Return what a notice tells of; who may see that was decided when it was addressed."""
        check = uow.self_checks.get(check_id)
        return _page(uow, check) if check else None

    @reads
    def mine(self, uow: FollowUpUnitOfWork, by: Person) -> Sequence[CheckPage]:
        """Return what *by* is to answer or has answered, asked last first."""
        theirs = [each for each in uow.self_checks.of_person(by.id) if each.responsible == by]
        return [_page(uow, each) for each in theirs]

    @reads
    def turn_to(
        self, uow: FollowUpUnitOfWork, by: Person, check_id: str, section: str = ""
    ) -> CheckPage:
        """Return a page to answer, the one to go on with unless *section* says which.

        Raises:
            RoundIsClosed, AlreadySent, AccountLeft: where it can't be answered any more.
        """
        check = require_case(uow.self_checks, check_id)
        round_ = _require_to_answer(uow, check, by)
        step = section if round_.section(section) else check.step
        return CheckPage(replace(check, step=step), round_)

    @writes
    def leave(
        self,
        uow: FollowUpUnitOfWork,
        by: Person,
        check_id: str,
        seen: int,
        entered: PageInput,
        move: PageMove,
    ) -> CheckPage:
        """Save a page, and go on where nothing stands in the way; from the last one, send it.

        A page drawn before another device sent something is saved all the same: the later page
        counts, and what it took the place of is kept.

        Raises:
            RoundIsClosed, AlreadySent, AccountLeft: where it can't be answered any more.
        """
        before = require_case(uow.self_checks, check_id)
        if _was_sent_so(before, entered, by):
            return _page(uow, before)
        round_ = _require_to_answer(uow, before, by)
        section = round_.section(entered.section)
        if section is None:
            raise OutOfDate
        at = self._policy.clock()
        read = read_page(section, entered, self._policy.accepted_text, by=by, at=at)
        stays = bool(read.faults) and move is PageMove.ON
        step = next_section(round_, section, PageMove.STAY if stays else move)
        is_late = seen != before.version
        after = before.answered(read.answers, step=step, at=at, is_late_page=is_late)
        if _says_the_same(before, after):
            after = before
        else:
            save(uow, uow.self_checks, after, before, by=by)
        replaced = len(after.overwritten) > len(before.overwritten)
        if move is PageMove.ON and not stays and section == round_.sections[-1]:
            return replace(self._sent(uow, after, round_, by), replaced=replaced)
        told = {} if move is PageMove.BACK else dict(read.faults)
        return CheckPage(after, round_, (), told, read.unsaved, replaced)

    def _sent(
        self, uow: FollowUpUnitOfWork, before: SelfCheck, round_: Round, by: Person
    ) -> CheckPage:
        """Send a whole check, or return the first page where something is left."""
        left = [each for each in round_.sections if not before.is_complete(each)]
        if left:
            return self._unfinished(before, round_, left[0].id)
        at = self._policy.clock()
        after = before.sent(at=at)
        save(uow, uow.self_checks, after, before, by=by)
        for question in round_.questions:
            answer = after.answers[question.id]
            if answer.compliance.is_deviation:
                self._open_deviation(uow, after, question, answer)
        confirm_account(uow, after.account.id, by, at=at, nonce=self._policy.nonce())
        return _page(uow, after)

    def _unfinished(self, check: SelfCheck, round_: Round, section_id: str) -> CheckPage:
        """Return the page of a section with what is missing there."""
        section = round_.section(section_id) or round_.sections[0]
        entered = PageInput(
            section_id,
            {name: each.compliance for name, each in check.answers.items()},
            {name: each.comment for name, each in check.answers.items()},
        )
        accepted, at = self._policy.accepted_text, check.changed_at
        read = read_page(section, entered, accepted, by=check.responsible, at=at)
        return CheckPage(replace(check, step=section_id), round_, faults=read.faults)

    def _open_deviation(
        self,
        uow: FollowUpUnitOfWork,
        check: SelfCheck,
        question: ControlQuestion,
        answer: ControlAnswer,
    ) -> None:
        deviation = Deviation(
            id=random_case_id("avv"),
            round_id=check.round_id,
            check_id=check.id,
            account=check.account,
            question=question,
            compliance=answer.compliance,
            comment=answer.comment,
            owner=check.responsible,
            opened_at=check.changed_at,
            changed_at=check.changed_at,
            nonce=self._policy.nonce(),
        )
        uow.deviations.add(deviation)
        save(uow, uow.deviations, deviation, None, by=check.responsible)


def _page(uow: FollowUpUnitOfWork, check: SelfCheck) -> CheckPage:
    round_ = require_case(uow.rounds, check.round_id)
    return CheckPage(check, round_, uow.deviations.of_check(check.id))


def _require_to_answer(uow: FollowUpUnitOfWork, check: SelfCheck, by: Person) -> Round:
    check.require_to_answer(by)
    round_ = require_case(uow.rounds, check.round_id)
    round_.require_open()
    return round_


def _was_sent_so(check: SelfCheck, entered: PageInput, by: Person) -> bool:
    """Whether a page comes again whose check has been sent with what it says."""
    if check.standing is not CheckStanding.ANSWERED or by != check.responsible:
        return False
    return all(
        name in check.answers and check.answers[name].compliance == chosen
        for name, chosen in entered.choices.items()
    )


def _says_the_same(before: SelfCheck, after: SelfCheck) -> bool:
    """Whether a page brought nothing new: then the press came twice."""
    return before.step == after.step and all(
        answer.says_the_same_as(before.answers.get(name)) for name, answer in after.answers.items()
    )
