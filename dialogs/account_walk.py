"""The walk: from the first step of a request to the press that sends it."""

import base64
import hashlib
from collections.abc import Sequence

from accounts.form import SUMMARY
from accounts.history import RequestStatus
from accounts.request import AccountRequest
from accounts.walk import Move, StepInput, Walk
from cards.account_actions import CopyRequest, GiveUp, GoToStep, LeaveStep
from cards.case import cases_card
from cards.elements import Card
from cards.step_templates import kept_step_card
from cards.summary import summary_card
from cards.templates import Templates
from core.errors import OutOfDate
from core.incoming import Incoming
from core.language import Language
from core.person import Person
from core.standing import CaseView
from dialogs.reply import Pressed, Reply, of_case
from dialogs.services import Services


class AccountWalkDialog:
    """Shows the walk where it stands; all it knows of that is in the database."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._templates = Templates(size=200)

    async def start(self, incoming: Incoming, language: Language, *, another: bool) -> Reply:
        """Return the first step of a new request; where one is begun already, ask which."""
        request_id = new_case_id(incoming)
        begun = [] if another else await self._services.drafts.begun(incoming.person)
        if begun and request_id not in (each.id for each in begun):
            return Reply(card=self._begun_card(begun, incoming.person, language))
        walk = await self._services.drafts.begin(incoming.person, request_id)
        return of_case(self._card(walk, language), request_id, CaseView.FILLED_IN)

    async def go_on(self, incoming: Incoming, language: Language) -> Reply:
        """Return the walk where it stands; with several under way, ask which."""
        begun = await self._services.drafts.begun(incoming.person)
        if not begun:
            return Reply(text=self._services.texts(language).say("walk.no_drafts"))
        if len(begun) == 1:
            card = await self.show(incoming.person, begun[0].id, language)
            return of_case(card, begun[0].id, CaseView.FILLED_IN)
        return Reply(card=self._begun_card(begun, incoming.person, language))

    async def show(self, person: Person, request_id: str, language: Language) -> Card:
        """Return the card of where the walk stands."""
        return self._card(await self._services.drafts.show(person, request_id), language)

    async def leave(self, incoming: Incoming, action: LeaveStep) -> Pressed:
        entered = StepInput(action.case, action.seen, action.step, action.answer, action.reason)
        try:
            walk = await self._services.drafts.leave(incoming.person, entered, action.move)
        except OutOfDate as error:
            return await self._as_it_is(incoming.person, action, error)
        if action.move is Move.CLOSE:
            return Pressed(card=await self.close(incoming.person, action.language))
        return Pressed(card=self._card(walk, action.language))

    async def _as_it_is(
        self, person: Person, action: LeaveStep | GoToStep, error: OutOfDate
    ) -> Pressed:
        """Show the request as it is below an old card, which keeps what was typed in it."""
        begun = await self._services.drafts.begun(person)
        if action.case not in (each.id for each in begun):
            raise error
        texts = self._services.texts(action.language)
        card = await self.show(person, action.case, action.language)
        news = of_case(card, action.case, CaseView.FILLED_IN)
        return Pressed(sentence=texts.say("walk.old_card"), news=news)

    async def copy(self, incoming: Incoming, action: CopyRequest) -> Pressed:
        """Begin a request that is answered as an earlier one was."""
        new_id = new_case_id(incoming)
        walk = await self._services.drafts.copy(incoming.person, new_id, action.case)
        return Pressed(card=self._card(walk, action.language))

    async def go_to(self, incoming: Incoming, action: GoToStep) -> Pressed:
        drafts, person = self._services.drafts, incoming.person
        try:
            walk = await drafts.jump(person, action.case, action.seen, action.step)
        except OutOfDate as error:
            return await self._as_it_is(person, action, error)
        return Pressed(card=self._card(walk, action.language))

    async def give_up(self, incoming: Incoming, action: GiveUp) -> Pressed:
        """Throw a draft away, or withdraw a request."""
        person, texts = incoming.person, self._services.texts(action.language)
        request = await self._services.submissions.give_up(person, action.case, action.seen)
        is_draft = request.status is RequestStatus.DISCARDED
        intro = texts.say("give_up.done_draft" if is_draft else "give_up.done_sent")
        begun = await self._services.drafts.begun(person)
        return Pressed(card=cases_card(begun, person, self._services.form, texts, intro=intro))

    async def close(self, person: Person, language: Language) -> Card:
        """Return what one has begun, with how to take it up again."""
        texts, form = self._services.texts(language), self._services.form
        begun = await self._services.drafts.begun(person)
        intro = texts.say("walk.saved", count=form.rules.deadlines.draft_days)
        return cases_card(begun, person, form, texts, intro=intro)

    def _begun_card(
        self, begun: Sequence[AccountRequest], person: Person, language: Language
    ) -> Card:
        texts = self._services.texts(language)
        intro = texts.say("walk.drafts")
        return cases_card(begun, person, self._services.form, texts, intro=intro)

    def _card(self, walk: Walk, language: Language) -> Card:
        form, texts = self._services.form, self._services.texts(language)
        if walk.request.step == SUMMARY:
            return summary_card(walk, form, texts)
        return kept_step_card(walk, self._services.base, form, texts, templates=self._templates)


def new_case_id(incoming: Incoming) -> str:
    """Return an id that the same message or press gives again when it is sent again."""
    digest = hashlib.blake2b(f"{incoming.conversation}\0{incoming.id}".encode(), digest_size=5)
    return f"sm-{base64.b32encode(digest.digest()).decode().lower()}"
