"""One's own cases: the list, what has become of a request, and the manager's yes or no."""

from collections.abc import Callable
from typing import Any

from accounts.errors import NoSuchCase
from accounts.people import Person
from accounts.ports import Books
from accounts.register import Account
from accounts.request import AccountRequest
from accounts.status import Status
from cards.account_actions import AnswerAsManager, PrintRecord, SendRequest, Tick, ticked
from cards.case import cases_card, request_card
from cards.case_parts import print_card
from cards.manager import manager_card
from dialogs.case_room import CaseRoom
from dialogs.incoming import Incoming
from dialogs.reply import Pressed, Reply
from dialogs.walk import WalkDialog
from knowledge.passage import Language
from questions.enquiry import Enquiry
from questions.ports import QuestionBooks

Card = dict[str, Any]


class CasesDialog:
    """Shows cases and carries out what is pressed on them."""

    def __init__(self, cases: CaseRoom, walk: WalkDialog) -> None:
        self._cases = cases
        self._walk = walk

    async def mine(
        self, person: Person, language: Language, *, intro: str | None = None, skip: int = 0
    ) -> Card:
        """Return the list of everything *person* has to do with, latest change first."""

        def work(books: QuestionBooks) -> list[AccountRequest | Account | Enquiry]:
            hidden = (Status.DISCARDED, Status.LIVE)
            requests = books.requests.of_person(person.id)
            shown = [each for each in requests if each.status not in hidden]
            enquiries = books.enquiries.of_person(person.id)
            return [*shown, *books.register.of_person(person.id), *enquiries]

        theirs = await self._cases.ledger.read(work)
        theirs.sort(key=lambda case: case.changed_at, reverse=True)
        texts = self._cases.texts(language)
        form = self._cases.base.account_form
        return cases_card(theirs, person, form, texts, intro=intro, skip=skip)

    async def open(self, person: Person, case_id: str, language: Language) -> Card:
        """Return a request of one's own, or one to confirm."""
        request = await self._cases.ledger.read(lambda books: self._seen_by(books, person, case_id))
        if request.requester != person:
            return manager_card(request, person, self._cases.form, self._cases.texts(language))
        if request.status is Status.DRAFT:
            return await self._walk.show(person, case_id, language)
        return self._card(request, language)

    async def confirm_by_code(self, person: Person, case_id: str, language: Language) -> Reply:
        """Return the request to confirm, for a manager who was given its id."""
        request = await self._cases.ledger.read(
            lambda books: self._cases.sending.to_confirm(books, person, case_id)
        )
        texts = self._cases.texts(language)
        return Reply(card=manager_card(request, person, self._cases.form, texts))

    async def send(self, incoming: Incoming, action: SendRequest) -> Pressed:
        sending = self._cases.sending
        send = sending.send_unconfirmed if action.unconfirmed else sending.send
        return await self._changed(
            lambda books: send(books, incoming.person, action.case, action.seen),
            action.language,
            lead="case.sent",
        )

    async def answer_as_manager(self, incoming: Incoming, action: AnswerAsManager) -> Pressed:
        sending, person = self._cases.sending, incoming.person
        texts = self._cases.texts(action.language)
        if not action.agrees:
            reason = action.said.get("refuse", "")
            await self._cases.ledger.write(
                lambda books: sending.refuse(books, person, action.case, action.seen, reason=reason)
            )
            said = texts.say("manager.refused")
            return Pressed(card=await self.mine(person, action.language, intro=said))
        request = await self._cases.ledger.write(
            lambda books: sending.confirm(books, person, action.case, action.seen)
        )
        return Pressed(card=manager_card(request, person, self._cases.form, texts))

    async def tick(self, incoming: Incoming, action: Tick) -> Pressed:
        """Keep what is ticked; where that is asked, put the account in the register as well."""
        keeping, person, done = self._cases.keeping, incoming.person, ticked(action.done)
        address = action.said.get("address", "")

        def work(books: Books) -> AccountRequest:
            request = keeping.tick(books, person, action.case, action.seen, done)
            if not action.live:
                return request
            seen = request.version
            return keeping.go_live(books, person, request.id, seen, address=address).request

        return await self._changed(
            work, action.language, lead=None if action.live else "checklist.saved"
        )

    async def print_record(self, incoming: Incoming, action: PrintRecord) -> Pressed:
        """Give the address of the page for the records to those who may see it."""
        reviews = self._cases.around.is_reviewer(incoming.person)
        await self._cases.ledger.read(
            lambda books: (
                self._cases.reviewing.show(books, incoming.person, action.case).request
                if reviews
                else self._seen_by(books, incoming.person, action.case)
            )
        )
        if self._cases.links is None:
            raise NoSuchCase
        url = self._cases.links.to_record(action.case, action.language)
        texts, minutes = self._cases.texts(action.language), self._cases.links.minutes
        return Pressed(card=print_card(action.case, url, minutes, texts, for_reviewer=reviews))

    async def _changed(
        self, work: Callable[[Books], AccountRequest], language: Language, *, lead: str | None
    ) -> Pressed:
        changed = await self._cases.ledger.write(work)
        return Pressed(card=self._card(changed, language, lead=lead))

    def _card(
        self, request: AccountRequest, language: Language, *, lead: str | None = None
    ) -> Card:
        printable, texts = self._cases.links is not None, self._cases.texts(language)
        said = texts.say(lead) if lead else None
        return request_card(request, self._cases.form, texts, lead=said, printable=printable)

    def _seen_by(self, books: Books, person: Person, case_id: str) -> AccountRequest:
        """Return a request that *person* made, may confirm or has confirmed."""
        request = books.requests.get(case_id)
        if request is None:
            raise NoSuchCase
        if person not in (request.requester, request.confirmed_by):
            return self._cases.sending.to_confirm(books, person, case_id)
        return request
