"""Everything about requests and accounts: which dialog a command or a press goes to."""

import re
from dataclasses import replace

from accounts.account_facts import ACCOUNT, is_account_id
from cards.account_actions import (
    AccountAction,
    CopyRequest,
    GiveUp,
    GoToStep,
    LeaveStep,
    MyCases,
    OnCase,
    OpenCase,
    PrintRecord,
    SendRequest,
    StartRequest,
    Tick,
)
from cards.case_parts import plain_card
from cards.elements import Card
from cards.register_actions import AboutRegister
from cards.review_actions import (
    AnswerAsManager,
    Claim,
    Decide,
    EnterDiaryNumber,
    ListCases,
    OpenReview,
    Reassign,
    Reconsider,
    ReviewAction,
    ShowStatistics,
    Speak,
)
from core.errors import DomainError, NoSuchCase
from core.incoming import Incoming
from core.language import Language
from core.outbox import REVIEW_CHANNEL, Notice
from core.person import Person
from core.standing import VIEW, CaseView
from dialogs.account_walk import AccountWalkDialog
from dialogs.my_cases import MyCasesDialog
from dialogs.pressed_card import shown_by
from dialogs.refusals import in_private_only, reply_or_refusal, require_identity
from dialogs.register import RegisterDialog
from dialogs.reply import Pressed, Reply, of_case
from dialogs.review import ReviewDialog
from dialogs.services import Services

OF_REQUESTS = ("start_request", "go_on", "to_review")
"""Words for nothing where the base has no account request."""
WITH_CODE = ("confirm", "take_over", "open_case")
_ID = rf"(?:sm|{ACCOUNT})-\w+"
_CODE = re.compile(
    rf"\W*(?:(?P<word>\w+(?: \w+){{0,2}})(?:\W+(?P<code>{_ID}))?|(?P<alone>{_ID}))\W*",
    re.IGNORECASE,
)
"""What somebody was told to write, as it comes out of a mail: in quotation marks, say."""


