"""One's own cases: the list, what has become of a request, and the manager's yes or no."""

from accounts.history import RequestStatus
from accounts.request import AccountRequest
from cards.account_actions import PrintRecord, SendRequest, Tick, ticked, who_is_meant
from cards.case import cases_card, request_card
from cards.case_parts import print_card
from cards.checklist import responsible_card
from cards.elements import Card
from cards.manager import manager_card
from cards.review_actions import AnswerAsManager, Reassign, Speak
from core.errors import NoSuchCase
from core.incoming import Incoming
from core.language import Language
from core.person import Person
from dialogs.account_walk import AccountWalkDialog
from dialogs.reply import Pressed, Reply, of_case
from dialogs.services import Services


class MyCasesDialog:
    """Shows cases and carries out what is pressed on them."""

    def __init__(self, services: Services, walk: AccountWalkDialog) -> None:
        self._services = services
        self._walk = walk

    async def mine(
        self, person: Person, language: Language, *, intro: str | None = None, skip: int = 0
    ) -> Card:
        """Return the list of everything *person* has to do with, latest change first."""
        cases = await self._services.cases.of_person(person)
        asked = await self._services.forwarding.mine(person)
        theirs = sorted([*cases, *asked], key=lambda case: case.changed_at, reverse=True)
        texts, form = self._services.texts(language), self._services.base.account_form
        return cases_card(theirs, person, form, texts, intro=intro, skip=skip)

    async def open(self, person: Person, case_id: str, language: Language) -> Card:
        """Return a request of one's own, or one to confirm."""
        if to_tick := await self._to_tick(person, case_id, language):
            return to_tick
        request = await self._services.submissions.show(person, case_id)
        if request.requester != person:
            return self._manager_card(request, person, language)
        if request.status is RequestStatus.DRAFT:
            return await self._walk.show(person, case_id, language)
        return self._card(request, language)

    async def confirm_by_code(self, person: Person, case_id: str, language: Language) -> Reply:
        """Return the request to confirm, for a manager who was given its id."""
        request = await self._services.submissions.to_confirm(person, case_id)
        return of_case(self._manager_card(request, person, language), case_id)

    async def send(self, incoming: Incoming, action: SendRequest) -> Pressed:
        submissions = self._services.submissions
        send = submissions.send_unconfirmed if action.unconfirmed else submissions.send
        request = await send(incoming.person, action.case, action.seen)
        return Pressed(card=self._card(request, action.language, lead="case.sent"))

    async def answer_as_manager(self, incoming: Incoming, action: AnswerAsManager) -> Pressed:
        submissions, person, language = self._services.submissions, incoming.person, action.language
        if action.agrees:
            request = await submissions.confirm(person, action.case, action.seen)
            return Pressed(card=self._manager_card(request, person, language))
        reason = action.said.get("refuse", "")
        request = await submissions.refuse(person, action.case, action.seen, reason=reason)
        return Pressed(card=self._manager_card(request, person, language))

    async def reassign(self, incoming: Incoming, action: Reassign) -> Pressed:
        """Ask another manager, or a deputy."""
        person, language = incoming.person, action.language
        request = await self._services.managers.reassign(
            person,
            action.case,
            action.seen,
            to=who_is_meant(action),
            as_deputy="deputy" in ticked(action.done),
        )
        if request.requester == person:
            return Pressed(card=self._card(request, language, lead="case.reassigned"))
        return Pressed(card=self._manager_card(request, person, language))

    async def answer(self, incoming: Incoming, action: Speak) -> Pressed:
        """Answer a reviewer's question."""
        said = action.said.get("reply", "")
        request = await self._services.desk.answer(incoming.person, action.case, text=said)
        return Pressed(card=self._card(request, action.language, lead="thread.sent"))

    async def tick(self, incoming: Incoming, action: Tick) -> Pressed:
        """Save what is ticked; where that is asked, put the account in the register as well."""
        accounts, person, done = self._services.accounts, incoming.person, ticked(action.done)
        if action.live:
            address = action.said.get("address", "")
            request = await accounts.go_live(
                person, action.case, action.seen, done=done, address=address
            )
            return Pressed(card=self._card(request, action.language))
        request = await accounts.tick(person, action.case, action.seen, done)
        lead = self._services.texts(action.language).say("checklist.saved")
        if card := await self._to_tick(person, action.case, action.language, lead=lead):
            return Pressed(card=card)
        return Pressed(card=self._card(request, action.language, lead="checklist.saved"))

    async def print_record(self, incoming: Incoming, action: PrintRecord) -> Pressed:
        """Give the address of the page for the records to those who may see it."""
        is_reviewer = await self._services.reviewers.is_reviewer(incoming.person)
        service = self._services.reviews if is_reviewer else self._services.submissions
        await service.show(incoming.person, action.case)
        links = self._services.links
        if links is None:
            raise NoSuchCase
        url = links.to_record(action.case, action.language, reader=incoming.person.id)
        texts = self._services.texts(action.language)
        card = print_card(action.case, url, links.minutes, texts, for_reviewer=is_reviewer)
        return Pressed(card=card)

    async def _to_tick(
        self, person: Person, case_id: str, language: Language, *, lead: str | None = None
    ) -> Card | None:
        """Return the checklist of an account that *person* is to be responsible for."""
        request = await self._services.accounts.show_checklist(person, case_id)
        texts = self._services.texts(language)
        return responsible_card(request, self._services.form, texts, lead=lead) if request else None

    def _card(
        self, request: AccountRequest, language: Language, *, lead: str | None = None
    ) -> Card:
        printable, texts = self._services.links is not None, self._services.texts(language)
        said = texts.say(lead) if lead else None
        return request_card(
            request,
            self._services.form,
            texts,
            lead=said,
            printable=printable,
            invitation=self._services.invitation(request.id, language),
        )

    def _manager_card(self, request: AccountRequest, person: Person, language: Language) -> Card:
        texts = self._services.texts(language)
        return manager_card(request, person, self._services.form, texts)
