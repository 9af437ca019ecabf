"""Looking after an account in the register: correcting, handing over, pausing, closing it."""

from dataclasses import replace

from accounts.account import Account
from cards.account import account_card, handover_card
from cards.account_actions import ticked, who_is_meant
from cards.case_parts import plain_card
from cards.elements import Card
from cards.register_actions import (
    AboutRegister,
    Close,
    Correct,
    JudgeFacts,
    Offer,
    Pause,
    Reopen,
    Resume,
    TakeOver,
    WithdrawOffer,
)
from core.errors import NoSuchCase
from core.language import Language
from core.person import Person
from dialogs.reply import Pressed, Reply, of_case
from dialogs.services import Services


class RegisterDialog:
    """Shows accounts and carries out what is pressed on them."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def open(self, person: Person, account_id: str, language: Language) -> Pressed:
        """Show an account to its people and to reviewers, or to whom it is offered."""
        try:
            account = await self._services.accounts.show(person, account_id)
        except NoSuchCase:
            reply = await self.take_over_by_code(person, account_id, language)
            return Pressed(card=reply.card)
        return await self._shown(account, person, language)

    async def to_judge(self, account_id: str, language: Language) -> Card:
        """Return an account as the review channel sees it."""
        account = await self._services.cases.account(account_id)
        if account is None:
            raise NoSuchCase
        texts = self._services.texts(language)
        return account_card(account, self._services.form, texts, may_judge=True)

    async def take_over_by_code(self, person: Person, account_id: str, language: Language) -> Reply:
        """Return the account to take over, for somebody who was given its id."""
        account = await self._services.handovers.to_take_over(person, account_id)
        texts = self._services.texts(language)
        return of_case(handover_card(account, self._services.form, texts), account_id)

    async def on_press(self, person: Person, action: AboutRegister) -> Pressed:
        accounts, case = self._services.accounts, action.case
        match action:
            case Pause(seen=seen, said=said):
                account = await accounts.pause(person, case, seen, reason=said.get("pause", ""))
            case Resume(seen=seen):
                account = await accounts.resume(person, case, seen)
            case Close(seen=seen, done=done):
                account = await accounts.close(person, case, seen, done=ticked(done))
            case Offer() | WithdrawOffer() | TakeOver():
                return await self._handed_over(person, action)
            case Correct() | JudgeFacts() | Reopen():
                account = await self._corrected(person, action)
        return await self._shown(account, person, action.language)

    async def _handed_over(
        self, person: Person, action: Offer | WithdrawOffer | TakeOver
    ) -> Pressed:
        handovers, case = self._services.handovers, action.case
        match action:
            case Offer(seen=seen):
                account = await handovers.offer(person, case, seen, to=who_is_meant(action))
            case WithdrawOffer(seen=seen):
                account = await handovers.withdraw(person, case, seen)
            case TakeOver(agrees=False):
                await handovers.decline(person, case)
                texts = self._services.texts(action.language)
                return Pressed(card=plain_card(texts.say("handover.declined"), texts))
            case TakeOver(fact=entered):
                account = await handovers.take_over(person, case)
                if any(entered.values()):
                    facts = replace(account.facts, **_told(account, entered))
                    account = await self._services.corrections.correct(
                        person, case, account.version, facts
                    )
        return await self._shown(account, person, action.language)

    async def _corrected(self, person: Person, action: Correct | JudgeFacts | Reopen) -> Account:
        corrections, case, seen = self._services.corrections, action.case, action.seen
        match action:
            case Correct(fact=entered):
                account = await self._services.accounts.show(person, case)
                facts = replace(account.facts, **_told(account, entered))
                return await corrections.correct(person, case, seen, facts)
            case JudgeFacts(agrees=True):
                return await corrections.approve(person, case, seen)
            case JudgeFacts(said=said):
                reason = said.get("not_approved", "")
                return await corrections.refuse(person, case, seen, reason=reason)
            case Reopen():
                return await corrections.reopen(person, case, seen)

    async def _shown(self, account: Account, person: Person, language: Language) -> Pressed:
        texts = self._services.texts(language)
        is_reviewer = await self._services.reviewers.is_reviewer(person)
        may_judge = is_reviewer and not account.is_looked_after_by(person)
        card = account_card(account, self._services.form, texts, may_judge=may_judge)
        return Pressed(card=card)


def _told(account: Account, entered: dict[str, str]) -> dict[str, str]:
    """Return the facts of *account* that were entered, by their names."""
    return {name: text for name, text in entered.items() if hasattr(account.facts, name)}