class AccountsDialog:
    """Carries out commands and presses."""

    commands = (*OF_REQUESTS, "my_cases", "review_here")

    def __init__(self, services: Services) -> None:
        self._services = services
        self._walk = AccountWalkDialog(services)
        self._mine = MyCasesDialog(services, self._walk)
        self._review = ReviewDialog(services)
        self._register = RegisterDialog(services)
        self._words = {
            (language, word): command
            for texts in services.catalogues.written()
            for language in [texts.language]
            for command in WITH_CODE
            for word in texts.words(f"command.{command}")
        }

    async def on_command(self, incoming: Incoming, command: str, language: Language) -> Reply:
        """Carry out a command that is a word or two."""
        require_identity(incoming)
        if command == "review_here":
            return await self._review.review_here(incoming, language)
        if command == "to_review":
            return Reply(card=await self._review.queue(incoming.person, language))
        if not incoming.in_private:
            return self._in_private_only(command, language)
        if command == "start_request":
            return await self._walk.start(incoming, language, another=False)
        if command == "go_on":
            return await self._walk.go_on(incoming, language)
        return Reply(card=await self._mine.mine(incoming.person, language))

    def names_a_case(self, text: str) -> bool:
        """Whether *text* is a command that names a case."""
        found = self._case_in(text)
        known = {word for _, word in self._words}
        return found is not None and (found["word"] is None or found["word"].casefold() in known)

    def _case_in(self, text: str) -> re.Match[str] | None:
        return _CODE.fullmatch(" ".join(text.split())) if self._services.has_accounts else None

    async def on_code(self, incoming: Incoming, locale: Language) -> Reply | None:
        """Carry out a command that names a case, as in "bekräfta sm-…"; None where it is none.

        An id alone opens it. Without one, all that wait for the person are shown.
        """
        found = self._case_in(incoming.text)
        if found is None:
            return None
        code = (found["code"] or found["alone"] or "").lower()
        for language in sorted(self._services.base.languages, key=lambda each: each != locale):
            word = (found["word"] or "").casefold()
            command = "open_case" if found["alone"] else self._words.get((language, word))
            if command is None or (command == "open_case" and not code):
                continue
            if code:
                answer = self._by_code(incoming, command, code, language=language)
            else:
                answer = self.on_command(incoming, "my_cases", language)
            return await reply_or_refusal(answer, self._services, language)
        return None

    async def _by_code(
        self, incoming: Incoming, command: str, code: str, *, language: Language
    ) -> Reply:
        require_identity(incoming)
        if not incoming.in_private:
            return self._in_private_only(command, language)
        if command == "confirm":
            return await self._mine.confirm_by_code(incoming.person, code, language)
        if command == "take_over":
            return await self._register.take_over_by_code(incoming.person, code, language)
        return await self._open_by_code(incoming.person, code, language)

    async def _open_by_code(self, person: Person, code: str, language: Language) -> Reply:
        """Return a case of one's own, or as a reviewer sees it."""
        try:
            card = await self._card_of(person, code, language)
        except NoSuchCase:
            if is_account_id(code) or not await self._services.reviewers.is_reviewer(person):
                raise
            card = await self._review.show(person, code, language)
            return of_case(card, code, CaseView.REVIEW)
        return of_case(card, code)

    async def _card_of(self, person: Person, case: str, language: Language) -> Card:
        if is_account_id(case):
            pressed = await self._register.open(person, case, language)
            return pressed.card or {}
        return await self._mine.open(person, case, language)

    async def on_press(
        self, incoming: Incoming, action: AccountAction | ReviewAction | AboutRegister
    ) -> Pressed:
        """Carry out a press."""
        require_identity(incoming)
        pressed, changes = await self._pressed(incoming, action), isinstance(action, OnCase)
        return replace(pressed, shows=shown_by(action), changes=changes)

    async def as_it_is(self, notice: Notice, language: Language) -> Card:
        """Return the case as the person, or the review channel, that it is shown to sees it now."""
        person, case = Person(notice.to, ""), notice.subject
        try:
            if notice.to == REVIEW_CHANNEL:
                return await self._register.to_judge(case, language)
            if notice.facts[VIEW] == CaseView.REVIEW:
                return await self._review.show(person, case, language)
            return await self._card_of(person, case, language)
        except DomainError:
            texts = self._services.texts(language)
            return plain_card(texts.say("case.not_yours"), texts)

    async def _pressed(
        self, incoming: Incoming, action: AccountAction | ReviewAction | AboutRegister
    ) -> Pressed:
        match action:
            case StartRequest():
                return await self._started(incoming, action)
            case MyCases():
                return Pressed(card=await self._listed(incoming, action))
            case OpenCase():
                card = await self._card_of(incoming.person, action.case, action.language)
                return Pressed(card=card)
            case LeaveStep():
                return await self._walk.leave(incoming, action)
            case CopyRequest():
                return await self._walk.copy(incoming, action)
            case GoToStep():
                return await self._walk.go_to(incoming, action)
            case GiveUp():
                return await self._walk.give_up(incoming, action)
            case SendRequest():
                return await self._mine.send(incoming, action)
            case AnswerAsManager():
                return await self._mine.answer_as_manager(incoming, action)
            case Reassign():
                return await self._mine.reassign(incoming, action)
            case Tick():
                return await self._mine.tick(incoming, action)
            case PrintRecord():
                return await self._mine.print_record(incoming, action)
            case OpenReview():
                return await self._review.open(incoming, action)
            case ListCases() | ShowStatistics():
                return Pressed(card=await self._review.listed(incoming.person, action))
            case Speak() if action.replies:
                return await self._mine.answer(incoming, action)
            case Claim() | Speak() | EnterDiaryNumber() | Reconsider():
                return await self._review.at_desk(incoming, action)
            case Decide():
                return await self._review.decide(incoming, action)
            case _:
                return await self._register.on_press(incoming.person, action)

    async def _started(self, incoming: Incoming, action: StartRequest) -> Pressed:
        """A request begun from an answer gets a card of its own, and the answer stays."""
        if not incoming.in_private:
            reply = self._in_private_only("start_request", action.language)
            return Pressed(sentence=reply.text)
        reply = await self._walk.start(incoming, action.language, another=action.another)
        if action.another:
            return Pressed(card=reply.card)
        opened = self._services.texts(action.language).say("walk.opened")
        return Pressed(sentence=opened, news=reply)

    async def _listed(self, incoming: Incoming, action: MyCases) -> Card:
        if action.closed:
            return await self._walk.close(incoming.person, action.language)
        return await self._mine.mine(incoming.person, action.language, skip=action.skip)

    def _in_private_only(self, command: str, language: Language) -> Reply:
        return Reply(text=in_private_only(self._services.texts(language), command))
