"""Showing a person all that is stored on them, and erasing it, for them or for those who run it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Protocol

from accounts.erasure import ErasureResult, ErasureService, substitute
from accounts.personal_data import data_in_accounts
from core.clock import Clock
from core.person import Person
from core.personal_data import DataKind, PersonExtract, Records, Traces, moment
from core.ports import Transactions
from followup.erasure import erase_from_follow_up
from followup.personal_data import data_in_follow_up
from followup.ports import FollowUpUnitOfWork
from questions.erasure import erase_from_questions
from questions.ports import QuestionsUnitOfWork
from readings.ports import ReadingsUnitOfWork


class PersonalDataUnitOfWork(FollowUpUnitOfWork, QuestionsUnitOfWork, ReadingsUnitOfWork, Protocol):
    """The unit of work of everything that may name a person."""

    @property
    def traces(self) -> Traces: ...


class PersonalDataService:
    """Access (GDPR 15) and erasure (GDPR 17) for one person at a time."""

    def __init__(
        self,
        transactions: Transactions[PersonalDataUnitOfWork],
        *,
        clock: Clock,
        token: Callable[[], str],
        pseudonyms: Callable[[str], Sequence[str]],
        nobody: str,
        settle: Callable[[], Awaitable[None]],
        forget: Callable[[str], Awaitable[None]],
    ) -> None:
        """*nobody* is the name that stands where an erased person's did.

        *pseudonyms* gives each that a person's id may be stored under.

        *settle* is awaited before an erasure, *forget* after it.
        """
        self._settle = settle
        self._forget = forget
        self._transactions = transactions
        self._clock = clock
        self._token = token
        self._pseudonyms = pseudonyms
        self._nobody = nobody

    async def extract(self, person_id: str) -> PersonExtract:
        """Return all that is stored on a person, as it is at one moment."""
        return await self._transactions.read(lambda uow: self._extract(uow, person_id))

    async def erase(self, person_id: str) -> ErasureResult:
        """Erase the person from everything, public records included; for those who run the bot."""
        return await self._erase(person_id, by_themselves=False)

    async def erase_own(self, person_id: str) -> PersonExtract:
        """Erase what is no public record, at the person's own wish; return what stays."""
        await self._erase(person_id, by_themselves=True)
        return await self.extract(person_id)

    async def _erase(self, person_id: str, *, by_themselves: bool) -> ErasureResult:
        await self._settle()
        erasure = self._erasure(by_themselves=by_themselves)
        erased = await erasure.erase(person_id, by_themselves=by_themselves)
        await self._forget(person_id)
        return erased

    def _extract(self, uow: PersonalDataUnitOfWork, person_id: str) -> PersonExtract:
        kinds = {
            **uow.traces.of_person(person_id, self._pseudonyms(person_id)),
            **data_in_accounts(uow, person_id),
            **data_in_follow_up(uow, person_id),
            **_data_in_questions(uow, person_id),
        }
        found = {kind: kinds[kind] for kind in DataKind if kinds.get(kind)}
        return PersonExtract(person_id, self._clock(), found)

    def _erasure(self, *, by_themselves: bool) -> ErasureService[PersonalDataUnitOfWork]:
        def elsewhere(uow: PersonalDataUnitOfWork, person_id: str) -> int:
            def nobody() -> Person:
                return substitute(self._token(), self._nobody)

            nonce, at, records_too = self._token, self._clock(), not by_themselves
            changed = erase_from_questions(
                uow, person_id, nobody=nobody, nonce=nonce, at=at, replies_too=records_too
            )
            changed += erase_from_follow_up(
                uow, person_id, nobody=nobody, nonce=nonce, at=at, records_too=records_too
            )
            return changed + uow.traces.erase(person_id, self._pseudonyms(person_id))

        return ErasureService(
            self._transactions,
            clock=self._clock,
            token=self._token,
            nobody=self._nobody,
            elsewhere=elsewhere,
        )


def _data_in_questions(uow: QuestionsUnitOfWork, person_id: str) -> Mapping[DataKind, Records]:
    forwarded = uow.forwarded_questions.naming(person_id)
    return {
        DataKind.QUESTIONS: [
            {
                "id": each.id,
                "question": each.question,
                "language": each.language,
                "status": each.standing.value,
                "sent_at": moment(each.sent_at),
                "reply": each.reply.text if each.reply else "",
            }
            for each in forwarded
            if each.asker == person_id
        ],
        DataKind.REPLIES: [
            {"id": each.id, "at": moment(each.reply.at), "reply": each.reply.text}
            for each in forwarded
            if each.reply is not None and each.reply.by.id == person_id
        ],
        DataKind.GAPS: [
            {"id": each.id, "event": each.handling.value, "changed_at": moment(each.changed_at)}
            for each in uow.gaps.naming(person_id)
        ],
    }
