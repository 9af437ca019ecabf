"""The walk: from the first step of a request to the press that sends it."""

import base64
import hashlib
from collections.abc import Sequence
from typing import Any

from accounts.decision import RequestStatus
from accounts.draft_service import Move, StepInput
from accounts.form import SUMMARY
from accounts.ports import AccountsUnitOfWork
from accounts.request import AccountRequest
from cards.account_actions import GiveUp, GoToStep, LeaveStep
from cards.case import cases_card
from cards.summary import summary_card
from cards.walk import Walk, step_card
from core.incoming import Incoming
from core.person import Person
from dialogs.reply import Pressed, Reply
from dialogs.services import Services
from knowledge.passage import Language

Card = dict[str, Any]


class AccountWalkDialog:
    """Stands where it stood however often it is left: all it knows is in the books."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def start(self, incoming: Incoming, language: Language, *, another: bool) -> Reply:
        """Return the first step of a new request; where one is begun already, ask which."""
        texts = self._services.texts(language)
        request_id = new_case_id(incoming)
        begun = [] if another else await self._begun(incoming.person)
        if begun and request_id not in (each.id for each in begun):
            intro = texts.say("walk.drafts")
            return Reply(
                card=cases_card(begun, incoming.person, self._services.form, texts, intro=intro)
            )
        request = await self._services.transactions.write(
            lambda uow: self._walk(
                uow, self._services.drafts.begin(uow, incoming.person, request_id)
            )
        )
        return Reply(card=self._card(request, language))

    async def go_on(self, incoming: Incoming, language: Language) -> Reply:
        """Return the walk where it stands; with several under way, ask which."""
        texts = self._services.texts(language)
        begun = await self._begun(incoming.person)
        if not begun:
            return Reply(text=texts.say("walk.no_drafts"))
        if len(begun) == 1:
            return Reply(card=await self.show(incoming.person, begun[0].id, language))
        intro = texts.say("walk.drafts")
        return Reply(
            card=cases_card(begun, incoming.person, self._services.form, texts, intro=intro)
        )

    async def show(self, person: Person, request_id: str, language: Language) -> Card:
        """Return the card of where the walk stands."""
        walk = await self._services.transactions.read(
            lambda uow: self._walk(uow, self._services.drafts.show(uow, person, request_id))
        )
        return self._card(walk, language)

    async def leave(self, incoming: Incoming, action: LeaveStep) -> Pressed:
        entered = StepInput(action.case, action.seen, action.step, action.answer, action.reason)

        def work(uow: AccountsUnitOfWork) -> Walk:
            walked = self._services.drafts.leave(uow, incoming.person, entered, action.move)
            stayed = action.move is Move.NEXT and walked.request.step == action.step
            return self._walk(uow, walked.request, tried=stayed)

        walk = await self._services.transactions.write(work)
        if action.move is Move.CLOSE:
            return Pressed(card=await self.close(incoming.person, action.language))
        return Pressed(card=self._card(walk, action.language))

    async def go_to(self, incoming: Incoming, action: GoToStep) -> Pressed:
        walk = await self._services.transactions.write(
            lambda uow: self._walk(
                uow,
                self._services.drafts.jump(
                    uow, incoming.person, action.case, action.seen, action.step
                ),
            )
        )
        return Pressed(card=self._card(walk, action.language))

    async def give_up(self, incoming: Incoming, action: GiveUp) -> Pressed:
        """Throw a draft away, or withdraw a request."""
        texts = self._services.texts(action.language)
        walking, sending, person = (
            self._services.drafts,
            self._services.submissions,
            incoming.person,
        )
        request = await self._services.transactions.read(
            lambda uow: walking.show(uow, person, action.case)
        )
        draft = request.status in (RequestStatus.DRAFT, RequestStatus.DISCARDED)
        end = walking.discard if draft else sending.withdraw
        await self._services.transactions.write(
            lambda uow: end(uow, person, action.case, action.seen)
        )
        begun = await self._begun(person)
        intro = texts.say("give_up.done_draft" if draft else "give_up.done_sent")
        return Pressed(card=cases_card(begun, person, self._services.form, texts, intro=intro))

    async def close(self, person: Person, language: Language) -> Card:
        """Return what one has begun, with how to take it up again."""
        texts, form = self._services.texts(language), self._services.form
        begun = await self._begun(person)
        intro = texts.say("walk.saved", days=form.rules.deadlines.draft_days)
        return cases_card(begun, person, form, texts, intro=intro)

    async def _begun(self, person: Person) -> Sequence[AccountRequest]:
        """Return what *person* has begun and may go on with, latest change first."""
        theirs = await self._services.transactions.read(
            lambda uow: uow.requests.of_person(person.id)
        )
        return [each for each in theirs if each.is_editable and each.requester == person]

    def _walk(
        self, uow: AccountsUnitOfWork, request: AccountRequest, *, tried: bool = False
    ) -> Walk:
        around, rules = self._services.policy, self._services.form.rules
        view = around.view(uow, request.answers)
        place = min(rules.place_of(request.step), len(rules.steps) - 1)
        check = around.check(rules.steps[place], view, request.reasons)
        obstacle = around.obstacle(uow, request) if request.step == SUMMARY else None
        return Walk(request, view, check, obstacle, tried)

    def _card(self, walk: Walk, language: Language) -> Card:
        form, texts = self._services.form, self._services.texts(language)
        if walk.request.step == SUMMARY:
            return summary_card(walk, form, texts)
        return step_card(walk, self._services.base, form, texts)


def new_case_id(incoming: Incoming) -> str:
    """Return an id that the same message or press gives again when it is sent again."""
    digest = hashlib.blake2b(f"{incoming.conversation}\0{incoming.id}".encode(), digest_size=5)
    return f"sm-{base64.b32encode(digest.digest()).decode().lower()}"
