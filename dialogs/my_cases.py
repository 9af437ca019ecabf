"""One's own cases: the list, what has become of a request, and the manager's yes or no."""

from collections.abc import Callable
from typing import Any

from accounts.account import Account
from accounts.decision import RequestStatus
from accounts.ports import AccountsUnitOfWork
from accounts.request import AccountRequest
from cards.account_actions import AnswerAsManager, PrintRecord, SendRequest, Tick, ticked
from cards.case import cases_card, request_card
from cards.case_parts import print_card
from cards.manager import manager_card
from core.errors import NoSuchCase
from core.incoming import Incoming
from core.person import Person
from dialogs.account_walk import AccountWalkDialog
from dialogs.reply import Pressed, Reply
from dialogs.services import EveryUnitOfWork, Services
from knowledge.passage import Language
from questions.forwarded_question import ForwardedQuestion

Card = dict[str, Any]


class MyCasesDialog:
    """Shows cases and carries out what is pressed on them."""

    def __init__(self, services: Services, walk: AccountWalkDialog) -> None:
        self._services = services
        self._walk = walk

    async def mine(
        self, person: Person, language: Language, *, intro: str | None = None, skip: int = 0
    ) -> Card:
        """Return the list of everything *person* has to do with, latest change first."""

        def work(uow: EveryUnitOfWork) -> list[AccountRequest | Account | ForwardedQuestion]:
            hidden = (RequestStatus.DISCARDED, RequestStatus.LIVE)
            requests = uow.requests.of_person(person.id)
            shown = [each for each in requests if each.status not in hidden]
            enquiries = uow.enquiries.of_person(person.id)
            return [*shown, *uow.register.of_person(person.id), *enquiries]

        theirs = await self._services.transactions.read(work)
        theirs.sort(key=lambda case: case.changed_at, reverse=True)
        texts = self._services.texts(language)
        form = self._services.base.account_form
        return cases_card(theirs, person, form, texts, intro=intro, skip=skip)

    async def open(self, person: Person, case_id: str, language: Language) -> Card:
        """Return a request of one's own, or one to confirm."""
        request = await self._services.transactions.read(
            lambda uow: self._seen_by(uow, person, case_id)
        )
        if request.requester != person:
            return manager_card(
                request, person, self._services.form, self._services.texts(language)
            )
        if request.status is RequestStatus.DRAFT:
            return await self._walk.show(person, case_id, language)
        return self._card(request, language)

    async def confirm_by_code(self, person: Person, case_id: str, language: Language) -> Reply:
        """Return the request to confirm, for a manager who was given its id."""
        request = await self._services.transactions.read(
            lambda uow: self._services.submissions.to_confirm(uow, person, case_id)
        )
        texts = self._services.texts(language)
        return Reply(card=manager_card(request, person, self._services.form, texts))

    async def send(self, incoming: Incoming, action: SendRequest) -> Pressed:
        sending = self._services.submissions
        send = sending.send_unconfirmed if action.unconfirmed else sending.send
        return await self._changed(
            lambda uow: send(uow, incoming.person, action.case, action.seen),
            action.language,
            lead="case.sent",
        )

    async def answer_as_manager(self, incoming: Incoming, action: AnswerAsManager) -> Pressed:
        sending, person = self._services.submissions, incoming.person
        texts = self._services.texts(action.language)
        if not action.agrees:
            reason = action.said.get("refuse", "")
            await self._services.transactions.write(
                lambda uow: sending.refuse(uow, person, action.case, action.seen, reason=reason)
            )
            said = texts.say("manager.refused")
            return Pressed(card=await self.mine(person, action.language, intro=said))
        request = await self._services.transactions.write(
            lambda uow: sending.confirm(uow, person, action.case, action.seen)
        )
        return Pressed(card=manager_card(request, person, self._services.form, texts))

    async def tick(self, incoming: Incoming, action: Tick) -> Pressed:
        """Keep what is ticked; where that is asked, put the account in the register as well."""
        keeping, person, done = self._services.accounts, incoming.person, ticked(action.done)
        address = action.said.get("address", "")

        def work(uow: AccountsUnitOfWork) -> AccountRequest:
            request = keeping.tick(uow, person, action.case, action.seen, done)
            if not action.live:
                return request
            seen = request.version
            return keeping.go_live(uow, person, request.id, seen, address=address).request

        return await self._changed(
            work, action.language, lead=None if action.live else "checklist.saved"
        )

    async def print_record(self, incoming: Incoming, action: PrintRecord) -> Pressed:
        """Give the address of the page for the records to those who may see it."""
        reviews = self._services.policy.is_reviewer(incoming.person)
        await self._services.transactions.read(
            lambda uow: (
                self._services.reviews.show(uow, incoming.person, action.case).request
                if reviews
                else self._seen_by(uow, incoming.person, action.case)
            )
        )
        if self._services.links is None:
            raise NoSuchCase
        url = self._services.links.to_record(action.case, action.language)
        texts, minutes = self._services.texts(action.language), self._services.links.minutes
        return Pressed(card=print_card(action.case, url, minutes, texts, for_reviewer=reviews))

    async def _changed(
        self,
        work: Callable[[AccountsUnitOfWork], AccountRequest],
        language: Language,
        *,
        lead: str | None,
    ) -> Pressed:
        changed = await self._services.transactions.write(work)
        return Pressed(card=self._card(changed, language, lead=lead))

    def _card(
        self, request: AccountRequest, language: Language, *, lead: str | None = None
    ) -> Card:
        printable, texts = self._services.links is not None, self._services.texts(language)
        said = texts.say(lead) if lead else None
        return request_card(request, self._services.form, texts, lead=said, printable=printable)

    def _seen_by(self, uow: AccountsUnitOfWork, person: Person, case_id: str) -> AccountRequest:
        """Return a request that *person* made, may confirm or has confirmed."""
        request = uow.requests.get(case_id)
        if request is None:
            raise NoSuchCase
        if person not in (request.requester, request.confirmed_by):
            return self._services.submissions.to_confirm(uow, person, case_id)
        return request
